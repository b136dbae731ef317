import { AlmanacError, type Clock } from '@almanac/kernel';
import * as z from 'zod';
import type {
  EndedRun,
  EngineSchedule,
  Inserted,
  Insertion,
  Page,
  ScheduleEngine,
  ScheduleFilter,
  ScheduleStore,
  UsedKey,
  Vault,
  WriteLimits,
} from '../ports.ts';
import { pageCursor, placeOf } from '../records/page-cursor.ts';
import type { JsonObject, Schedule, ScheduleChange } from '../records/schedule.ts';

export { given, RULES, START, scheduleWorld, TestClock } from './schedule-world.ts';

const KEY_MS = 7 * 86_400_000;
const HELD = ['active', 'paused'];
const isHeld = ({ status }: Schedule): boolean => HELD.includes(status);

/** Records in memory. */
export class MemoryScheduleStore implements ScheduleStore {
  readonly records = new Map<string, Schedule>();
  readonly names = new Map<string, string>();
  readonly log: { readonly schedule_id: string; readonly change: ScheduleChange }[] = [];
  readonly #keys = new Map<string, UsedKey & { readonly until: number }>();
  readonly #active = new Map<string, number>();
  readonly #lastRuns = new Map<string, string>();
  readonly #countedRuns = new Map<string, Set<string>>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Schedules that count towards a caller's quota. */
  active(caller: string): number {
    return this.#active.get(caller) ?? 0;
  }

  async get(scheduleId: string): Promise<Schedule | undefined> {
    return this.records.get(scheduleId);
  }

  async findByName(name: string): Promise<string | undefined> {
    return this.names.get(name);
  }

  async findByKey(caller: string, key: string): Promise<UsedKey | undefined> {
    const used = this.#keys.get(JSON.stringify([caller, key]));
    if (!used || used.until <= this.#clock.now().getTime()) return undefined;
    return { schedule_id: used.schedule_id, content_hash: used.content_hash };
  }

  async insert({ schedule, change, idempotency, quota }: Insertion): Promise<Inserted> {
    const { schedule_id, name, created_by } = schedule;
    const used = idempotency && (await this.findByKey(created_by, idempotency.key));
    if (used) return { outcome: 'key-used', ...used };
    const holder = this.names.get(name);
    if (holder !== undefined) return { outcome: 'name-taken', schedule_id: holder };
    if (this.active(created_by) >= quota) return { outcome: 'quota-exceeded' };
    this.records.set(schedule_id, schedule);
    this.names.set(name, schedule_id);
    this.#active.set(created_by, this.active(created_by) + 1);
    this.log.push({ schedule_id, change });
    if (idempotency) {
      const { key, content_hash } = idempotency;
      const until = this.#clock.now().getTime() + KEY_MS;
      this.#keys.set(JSON.stringify([created_by, key]), { schedule_id, content_hash, until });
    }
    return { outcome: 'inserted' };
  }

  async replace(before: Schedule, after: Schedule, change: ScheduleChange, quota: number) {
    const { schedule_id, created_by } = before;
    const stored = this.records.get(schedule_id);
    if (stored?.version !== before.version) return 'stale';
    const holder = this.names.get(after.name);
    if (isHeld(after) && holder !== undefined && holder !== schedule_id) return 'name-taken';
    const more = Number(after.status === 'active') - Number(before.status === 'active');
    if (more > 0 && this.active(created_by) >= quota) return 'quota-exceeded';
    const { run_count, last_triggered, last_outcome } = stored;
    const { last_outcome: _, ...rest } = after;
    this.records.set(schedule_id, { ...rest, run_count, last_triggered, ...(last_outcome && { last_outcome }) });
    if (isHeld(before)) this.names.delete(before.name);
    if (isHeld(after)) this.names.set(after.name, schedule_id);
    this.#active.set(created_by, this.active(created_by) + more);
    this.log.push({ schedule_id, change });
    return 'replaced';
  }

  async markSynced(scheduleId: string, version: number, eventbridge_arn: string | null): Promise<boolean> {
    const stored = this.records.get(scheduleId);
    if (stored?.version !== version) return false;
    this.records.set(scheduleId, { ...stored, synced_version: version, eventbridge_arn });
    return true;
  }

  async countRun(scheduleId: string, { run_id, planned_time, outcome }: EndedRun): Promise<void> {
    const stored = this.records.get(scheduleId);
    const isPublished = outcome === 'published';
    const counted = this.#countedRuns.get(scheduleId) ?? new Set();
    if (!stored || (isPublished && counted.has(run_id))) return;
    const last = this.#lastRuns.get(scheduleId) ?? '';
    const isLatest = isPublished ? run_id >= last : run_id > last;
    if (isLatest) this.#lastRuns.set(scheduleId, run_id);
    if (isPublished) this.#countedRuns.set(scheduleId, counted.add(run_id));
    const { last_triggered } = stored;
    const isLastTriggered = isPublished && (last_triggered === null || last_triggered < planned_time);
    this.records.set(scheduleId, {
      ...stored,
      run_count: stored.run_count + Number(isPublished),
      last_triggered: isLastTriggered ? planned_time : last_triggered,
      ...(isLatest && { last_outcome: outcome }),
    });
  }

  async page(filter: ScheduleFilter, limit: number, cursor?: string): Promise<Page<Schedule>> {
    const place = placeOf(cursor, filter, z.string());
    const position = ({ created_date, schedule_id }: Schedule) => `${created_date}#${schedule_id}`;
    const found = [...this.records.values()]
      .filter((schedule) => isMeant(schedule, filter))
      .filter((schedule) => place === undefined || position(schedule) < place)
      .sort((a, b) => (position(a) < position(b) ? 1 : -1));
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, ...(last && found.length > limit && { next: pageCursor(filter, position(last)) }) };
  }

  async changes(scheduleId: string, limit: number, cursor?: string): Promise<Page<ScheduleChange>> {
    const from = placeOf(cursor, scheduleId, z.int()) ?? 0;
    const own = this.log.filter(({ schedule_id }) => schedule_id === scheduleId).map(({ change }) => change);
    const items = own.reverse().slice(from, from + limit);
    return { items, ...(own.length > from + limit && { next: pageCursor(scheduleId, from + limit) }) };
  }

  async appendChange(schedule_id: string, change: ScheduleChange): Promise<void> {
    this.log.push({ schedule_id, change });
  }
}

function isMeant(schedule: Schedule, { status, created_by, group, target_type, name_prefix }: ScheduleFilter): boolean {
  if (status === undefined ? schedule.status === 'deleted' : schedule.status !== status) return false;
  if (created_by !== undefined && schedule.created_by !== created_by) return false;
  if (group !== undefined && schedule.group !== group) return false;
  if (target_type !== undefined && schedule.target_type !== target_type) return false;
  return name_prefix === undefined || schedule.name.startsWith(name_prefix);
}

/** EventBridge Scheduler in memory: only what it holds, no runs. */
export class MemoryScheduleEngine implements ScheduleEngine {
  readonly schedules = new Map<string, EngineSchedule>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async put(schedule: EngineSchedule): Promise<string> {
    const { name, startDate } = schedule;
    if (startDate && startDate.getTime() < this.#clock.now().getTime() - 300_000) {
      const message = 'The StartDate you specify cannot be earlier than 5 minutes ago';
      throw new AlmanacError('SCHEDULER_REFUSED', message);
    }
    this.schedules.set(name, schedule);
    return `arn:aws:scheduler:us-east-1:000000000000:schedule/almanac-test/${name}`;
  }

  async remove(name: string): Promise<void> {
    this.schedules.delete(name);
  }

  async get(name: string): Promise<EngineSchedule | undefined> {
    return this.schedules.get(name);
  }

  async *names(): AsyncIterable<string> {
    yield* [...this.schedules.keys()];
  }
}

/** A vault that keeps nothing secret: values and what they are bound to, in base 64. */
export class MemoryVault implements Vault {
  async seal(scheduleId: string, values: JsonObject): Promise<string> {
    return Buffer.from(JSON.stringify({ scheduleId, values })).toString('base64');
  }

  async open(scheduleId: string, sealed: string): Promise<JsonObject> {
    const { scheduleId: bound, values } = JSON.parse(Buffer.from(sealed, 'base64').toString('utf8'));
    if (bound !== scheduleId) throw new AlmanacError('VAULT_CLOSED', 'It was sealed for another schedule');
    return values;
  }
}

/** So many writes for each caller and minute. */
export class MemoryWriteLimits implements WriteLimits {
  readonly #taken = new Map<string, number>();
  readonly #perMinute: number;
  readonly #clock: Clock;

  constructor(perMinute: number, clock: Clock) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  async take(caller: string): Promise<number> {
    const now = this.#clock.now();
    const key = JSON.stringify([caller, now.toISOString().slice(0, 16)]);
    const taken = (this.#taken.get(key) ?? 0) + 1;
    this.#taken.set(key, taken);
    return taken > this.#perMinute ? 60 - now.getUTCSeconds() : 0;
  }
}

import type { Clock } from '@almanac/kernel';
import * as z from 'zod';
import type { Begun, RunHistory, RunRequest, RunToBegin } from '../ports.ts';
import { pageCursor, placeOf } from '../records/page-cursor.ts';
import type { ScheduleRun } from '../records/run.ts';

interface Noted {
  readonly run: ScheduleRun;
  readonly leasedUntil: number;
  readonly place?: number;
}

/** Run history in memory. */
export class MemoryRunHistory implements RunHistory {
  readonly #clock: Clock;
  readonly #runs = new Map<string, Noted>();
  readonly #places = new Map<string, number>();
  readonly #requests = new Map<string, RunRequest>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Every run of a schedule, earliest first. */
  of(scheduleId: string): ScheduleRun[] {
    return [...this.#runs.values()]
      .map(({ run }) => run)
      .filter(({ schedule_id }) => schedule_id === scheduleId)
      .sort((a, b) => (a.run_id < b.run_id ? -1 : 1));
  }

  async begin(run: RunToBegin, leaseMs: number): Promise<Begun> {
    const now = this.#clock.now();
    const noted = this.#runs.get(keyOf(run));
    if (noted && ['published', 'skipped'].includes(noted.run.outcome)) return { state: 'finished', run: noted.run };
    if (noted?.run.outcome === 'started' && noted.leasedUntil > now.getTime()) return { state: 'busy' };
    const begun: ScheduleRun = {
      ...run,
      started_at: now.toISOString(),
      finished_at: null,
      attempt: (noted?.run.attempt ?? 0) + 1,
      outcome: 'started',
      latency_ms: null,
      ...(noted?.run.action && { action: noted.run.action }),
    };
    this.#runs.set(keyOf(run), { ...noted, run: begun, leasedUntil: now.getTime() + leaseMs });
    return { state: 'begun', run: begun };
  }

  async finish(run: ScheduleRun) {
    const noted = this.#runs.get(keyOf(run));
    const isLatest = noted?.run.outcome === 'started' && noted.run.attempt === run.attempt;
    if (!noted || !(isLatest || (run.outcome === 'published' && noted.run.outcome !== 'published'))) return;
    const { action } = noted.run;
    this.#runs.set(keyOf(run), { ...noted, run: { ...run, ...(action && { action }) } });
  }

  async get(schedule_id: string, run_id: string) {
    return this.#runs.get(keyOf({ schedule_id, run_id }))?.run;
  }

  async takePlace(schedule_id: string, run_id: string, limit: number) {
    const key = keyOf({ schedule_id, run_id });
    const noted = this.#runs.get(key);
    if (!noted) throw new Error(`${key} has not begun`);
    if (noted.place !== undefined) return noted.place;
    const place = (this.#places.get(schedule_id) ?? 0) + 1;
    if (place > limit) return undefined;
    this.#places.set(schedule_id, place);
    this.#runs.set(key, { ...noted, place });
    return place;
  }

  async reserve(scheduleId: string, key: string, request: RunRequest) {
    const name = `${scheduleId} ${key}`;
    const first = this.#requests.get(name) ?? request;
    this.#requests.set(name, first);
    return first;
  }

  async idsBetween(scheduleId: string, first: string, last: string) {
    return this.of(scheduleId)
      .map(({ run_id }) => run_id)
      .filter((id) => id >= first && id <= last);
  }

  async page(scheduleId: string, limit: number, cursor?: string) {
    const before = placeOf(cursor, scheduleId, z.string());
    const runs = this.of(scheduleId)
      .reverse()
      .filter(({ run_id }) => before === undefined || run_id < before);
    const items = runs.slice(0, limit);
    return { items, ...(runs.length > limit && { next: pageCursor(scheduleId, items.at(-1)?.run_id) }) };
  }
}

const keyOf = ({ schedule_id, run_id }: Pick<ScheduleRun, 'schedule_id' | 'run_id'>): string =>
  `${schedule_id} ${run_id}`;

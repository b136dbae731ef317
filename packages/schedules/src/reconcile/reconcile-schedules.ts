import { SCHEDULE_STATUSES } from '@almanac/contracts';
import { describeError } from '@almanac/kernel';
import { completeSchedule } from '../changes/complete-schedule.ts';
import { ALMANAC, type SyncDeps } from '../changes/deps.ts';
import { isAsRecorded } from '../changes/engine-schedule.ts';
import { syncSchedule } from '../changes/sync.ts';
import { hasEnded, isOver } from '../changes/times.ts';
import { everySchedule } from '../records/every-schedule.ts';
import type { Schedule } from '../records/schedule.ts';
import { timeOfScheduleId } from '../records/schedule-id.ts';
import { forEachOf } from './for-each-of.ts';

/** What changed less than this long ago may still be on its way. */
const GRACE_MS = 5 * 60_000;
const AT_ONCE = 8;

export interface ReconcileOptions {
  /** False: only say what differs. */
  readonly repair: boolean;
  readonly onProgress?: (checked: number) => void;
  /** Aborted where no more time is left: what is under way is brought to its end. */
  readonly signal?: AbortSignal;
}

export interface ReconcileReport {
  /** Records, and EventBridge schedules that have none. */
  readonly checked: number;
  /** Schedules whose EventBridge schedule was not as the record says. */
  readonly repaired: readonly string[];
  /** EventBridge schedules that no record wants. */
  readonly removed: readonly string[];
  /** Schedules whose time is over. */
  readonly completed: readonly string[];
  readonly failed: readonly { readonly schedule_id: string; readonly error: string; readonly message: string }[];
  /** EventBridge schedules of the group that Almanac never made: they are left alone. */
  readonly foreign: readonly string[];
  /** False where time ran out. */
  readonly finished: boolean;
}

type Finding = 'fine' | 'repaired' | 'removed' | 'completed' | 'foreign';

/**
 * Makes EventBridge Scheduler agree with the records, whatever happened before: schedules that are missing there, that differ,
 * that no record wants, and records whose time is over. One that cannot be repaired does not hold the others up.
 */
export const reconcileSchedules =
  (deps: SyncDeps) =>
  async ({ repair, onProgress, signal }: ReconcileOptions): Promise<ReconcileReport> => {
    const found: Record<Finding, string[]> = { fine: [], repaired: [], removed: [], completed: [], foreign: [] };
    const failed: { schedule_id: string; error: string; message: string }[] = [];
    let checked = 0;
    const note = async (id: string, look: () => Promise<Finding>): Promise<void> => {
      try {
        found[await look()].push(id);
      } catch (error) {
        const { code, message } = describeError(error);
        failed.push({ schedule_id: id, error: code, message });
      }
      checked += 1;
      onProgress?.(checked);
    };

    const seen = new Set<string>();
    const held = new Set<string>();
    for await (const name of deps.engine.names()) held.add(name);
    await forEachOf(recordsOf(deps), { atOnce: AT_ONCE, signal }, (record) => {
      seen.add(record.schedule_id);
      return note(record.schedule_id, () => checkRecord(deps, record, held.has(record.schedule_id), repair));
    });
    const orphans = [...held].filter((name) => !seen.has(name));
    await forEachOf(orphans, { atOnce: AT_ONCE, signal }, (name) => note(name, () => checkOrphan(deps, name, repair)));
    const { fine: _, ...findings } = found;
    return { checked, ...findings, failed, finished: signal?.aborted !== true };
  };

async function* recordsOf({ store }: SyncDeps): AsyncGenerator<Schedule> {
  for (const status of SCHEDULE_STATUSES) yield* everySchedule(store, { status });
}

const isFresh = ({ updated_date }: Schedule, now: Date): boolean => now.getTime() - Date.parse(updated_date) < GRACE_MS;

const hasStopped = ({ status }: Schedule): boolean => status === 'completed' || status === 'deleted';

/** @param listed the record as an index has it, which may be a moment old: what is changed is read anew */
async function checkRecord(deps: SyncDeps, listed: Schedule, isHeld: boolean, repair: boolean): Promise<Finding> {
  const now = deps.clock.now();
  if (isFresh(listed, now) || (await agrees(deps, listed, isHeld, now))) return 'fine';
  const record = await deps.store.get(listed.schedule_id);
  if (!record || isFresh(record, now)) return 'fine';
  if (!hasStopped(record) && hasEnded(record, now)) {
    if (repair) await completeSchedule(deps)(record.schedule_id, 'its time is over');
    return 'completed';
  }
  if (await agrees(deps, record, isHeld, now)) return 'fine';
  if (repair) await repaired(deps, record);
  return hasStopped(record) && isHeld ? 'removed' : 'repaired';
}

async function agrees({ engine }: SyncDeps, record: Schedule, isHeld: boolean, now: Date): Promise<boolean> {
  const isSynced = record.synced_version === record.version;
  if (hasStopped(record)) return isSynced && !isHeld;
  if (isOver(record, now)) return isSynced && !hasEnded(record, now);
  const actual = isSynced ? await engine.get(record.schedule_id) : undefined;
  return actual !== undefined && isAsRecorded(record, actual, now);
}

async function repaired(deps: SyncDeps, record: Schedule): Promise<void> {
  await syncSchedule(deps)(record);
  await deps.store.appendChange(record.schedule_id, {
    ...{ at: deps.clock.now().toISOString(), by: ALMANAC, action: 'repair', version: record.version },
    changed: { synced_version: { before: record.synced_version, after: record.version } },
  });
}

/** An EventBridge schedule that no list of records had. */
async function checkOrphan({ store, engine, clock }: SyncDeps, name: string, repair: boolean): Promise<Finding> {
  const made = timeOfScheduleId(name);
  if (!made) return 'foreign';
  if (clock.now().getTime() - made.getTime() < GRACE_MS || (await store.get(name))) return 'fine';
  if (repair) await engine.remove(name);
  return 'removed';
}

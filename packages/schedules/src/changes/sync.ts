import { AlmanacError, describeError } from '@almanac/kernel';
import type { Schedule } from '../records/schedule.ts';
import type { SyncDeps } from './deps.ts';
import { engineSchedule } from './engine-schedule.ts';
import { busy } from './refusals.ts';
import { isOver } from './times.ts';

const MAX_ROUNDS = 8;

/**
 * Makes EventBridge Scheduler agree with a record, and notes that it does. Where the record moves on meanwhile, its newest
 * version is applied after it: of two that change a schedule at once, whoever is late repairs what it overwrote.
 * @returns the record whose version was applied
 * @throws AlmanacError `SCHEDULE_NOT_IN_SYNC` where Scheduler cannot be reached, `SCHEDULER_REFUSED`, `SCHEDULE_BUSY`
 */
export const syncSchedule =
  (deps: SyncDeps) =>
  async (schedule: Schedule): Promise<Schedule> => {
    const { schedule_id: id } = schedule;
    let current: Schedule = schedule;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const eventbridge_arn = await apply(deps, current);
      if (await deps.store.markSynced(id, current.version, eventbridge_arn)) {
        return { ...current, synced_version: current.version, eventbridge_arn };
      }
      const newest = await deps.store.get(id);
      if (!newest) {
        await deps.engine.remove(id);
        return current;
      }
      current = newest;
    }
    throw busy(id);
  };

/** As `syncSchedule`, where that is not done. */
export const syncIfDue =
  (deps: SyncDeps) =>
  async (schedule: Schedule): Promise<Schedule> =>
    schedule.synced_version === schedule.version ? schedule : syncSchedule(deps)(schedule);

async function apply({ engine, clock }: SyncDeps, schedule: Schedule): Promise<string | null> {
  const { schedule_id, status, version, eventbridge_arn } = schedule;
  try {
    if (status === 'completed' || status === 'deleted') {
      await engine.remove(schedule_id);
      return null;
    }
    const now = clock.now();
    // It has no run any more, and AWS takes no end date in the past. A last run may be on its way: it is left alone.
    if (isOver(schedule, now)) return eventbridge_arn;
    return await engine.put(engineSchedule(schedule, now));
  } catch (cause) {
    if (describeError(cause).code === 'SCHEDULER_REFUSED') throw cause;
    throw new AlmanacError(
      'SCHEDULE_NOT_IN_SYNC',
      `Schedule ${schedule_id} is stored, but EventBridge Scheduler does not have it yet: send the same request again, or leave it to the reconciler`,
      { schedule_id, version },
      { cause },
    );
  }
}

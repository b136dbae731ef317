import type { Schedule } from '../records/schedule.ts';
import { changeRecord } from './change-record.ts';
import { ALMANAC, type SyncDeps } from './deps.ts';
import { syncIfDue } from './sync.ts';

/**
 * Ends a schedule that has had all its runs: it is completed, its name and its place in the quota are free, and EventBridge
 * Scheduler has it no more. Nothing where it has ended before.
 * @param why for the log of changes, such as `max_runs reached`
 * @throws AlmanacError `SCHEDULE_NOT_FOUND`, and those of `syncSchedule`
 */
export const completeSchedule =
  (deps: SyncDeps) =>
  async (id: string, why: string): Promise<Schedule> => {
    const record = await changeRecord(deps)(id, {
      by: ALMANAC,
      action: 'complete',
      quota: Number.POSITIVE_INFINITY,
      because: why,
      change: async (before) =>
        before.status === 'completed' || before.status === 'deleted' ? undefined : { ...before, status: 'completed' },
    });
    return syncIfDue(deps)(record);
  };

import type { Schedule } from '../records/schedule.ts';
import { completeSchedule } from './complete-schedule.ts';
import type { SyncDeps } from './deps.ts';
import { hasEnded } from './times.ts';

/**
 * The schedule that holds a name; undefined where it is free, which it also is after a holder whose time is over: that one is
 * completed.
 */
export const holderOf =
  (deps: SyncDeps) =>
  async (scheduleId: string | undefined): Promise<Schedule | undefined> => {
    const holder = scheduleId === undefined ? undefined : await deps.store.get(scheduleId);
    if (!holder || holder.status === 'completed' || holder.status === 'deleted') return undefined;
    if (!hasEnded(holder, deps.clock.now())) return holder;
    await completeSchedule(deps)(holder.schedule_id, 'its time is over');
    return undefined;
  };

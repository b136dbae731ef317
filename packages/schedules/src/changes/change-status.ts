import type { Schedule } from '../records/schedule.ts';
import { changeRecord } from './change-record.ts';
import type { ChangeDeps } from './deps.ts';
import { hasEndedAlready, hasNoRunLeft, quotaExceeded, takeWrite } from './refusals.ts';
import { removeSchedule } from './remove-schedule.ts';
import { syncIfDue } from './sync.ts';
import { isFull, isOver } from './times.ts';

type Deps = Omit<ChangeDeps, 'vault' | 'newId' | 'checkCondition'>;

const endedStatus = ({ status }: Schedule): boolean => status === 'completed' || status === 'deleted';

/** Pauses a schedule; nothing where it is paused. @throws AlmanacError `SCHEDULE_NOT_FOUND`, `SCHEDULE_ENDED`, `RATE_LIMITED` */
export const pauseSchedule =
  (deps: Deps) =>
  async (id: string, caller: string): Promise<Schedule> => {
    await takeWrite(deps, caller);
    const record = await changeRecord(deps)(id, {
      by: caller,
      action: 'pause',
      quota: deps.rules.quotaPerCaller,
      change: async (before) => {
        if (endedStatus(before)) throw hasEndedAlready(before);
        return before.status === 'paused' ? undefined : { ...before, status: 'paused' };
      },
    });
    return syncIfDue(deps)(record);
  };

/**
 * Resumes a paused schedule; nothing where it is active.
 * @throws AlmanacError `SCHEDULE_NOT_FOUND`, `SCHEDULE_ENDED` (also where no run is left), `SCHEDULE_QUOTA_EXCEEDED`, `RATE_LIMITED`
 */
export const resumeSchedule =
  (deps: Deps) =>
  async (id: string, caller: string): Promise<Schedule> => {
    await takeWrite(deps, caller);
    const quota = deps.rules.quotaPerCaller;
    const record = await changeRecord(deps)(id, {
      by: caller,
      action: 'resume',
      quota,
      change: async (before) => {
        if (endedStatus(before)) throw hasEndedAlready(before);
        if (before.status === 'active') return undefined;
        if (isFull(before) || isOver(before, deps.clock.now())) throw hasNoRunLeft(before);
        return { ...before, status: 'active' };
      },
      onQuota: ({ created_by }) => {
        throw quotaExceeded(created_by, quota);
      },
    });
    return syncIfDue(deps)(record);
  };

/** Deletes a schedule; nothing where it is deleted. Its record is kept for 90 days. @throws AlmanacError `SCHEDULE_NOT_FOUND`, `RATE_LIMITED` */
export const deleteSchedule =
  (deps: Deps) =>
  async (id: string, caller: string): Promise<Schedule> => {
    await takeWrite(deps, caller);
    return removeSchedule(deps)(id, caller);
  };

import { timingOf } from '../changes/times.ts';
import { previousRuns } from '../occurrences/occurrences.ts';
import type { ScheduleRun } from '../records/run.ts';
import type { Schedule } from '../records/schedule.ts';

/** Far enough that every `at` lies before it. */
const END_OF_TIME = new Date(Date.UTC(9999, 11, 31));

/**
 * Why a run that has begun is to have no effect; undefined where nothing speaks against it. What was begun before the
 * schedule was completed is still owed.
 */
export function whyNotToRun(schedule: Schedule, run: ScheduleRun): string | undefined {
  if (schedule.status === 'deleted') return 'The schedule is deleted';
  if (run.manual) return undefined;
  if (isAfterEnd(schedule, run)) return `It lies after ${schedule.end_date}, the end date of the schedule`;
  if (schedule.status === 'paused') return 'The schedule is paused';
  if (schedule.status === 'active' || run.attempt > 1 || isLateLastRun(schedule, run)) return undefined;
  return 'The schedule is completed';
}

/** Scheduler is not told of an end before which no run lies, and of others a moment later: it may start one that is planned after it. */
const isAfterEnd = ({ end_date }: Schedule, { planned_time }: ScheduleRun): boolean =>
  end_date !== undefined && Date.parse(planned_time) > Date.parse(end_date);

/** Whether a schedule that its time completed has this run outstanding: Scheduler may deliver it later than it ends. */
function isLateLastRun(schedule: Schedule, { planned_time }: ScheduleRun): boolean {
  if (schedule.max_runs !== undefined && schedule.run_count >= schedule.max_runs) return false;
  const end = endOf(schedule);
  return end !== undefined && Date.parse(planned_time) <= end.getTime();
}

function endOf(schedule: Schedule): Date | undefined {
  const timing = timingOf(schedule);
  if (timing.expression.kind !== 'at') return timing.endDate;
  return previousRuns(timing, END_OF_TIME, 1)[0]?.at;
}

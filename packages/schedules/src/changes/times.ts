import { retryPolicy } from '@almanac/contracts';
import { MINUTE_MS } from '../calendar.ts';
import { parseExpression } from '../expressions/parse-expression.ts';
import { nextRuns, previousRuns } from '../occurrences/occurrences.ts';
import { nextRunTimes } from '../occurrences/preview.ts';
import type { Timing } from '../occurrences/timing.ts';
import type { Schedule } from '../records/schedule.ts';

type Timed = Pick<Schedule, 'schedule_expression' | 'timezone' | 'start_date' | 'end_date' | 'anchor_date'>;
type Dated = Timed & Pick<Schedule, 'retry_policy' | 'flexible_window_minutes' | 'updated_date'>;

/** What holds where a schedule has none of its own. */
export const RETRY_POLICY = retryPolicy.parse({});

/** When a schedule runs. A rate counts from its anchor, whether or not a start date was given. */
export function timingOf(schedule: Timed): Timing {
  const expression = parseExpression(schedule.schedule_expression);
  const start = expression.kind === 'rate' ? schedule.anchor_date : schedule.start_date;
  return {
    expression,
    timezone: schedule.timezone,
    ...(start !== undefined && { startDate: new Date(start) }),
    ...(schedule.end_date !== undefined && { endDate: new Date(schedule.end_date) }),
  };
}

/** Whether no further run is allowed, as after a change of `max_runs`. */
export const isFull = ({ max_runs, run_count }: Schedule): boolean => max_runs !== undefined && run_count >= max_runs;

/** The next run, UTC, of an active schedule; null where there is none. */
export const nextExecution = (schedule: Schedule, now: Date): string | null =>
  schedule.status === 'active' && !isFull(schedule) ? (nextRunTimes(timingOf(schedule), now, 1)[0] ?? null) : null;

/** Whether a schedule had its last run before an instant. One whose expression names no date at all is not over by that. */
export function isOver(schedule: Timed, at: Date): boolean {
  const timing = timingOf(schedule);
  if (nextRuns(timing, new Date(at.getTime() - 1), 1).length > 0) return false;
  if (timing.expression.kind !== 'at' && timing.endDate && timing.endDate < at) return true;
  return previousRuns(timing, at, 1).length > 0;
}

/**
 * Whether it is over, as it is now, for so long that not even a late try of its last run can still come from Scheduler. One
 * that never had a run is over from its last change on.
 */
export function hasEnded(schedule: Dated, now: Date): boolean {
  const before = new Date(now.getTime() - latestTryMs(schedule));
  return Date.parse(schedule.updated_date) < before.getTime() && isOver(schedule, before);
}

/** For how long after its planned time Scheduler may try to start a run. */
const latestTryMs = ({ retry_policy = RETRY_POLICY, flexible_window_minutes = 0 }: Dated): number =>
  flexible_window_minutes * MINUTE_MS + retry_policy.max_age_seconds * 1_000;

const NEVER = 'Its expression names no date that ever comes.';

/** What is unusual about when a schedule runs. */
export function notesOn(schedule: Schedule, now: Date): string[] {
  if (schedule.status !== 'active' || nextExecution(schedule, now) !== null) return [];
  if (isFull(schedule)) return ['It has run as often as max_runs allows: it ends when its next run is due.'];
  const { endDate: _, ...open } = timingOf(schedule);
  if (nextRuns(open, now, 1).length > 0) return ['It has no run before its end date.'];
  return [previousRuns(open, now, 1).length > 0 ? 'It has had its last run.' : NEVER];
}

import { parseExpression, previewRuns } from '@almanac/schedules';
import type { Schedule } from './answers.ts';

type Planned = Pick<Schedule, 'schedule_expression' | 'timezone' | 'next_execution'> & {
  readonly start_date?: string | undefined;
  readonly end_date?: string | undefined;
};

/** The next runs of a schedule, reckoned on this machine; none of one that is not active. */
export function nextExecutions(schedule: Planned, now: Date, count: number) {
  const { schedule_expression, timezone, start_date, end_date, next_execution } = schedule;
  const expression = parseExpression(schedule_expression);
  // A rate without a start date counts from its creation, which its next run is in step with.
  const start = start_date ?? (expression.kind === 'rate' ? next_execution : null);
  const timing = {
    expression,
    timezone,
    ...(start && { startDate: new Date(start) }),
    ...(end_date && { endDate: new Date(end_date) }),
  };
  return previewRuns(timing, now, next_execution === null ? 0 : count);
}

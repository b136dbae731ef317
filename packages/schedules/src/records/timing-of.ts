import { parseExpression } from '../expressions/parse-expression.ts';
import type { Timing } from '../occurrences/timing.ts';
import type { Schedule } from './schedule.ts';

/** When a schedule runs: a rate counts from its anchor, whether or not it has a start date. */
export function timingOf(
  schedule: Pick<Schedule, 'schedule_expression' | 'timezone' | 'start_date' | 'end_date' | 'anchor_date'>,
): Timing {
  const expression = parseExpression(schedule.schedule_expression);
  const start = expression.kind === 'rate' ? schedule.anchor_date : schedule.start_date;
  return {
    expression,
    timezone: schedule.timezone,
    ...(start !== undefined && { startDate: new Date(start) }),
    ...(schedule.end_date !== undefined && { endDate: new Date(schedule.end_date) }),
  };
}

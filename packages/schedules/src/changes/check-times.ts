import type { ScheduleInput } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { parseExpression } from '../expressions/parse-expression.ts';
import { instantText } from '../occurrences/local-text.ts';
import { nextRuns, previousRuns, runsAfter } from '../occurrences/occurrences.ts';
import type { Timing } from '../occurrences/timing.ts';
import { checkZoneName } from '../zones/zone-name.ts';

/** Runs among which the distance of a cron expression's neighbours is looked at. */
const RUNS_COMPARED = 500;
const UNIT_SECONDS = { minute: 60, hour: 3_600, day: 86_400 } as const;

type Times = Pick<ScheduleInput, 'schedule_expression' | 'timezone' | 'start_date' | 'end_date'>;

/**
 * Checks when a schedule is to run.
 * @throws AlmanacError `INVALID_SCHEDULE_EXPRESSION`, `INVALID_TIMEZONE`, `INVALID_WINDOW`, `EXPRESSION_IN_PAST`,
 *   `INTERVAL_TOO_SHORT`
 */
export function checkTimes(input: Times, shortestIntervalSeconds: number, now: Date): void {
  const expression = parseExpression(input.schedule_expression);
  checkZoneName(input.timezone);
  checkWindow(input, now);
  const timing: Timing = { expression, timezone: input.timezone };
  checkFuture(input, timing, now);
  checkInterval(input, timing, shortestIntervalSeconds, now);
}

function checkWindow({ start_date, end_date }: Times, now: Date): void {
  if (end_date === undefined) return;
  if (start_date !== undefined && start_date >= end_date) {
    throw badWindow(`Its end date ${end_date} must lie after its start date ${start_date}`, { start_date, end_date });
  }
  if (new Date(end_date) <= now) throw badWindow(`Its end date ${end_date} has passed`, { end_date });
}

const badWindow = (message: string, details: Record<string, unknown>) =>
  new AlmanacError('INVALID_WINDOW', message, details);

function checkFuture(input: Times, timing: Timing, now: Date): void {
  const [next] = nextRuns(timing, now, 1);
  if (next && timing.expression.kind === 'at') checkInWindow(input, next.at);
  if (next) return;
  const { schedule_expression: expression, timezone } = input;
  const [last] = previousRuns(timing, now, 1);
  if (last) {
    const at = instantText(last.at);
    throw new AlmanacError(
      'EXPRESSION_IN_PAST',
      `${expression} in ${timezone} was last at ${at}, which has passed: give a time in the future`,
      { expression, timezone, last: at },
    );
  }
  if (timing.expression.kind !== 'at') return;
  const reason = `the clock of ${timezone} leaves this time out`;
  throw new AlmanacError('INVALID_SCHEDULE_EXPRESSION', `Invalid schedule expression: ${reason}`, {
    ...{ expression, field: 'expression', position: 0, column: 1, reason },
  });
}

/** Scheduler ignores the window of a one-time schedule; one that contradicts it is a mistake. */
function checkInWindow({ start_date, end_date }: Times, at: Date): void {
  if (start_date !== undefined && at < new Date(start_date)) {
    throw badWindow(`It runs at ${instantText(at)}, before its start date ${start_date}`, { start_date });
  }
  if (end_date !== undefined && at > new Date(end_date)) {
    throw badWindow(`It runs at ${instantText(at)}, after its end date ${end_date}`, { end_date });
  }
}

function checkInterval(input: Times, timing: Timing, shortest: number, now: Date): void {
  const seconds = intervalOf(timing, shortest, now);
  if (seconds >= shortest) return;
  throw new AlmanacError(
    'INTERVAL_TOO_SHORT',
    `${input.schedule_expression} has runs ${seconds} seconds apart, and ${shortest} is the shortest allowed`,
    { expression: input.schedule_expression, interval_seconds: seconds, shortest_interval_seconds: shortest },
  );
}

/** The distance of neighbouring runs in seconds: the first that is too short, else Infinity. */
function intervalOf(timing: Timing, shortest: number, now: Date): number {
  const { expression } = timing;
  if (expression.kind === 'rate') return expression.value * UNIT_SECONDS[expression.unit];
  if (expression.kind === 'at' || shortest <= UNIT_SECONDS.minute) return Number.POSITIVE_INFINITY;
  let before: number | undefined;
  let count = 0;
  for (const { at } of runsAfter(timing, now)) {
    const seconds = before === undefined ? shortest : (at.getTime() - before) / 1_000;
    if (seconds < shortest) return seconds;
    before = at.getTime();
    count += 1;
    if (count === RUNS_COMPARED) break;
  }
  return Number.POSITIVE_INFINITY;
}

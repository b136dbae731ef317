import { DAY_MS, MINUTE_MS } from '../calendar.ts';
import type { CronExpression } from '../expressions/expression.ts';
import { daysOfMonth } from './days-of-month.ts';

/**
 * The times of a wall clock that a cron expression names, from a given one on (it included), in local milliseconds.
 * @param isBackwards from the given one back
 */
export function* cronTimes(cron: CronExpression, from: number, isBackwards = false): Generator<number> {
  const inOrder = isBackwards ? <T>(list: readonly T[]) => list.toReversed() : <T>(list: readonly T[]) => list;
  /** Whether no time from `begin` to before `end` is still to come. */
  const isPast = isBackwards ? (begin: number) => begin > from : (_: number, end: number) => end <= from;
  const minutes = inOrder(cron.hours.flatMap((hour) => cron.minutes.map((minute) => hour * 60 + minute)));
  for (const year of inOrder(cron.years)) {
    if (isPast(Date.UTC(year, 0), Date.UTC(year + 1, 0))) continue;
    for (const month of inOrder(cron.months)) {
      if (isPast(Date.UTC(year, month - 1), Date.UTC(year, month))) continue;
      for (const day of inOrder(daysOfMonth(cron.days, year, month))) {
        const midnight = Date.UTC(year, month - 1, day);
        if (isPast(midnight, midnight + DAY_MS)) continue;
        for (const minute of minutes) {
          const time = midnight + minute * MINUTE_MS;
          if (!isPast(time, time + 1)) yield time;
        }
      }
    }
  }
}

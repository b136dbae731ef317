import { describe, expect, it } from '@jest/globals';
import { parseExpression } from '../expressions/parse-expression.ts';
import { daysOfMonth } from './days-of-month.ts';

/** Any 28 years in a row without 2100 hold every month there is. */
const [FROM_YEAR, TO_YEAR] = process.env.TEST_FULL ? [1970, 2200] : [2020, 2048];
const DAY_MS = 86_400_000;
const date = (year: number, month: number, day: number): Date => new Date(Date.UTC(year, month - 1, day));
const isWorkday = (one: Date): boolean => one.getUTCDay() !== 0 && one.getUTCDay() !== 6;
const after = (one: Date, days: number): Date => new Date(one.getTime() + days * DAY_MS);
const isLast = (one: Date): boolean => after(one, 1).getUTCDate() === 1;
const isInMonthOf = (one: Date, other: Date): boolean => one.getUTCMonth() === other.getUTCMonth();

/** Whether no working day of the month is nearer to day `n` of it, and there is such a day. */
const isNearest = (one: Date, n: number): boolean => {
  const wanted = date(one.getUTCFullYear(), one.getUTCMonth() + 1, n);
  if (!isInMonthOf(wanted, one) || !isWorkday(one)) return false;
  const distance = Math.abs(one.getUTCDate() - n);
  const nearer = [-2, -1, 0, 1, 2].filter((days) => Math.abs(days) < distance).map((days) => after(wanted, days));
  return distance <= 2 && !nearer.some((other) => isInMonthOf(other, one) && isWorkday(other));
};

/** Day-of-month and day-of-week, and in other words when they are meant. */
const RULES: readonly [string, string, (day: Date) => boolean][] = [
  ['31', '?', (day) => day.getUTCDate() === 31],
  ['29-2', '?', (day) => day.getUTCDate() >= 29 || day.getUTCDate() <= 2],
  ['L', '?', isLast],
  ['L-2', '?', (day) => isLast(after(day, 2))],
  ['L-30', '?', (day) => day.getUTCDate() === 1 && isLast(after(day, 30))],
  [
    'LW',
    '?',
    (day) => isWorkday(day) && [1, 2, 3].every((n) => !isWorkday(after(day, n)) || !isInMonthOf(after(day, n), day)),
  ],
  ...[1, 2, 15, 28, 29, 30, 31].map((n): [string, string, (day: Date) => boolean] => [
    `${n}W`,
    '?',
    (day) => isNearest(day, n),
  ]),
  ['?', 'MON-FRI', isWorkday],
  ['?', 'SAT-SUN', (day) => !isWorkday(day)],
  ['?', 'L', (day) => day.getUTCDay() === 6],
  ['?', '6L', (day) => day.getUTCDay() === 5 && !isInMonthOf(after(day, 7), day)],
  ...[1, 3, 5].map((nth): [string, string, (day: Date) => boolean] => [
    '?',
    `MON#${nth}`,
    (day) => day.getUTCDay() === 1 && Math.ceil(day.getUTCDate() / 7) === nth,
  ]),
];

describe('the days of a month', () => {
  it.each(RULES)('%s %s are those of the calendar', (ofMonth, ofWeek, isMeant) => {
    const cron = parseExpression(`cron(0 0 ${ofMonth} * ${ofWeek} *)`);
    if (cron.kind !== 'cron') throw new Error('not cron');
    const found: number[] = [];
    const expected: number[] = [];
    for (let day = date(FROM_YEAR, 1, 1); day < date(TO_YEAR, 1, 1); day = after(day, 1)) {
      if (isMeant(day)) expected.push(day.getTime());
      if (day.getUTCDate() !== 1) continue;
      const [year, month] = [day.getUTCFullYear(), day.getUTCMonth() + 1];
      for (const one of daysOfMonth(cron.days, year, month)) found.push(date(year, month, one).getTime());
    }
    expect(found.length).toBeGreaterThan(50);
    expect(found).toEqual(expected);
  });
});

import { daysInMonth, weekdayOf } from '../calendar.ts';
import type { DayRule } from '../expressions/expression.ts';

const WEEK = 7;
const SUNDAY = 1;
const SATURDAY = 7;

/** The days of a month that a rule means, ascending. */
export function daysOfMonth(rule: DayRule, year: number, month: number): readonly number[] {
  const last = daysInMonth(year, month);
  switch (rule.kind) {
    case 'days':
      return rule.days.filter((day) => day <= last);
    case 'last':
      return within(last - rule.before, last);
    case 'nearest-weekday':
      return rule.day > last ? [] : [nearestWeekday(year, month, rule.day, last)];
    case 'last-weekday':
      return [nearestWeekday(year, month, last, last)];
    case 'weekdays':
      return everyWeekday(rule.weekdays, weekdayOf(year, month, 1), last);
    case 'nth':
      return within(firstSuchDay(year, month, rule.weekday) + (rule.nth - 1) * WEEK, last);
    case 'last-of': {
      const first = firstSuchDay(year, month, rule.weekday);
      return [first + Math.floor((last - first) / WEEK) * WEEK];
    }
  }
}

const within = (day: number, last: number): number[] => (day >= 1 && day <= last ? [day] : []);

const firstSuchDay = (year: number, month: number, weekday: number): number =>
  1 + ((weekday - weekdayOf(year, month, 1) + WEEK) % WEEK);

const everyWeekday = (weekdays: readonly number[], first: number, last: number): number[] =>
  Array.from({ length: last }, (_, i) => i + 1).filter((day) => weekdays.includes(((first + day - 2) % WEEK) + 1));

/** The day from Monday to Friday nearest to a day, without leaving the month. */
function nearestWeekday(year: number, month: number, day: number, last: number): number {
  const weekday = weekdayOf(year, month, day);
  if (weekday === SATURDAY) return day === 1 ? day + 2 : day - 1;
  if (weekday === SUNDAY) return day === last ? day - 2 : day + 1;
  return day;
}

import { DAY_OF_MONTH, DAY_OF_WEEK } from './cron-field.ts';
import { numberOf } from './cron-number.ts';
import { type CronText, refuseField } from './cron-text.ts';
import { valuesOf } from './cron-values.ts';
import type { DayRule } from './expression.ts';

/** A month has at most so many of each weekday. */
const MAX_NTH = 5;
/** `L-30` is the first of a month of 31 days. */
const MAX_BEFORE_LAST = 30;

/** Which days a cron expression means: what the one of its two day fields says that is not `?`. */
export function dayRule(text: CronText): DayRule {
  const [ofMonth, ofWeek] = [text.fields[2]?.text, text.fields[4]?.text];
  if (ofMonth === '?' && ofWeek === '?') {
    return refuseField(text, DAY_OF_MONTH, { reason: '? stands in both day fields', replacement: '*' });
  }
  if (ofWeek === '?') return daysOfMonth(text);
  if (ofMonth === '?') return daysOfWeek(text);
  const reason = 'one of day-of-month and day-of-week must be ?';
  if (ofWeek === '*') return refuseField(text, DAY_OF_WEEK, { reason, replacement: '?' });
  return refuseField(text, DAY_OF_MONTH, { reason, replacement: ofMonth === '*' ? '?' : undefined });
}

function daysOfMonth(text: CronText): DayRule {
  const { text: written = '', column = 1 } = text.fields[2] ?? {};
  if (written === 'L') return { kind: 'last', before: 0 };
  if (written === 'LW') return { kind: 'last-weekday' };
  const [, before] = /^L-(\d{1,2})$/.exec(written) ?? [];
  if (before !== undefined) return beforeLast(text, Number(before));
  const [, nearest] = /^(\d+)W$/.exec(written) ?? [];
  if (nearest !== undefined) {
    return { kind: 'nearest-weekday', day: numberOf(text, DAY_OF_MONTH, { text: nearest, column }) };
  }
  if (/[LW]/.test(written)) {
    const reason = 'L, LW, L-n and nW stand alone, without list, range or step';
    return refuseField(text, DAY_OF_MONTH, { reason });
  }
  return { kind: 'days', days: valuesOf(text, DAY_OF_MONTH) };
}

function beforeLast(text: CronText, before: number): DayRule {
  if (before >= 1 && before <= MAX_BEFORE_LAST) return { kind: 'last', before };
  const replacement = before === 0 ? 'L' : undefined;
  const reason = `${before} is not between 1 and ${MAX_BEFORE_LAST} days before the last`;
  return refuseField(text, DAY_OF_MONTH, { reason, replacement });
}

function daysOfWeek(text: CronText): DayRule {
  const { text: written = '', column = 1 } = text.fields[4] ?? {};
  if (written === 'L') return { kind: 'weekdays', weekdays: [DAY_OF_WEEK.max] };
  const [, last] = /^([A-Z]{3}|\d+)L$/.exec(written) ?? [];
  if (last !== undefined) return { kind: 'last-of', weekday: numberOf(text, DAY_OF_WEEK, { text: last, column }) };
  if (written.includes('#')) return nthWeekday(text, written, column);
  if (written.split(',').some((element) => /^([A-Z]{3}|\d+)?L$/.test(element))) {
    return refuseField(text, DAY_OF_WEEK, { reason: 'L and nL stand alone, without list, range or step' });
  }
  return { kind: 'weekdays', weekdays: valuesOf(text, DAY_OF_WEEK) };
}

function nthWeekday(text: CronText, written: string, column: number): DayRule {
  const [day = '', nth = '', ...rest] = written.split('#');
  if (rest.length > 0 || written.includes(',')) {
    return refuseField(text, DAY_OF_WEEK, { reason: 'a field with # can hold one expression only' });
  }
  const weekday = numberOf(text, DAY_OF_WEEK, { text: day, column });
  if (/^[1-5]$/.test(nth)) return { kind: 'nth', weekday, nth: Number(nth) };
  const reason = `${JSON.stringify(nth)} is not between 1 and ${MAX_NTH}, the most of one weekday that a month has`;
  return refuseField(text, DAY_OF_WEEK, { column: column + day.length + 1, reason });
}

import { daysInMonth } from '../calendar.ts';
import { type AtExpression, FIRST_YEAR } from './expression.ts';
import { refuse, type Source } from './refuse.ts';

const OPENING = 'at('.length;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/;
const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
/** Where each part begins in `yyyy-mm-ddThh:mm:ss`. */
const BEGINS = [0, 5, 8, 11, 14, 17] as const;

/** Parses what stands in `at(...)`: a date that exists and a time. @throws AlmanacError `INVALID_SCHEDULE_EXPRESSION` */
export function parseAt(source: Source, inner: string): AtExpression {
  const found = SHAPE.exec(inner);
  if (!found) {
    const reason = `${JSON.stringify(inner)} is not of the form yyyy-mm-ddThh:mm:ss`;
    const correction = corrected(inner);
    return refuse(source, {
      field: 'time',
      position: 1,
      column: OPENING + 1,
      reason,
      ...(correction && { correction }),
    });
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  const limits = [
    [FIRST_YEAR, 9999],
    [1, 12],
    [1, month >= 1 && month <= 12 ? daysInMonth(year, month) : 31],
    [0, 23],
    [0, 59],
    [0, 59],
  ] as const;
  [year, month, day, hour, minute, second].forEach((value, i) => {
    const [min, max] = limits[i] ?? [0, 0];
    if (value >= min && value <= max) return;
    const field = PARTS[i] ?? 'time';
    const reason = `${value} is not between ${min} and ${max}${field === 'day' ? ' in that month' : ''}`;
    refuse(source, { field, position: i + 1, column: OPENING + (BEGINS[i] ?? 0) + 1, reason });
  });
  return { kind: 'at', time: { year, month, day, hour, minute, second } };
}

/** Other usual ways to write a time; an offset other than UTC's cannot be dropped without changing what is meant. */
function corrected(inner: string): string | undefined {
  const form = /^\s*(\d{4}-\d{2}-\d{2})(?:[Tt ]+(\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(?:Z|\+00:?00)?\s*$/i.exec(
    inner,
  );
  return form ? `at(${form[1]}T${form[2] ?? '00:00'}:${form[3] ?? '00'})` : undefined;
}

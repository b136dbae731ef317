import type { Dialect, RateExpression, RateUnit } from './expression.ts';
import { refuse, type Source } from './refuse.ts';

const OPENING = 'rate('.length;
/** No document says how large a rate may be; this is what a 32-bit number holds. */
const MAX_VALUE = 2 ** 31 - 1;

const UNITS: readonly RateUnit[] = ['minute', 'hour', 'day'];
/** What people write where a unit should stand, and how many of which unit that is. */
const MEANT: ReadonlyMap<string, readonly [RateUnit, number]> = new Map([
  ['m', ['minute', 1]],
  ['min', ['minute', 1]],
  ['mins', ['minute', 1]],
  ['h', ['hour', 1]],
  ['hr', ['hour', 1]],
  ['hrs', ['hour', 1]],
  ['d', ['day', 1]],
  ['week', ['day', 7]],
  ['weeks', ['day', 7]],
]);

/** Parses what stands in `rate(...)`. @throws AlmanacError `INVALID_SCHEDULE_EXPRESSION` */
export function parseRate(source: Source, inner: string, dialect: Dialect): RateExpression {
  const [, before = '', number = '', gap = '', name = ''] = /^(\s*)(\S*)([ \t]*)(.*)$/s.exec(inner) ?? [];
  const value = wholeNumberOf(source, { before, number, name });
  const column = OPENING + before.length + number.length + gap.length + 1;
  const unit = UNITS.find((one) => name === one || name === `${one}s`);
  if (unit === undefined) return refuse(source, { ...unitField, column, ...unknownUnit(value, name) });
  if (before !== '') {
    const reason = 'it must begin right after the parenthesis';
    return refuse(source, { ...valueField, column: OPENING + 1, reason, correction: rateOf(value, unit) });
  }
  if (dialect === 'rule' && name !== wordFor(value, unit)) {
    const reason = `a rule takes ${wordFor(value, unit)} with ${value}`;
    return refuse(source, { ...unitField, column, reason, correction: rateOf(value, unit) });
  }
  return { kind: 'rate', value, unit };
}

const valueField = { field: 'value', position: 1 } as const;
const unitField = { field: 'unit', position: 2 } as const;

const wordFor = (value: number, unit: RateUnit): string => (value === 1 ? unit : `${unit}s`);
const rateOf = (value: number, unit: RateUnit): string => `rate(${value} ${wordFor(value, unit)})`;

function wholeNumberOf(
  source: Source,
  { before, number, name }: { before: string; number: string; name: string },
): number {
  const column = OPENING + before.length + 1;
  const reason = `${JSON.stringify(number)} is not a whole number from 1 to ${MAX_VALUE}, without leading zeros`;
  const value = Number(number);
  if (/^[1-9]\d*$/.test(number) && value <= MAX_VALUE) return value;
  const [, attached, word] = /^(\d+)([a-z]+)$/i.exec(number) ?? [];
  if (attached !== undefined && name === '') {
    return refuse(source, { ...valueField, column, reason, correction: `rate(${attached} ${word})` });
  }
  const isOnlyPadded = /^[+0]*[1-9]\d{0,9}(\.0+)?$/.test(number);
  return refuse(source, {
    ...valueField,
    column,
    reason,
    ...(isOnlyPadded && { correction: `rate(${value} ${name})` }),
  });
}

function unknownUnit(value: number, name: string): { reason: string; correction?: string } {
  const reason = `${JSON.stringify(name)} is not minute(s), hour(s) or day(s), in lower case and with nothing after it`;
  const word = name.trim().toLowerCase();
  if (/^seconds?$/.test(word)) {
    return {
      reason: 'a minute is the shortest unit',
      ...(value % 60 === 0 && { correction: rateOf(value / 60, 'minute') }),
    };
  }
  const [unit, factor] = MEANT.get(word) ?? [UNITS.find((one) => word === one || word === `${one}s`), 1];
  return unit === undefined ? { reason } : { reason, correction: rateOf(value * factor, unit) };
}

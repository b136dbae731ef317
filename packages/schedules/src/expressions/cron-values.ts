import type { CronField } from './cron-field.ts';
import { bad, numberOf, replaced } from './cron-number.ts';
import { type CronText, refuseField, type Written } from './cron-text.ts';

/** The values that a field's list of values, names, ranges and steps names, ascending, each once. */
export function valuesOf(text: CronText, field: CronField): number[] {
  const written = text.fields[field.position - 1] ?? { text: '', column: 1 };
  const values = elements(written).flatMap((element) => elementValues(text, field, element));
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The elements of a list, each with its column. */
function elements({ text, column }: Written): Written[] {
  let next = column;
  return text.split(',').map((element) => {
    const begins = next;
    next += element.length + 1;
    return { text: element, column: begins };
  });
}

function elementValues(text: CronText, field: CronField, element: Written): number[] {
  const [range = '', step, ...rest] = element.text.split('/');
  if (rest.length > 0) return bad(text, field, element, 'more than one slash');
  const [first, last] = rangeOf(text, field, { text: range, column: element.column }, step);
  if (step === undefined) return span(field, first, last, 1);
  const size = stepOf(text, field, element, { range, step, first });
  return field.steps
    ? span(field, first, last, size)
    : refuseStep(text, field, element, span(field, first, last, size));
}

/** From where to where an element goes: `*`, one value, a range, or with a step a value up to the field's end. */
function rangeOf(text: CronText, field: CronField, range: Written, step: string | undefined): [number, number] {
  if (range.text === '*') return [field.min, field.max];
  if (range.text === '' && step !== undefined) {
    const reason = 'a step needs a value or * before the slash';
    return refuseField(text, field, {
      ...range,
      reason,
      replacement: replaced(text, field, `/${step}`, `${field.min}/${step}`),
    });
  }
  const [from = '', to, ...rest] = range.text.split('-');
  if (rest.length > 0) return bad(text, field, range, 'more than one dash');
  const first = numberOf(text, field, { text: from, column: range.column });
  if (to === undefined) return [first, step === undefined ? first : field.max];
  const last = numberOf(text, field, { text: to, column: range.column + from.length + 1 });
  if (last >= first || field.wraps) return [first, last];
  const replacement = replaced(text, field, `${from}-${to}`, `${to}-${from}`);
  return refuseField(text, field, { ...range, reason: `${first} comes after ${last}`, replacement });
}

/** Every `step`-th value from `first` to `last`, past the field's end and on from its beginning where `last` is smaller. */
function span({ min, max }: CronField, first: number, last: number, step: number): number[] {
  const size = max - min + 1;
  const end = last < first ? last + size : last;
  return Array.from(
    { length: Math.floor((end - first) / step) + 1 },
    (_, i) => ((first + i * step - min) % size) + min,
  );
}

function stepOf(
  text: CronText,
  field: CronField,
  element: Written,
  { range, step, first }: { range: string; step: string; first: number },
): number {
  const largest = field.name === 'year' ? field.max - field.min : field.max;
  const column = element.column + range.length + 1;
  const size = /^\d{1,4}$/.test(step) ? Number(step) : 0;
  if (size >= 1 && size <= largest) return size;
  const reason = `${JSON.stringify(step)} is not a step between 1 and ${largest}`;
  const isTooLarge = size > largest && !range.includes('-');
  const replacement = isTooLarge ? replaced(text, field, element.text, String(first)) : undefined;
  return refuseField(text, field, { column, reason, replacement });
}

function refuseStep(text: CronText, field: CronField, element: Written, values: readonly number[]): never {
  const replacement = replaced(text, field, element.text, values.join(','));
  return refuseField(text, field, { ...element, reason: 'it takes no steps: list the days', replacement });
}

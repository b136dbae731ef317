import type { CronField } from './cron-field.ts';
import { type CronText, refuseField, type Written } from './cron-text.ts';

/** The number that a value or name stands for. @throws AlmanacError `INVALID_SCHEDULE_EXPRESSION` */
export function numberOf(text: CronText, field: CronField, written: Written): number {
  const named = field.names?.indexOf(written.text) ?? -1;
  if (named >= 0) return field.min + named;
  const digits = String(field.max).length;
  if (!/^\d+$/.test(written.text) || written.text.length > digits) return notAValue(text, field, written);
  const value = Number(written.text);
  if (value >= field.min && value <= field.max) return value;
  const reason = `${written.text} is not between ${field.min} and ${field.max}`;
  return refuseField(text, field, { ...written, reason, replacement: renumbered(text, field) });
}

function notAValue(text: CronText, field: CronField, written: Written): never {
  const short = field.names?.find((name) => written.text.length > 3 && written.text.startsWith(name));
  if (short !== undefined) {
    const reason = `${JSON.stringify(written.text)} is no name: names have three letters`;
    return refuseField(text, field, { ...written, reason, replacement: replaced(text, field, written.text, short) });
  }
  if (written.text === '?') return refuseField(text, field, { ...written, ...question(text, field) });
  const named = field.names ? ` or a name from ${field.names[0]} to ${field.names.at(-1)}` : '';
  return bad(text, field, written, `a number from ${field.min} to ${field.max}${named} was expected`);
}

const question = (text: CronText, field: CronField) => ({
  reason: '? stands alone, and in day-of-month or day-of-week only',
  replacement: text.fields[field.position - 1]?.text === '?' ? '*' : undefined,
});

/** Refuses a part of a field. @throws AlmanacError `INVALID_SCHEDULE_EXPRESSION` */
export const bad = (text: CronText, field: CronField, written: Written, what: string): never =>
  refuseField(text, field, { ...written, reason: `${JSON.stringify(written.text)}: ${what}` });

/** The field with one of its parts replaced. */
export const replaced = (text: CronText, field: CronField, what: string, by: string): string =>
  (text.fields[field.position - 1]?.text ?? '')
    .split(',')
    .map((element) => (element === what ? by : element.replace(what, by)))
    .join(',');

/** Days of the week counted from 0, Sunday, as in a crontab, counted from 1. */
function renumbered(text: CronText, field: CronField): string | undefined {
  const written = text.fields[field.position - 1]?.text ?? '';
  if (field.name !== 'day-of-week' || !/(^|[,-])0/.test(written)) return undefined;
  return written.replace(/(?<![#/\d])\d/g, (digit) => String(Number(digit) + 1));
}

import { type CronField, FIELDS } from './cron-field.ts';
import { refuse, type Source } from './refuse.ts';

const OPENING = 'cron('.length;
const MINUTES_FIELD = 'minutes';

/** A part of a cron expression as written, in upper case. */
export interface Written {
  readonly text: string;
  /** Where it begins in the expression, from 1. */
  readonly column: number;
}

/** The six fields of a cron expression as written, and how to refuse one of them. */
export interface CronText {
  readonly source: Source;
  readonly fields: readonly Written[];
}

/** @throws AlmanacError `INVALID_SCHEDULE_EXPRESSION` unless there are six fields, separated by spaces or tabs */
export function cronText(source: Source, inner: string): CronText {
  const found = [...inner.matchAll(/[^ \t]+/g)];
  const fields = found.map(({ 0: text, index }) => ({ text: upperCase(text), column: OPENING + index + 1 }));
  const written = found.map(([text]) => text);
  if (fields.length !== FIELDS.length) {
    const correction = withSixFields(written);
    const reason = `it has ${fields.length} fields, and must have ${FIELDS.length}: ${FIELDS.map(({ name }) => name).join(' ')}`;
    return refuse(source, { field: 'expression', position: 0, column: 1, reason, ...(correction && { correction }) });
  }
  if (inner !== inner.trim()) {
    const reason = 'no white space may stand right inside the parentheses';
    const correction = `cron(${written.join(' ')})`;
    return refuse(source, { field: MINUTES_FIELD, position: 1, column: OPENING + 1, reason, correction });
  }
  return { source, fields };
}

/** Of the letters of ASCII alone: others have upper cases that are names (`ı` of `I`). */
const upperCase = (text: string): string => text.replace(/[a-z]/g, (letter) => letter.toUpperCase());

/** Five fields lack the year, as in a crontab; seven begin with seconds, as in Quartz. */
function withSixFields(fields: readonly string[]): string | undefined {
  if (fields.length === 5) return `cron(${fields.join(' ')} *)`;
  return fields.length === 7 && fields[0] === '0' ? `cron(${fields.slice(1).join(' ')})` : undefined;
}

/**
 * Refuses one field.
 * @param replacement what the field should probably be
 * @throws AlmanacError `INVALID_SCHEDULE_EXPRESSION`
 */
export function refuseField(
  text: CronText,
  field: CronField,
  { column, reason, replacement }: { column?: number; reason: string; replacement?: string | undefined },
): never {
  const texts = text.fields.map((one, i) => (i === field.position - 1 ? (replacement ?? '') : one.text));
  return refuse(text.source, {
    field: field.name,
    position: field.position,
    column: column ?? text.fields[field.position - 1]?.column ?? 1,
    reason,
    ...(replacement !== undefined && { correction: `cron(${texts.join(' ')})` }),
  });
}

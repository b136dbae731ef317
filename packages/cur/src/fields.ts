import { AlmanacError, Decimal } from '@almanac/kernel';
import { AMOUNT_PRECISION, AMOUNT_SCALE } from './line-item.ts';

/** A record of the file: its fields, and its number with the header as row 1, as a spreadsheet shows it. */
export interface Row {
  readonly fields: readonly string[];
  readonly number: number;
}

const ABSENT = new Set(['', 'NULL', '\\N']);

export const textOrNull = (text: string | undefined): string | null =>
  text === undefined || ABSENT.has(text) ? null : text;

const LIMIT = 10n ** BigInt(AMOUNT_PRECISION);

/** Whether a count of 10^-{@link AMOUNT_SCALE} has no more digits than can be stored. */
export const isStorableAmount = (units: bigint): boolean => units < LIMIT && units > -LIMIT;

/**
 * An amount with every digit of the input; empty, `NULL` and `\N` count as 0.
 * @throws AlmanacError `BAD_AMOUNT` or `AMOUNT_OUT_OF_RANGE`, naming row and column
 */
export function amount(text: string, row: Row, column: string): Decimal {
  const value = readAmount(text);
  if (value instanceof Decimal) return value;
  const shown = `"${text.trim().slice(0, 60)}"`;
  if (value === 'no number') throw fieldError('BAD_AMOUNT', `${shown} is not a number`, row, column);
  const limits = `${AMOUNT_PRECISION} digits, ${AMOUNT_SCALE} of them decimals`;
  throw fieldError('AMOUNT_OUT_OF_RANGE', `${shown} has more than ${limits}`, row, column);
}

/** An amount as a count of 10^-{@link AMOUNT_SCALE}; undefined where the text is none or beyond what can be stored. */
export function amountUnits(text: string): bigint | undefined {
  const value = readAmount(text);
  return value instanceof Decimal ? value.toFixedPoint(AMOUNT_SCALE) : undefined;
}

function readAmount(text: string): Decimal | 'no number' | 'too long' {
  if (ABSENT.has(text)) return Decimal.ZERO;
  try {
    const value = Decimal.parse(text.trim());
    return isStorableAmount(value.toFixedPoint(AMOUNT_SCALE)) ? value : 'too long';
  } catch (error) {
    if (!(error instanceof AlmanacError)) throw error;
    return error.code === 'NOT_A_NUMBER' ? 'no number' : 'too long';
  }
}

const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(?:Z| ?UTC|\+00:00)?)?$/;

/**
 * A point in time as `YYYY-MM-DDTHH:MM:SSZ`; a bare date is its midnight, UTC.
 * @throws AlmanacError `BAD_TIME`, naming row and column
 */
export function instant(text: string, row: Row, column: string): string {
  const match = TIME.exec(text.trim());
  const iso = match ? `${match[1]}T${match[2] ?? '00:00:00'}Z` : '';
  const time = Date.parse(iso);
  if (!Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === iso.slice(0, 19)) return iso;
  throw fieldError('BAD_TIME', `"${text.slice(0, 60)}" is not a time such as 2024-02-01T00:00:00Z`, row, column);
}

export function fieldError(code: string, problem: string, row: Row, column: string): AlmanacError {
  return new AlmanacError(code, `Row ${row.number}, column ${column}: ${problem}`, { row: row.number, column });
}

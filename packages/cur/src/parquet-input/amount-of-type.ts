import type { SchemaElement } from 'hyparquet';
import { amountUnits } from '../fields.ts';
import { AMOUNT_PRECISION, AMOUNT_SCALE } from '../line-item.ts';
import { setUnits, WORDS } from '../reading/amount-words.ts';
import type { Raw } from './raw-values.ts';
import { decimalScale, textOfType, unscaled } from './value-text.ts';

/** Stores a value as the amount of a row; false where it is no amount, or one that cannot be stored. */
export type StoreAmount = (words: Int32Array, row: number, raw: Raw) => boolean;

/** How the values of a column are stored as amounts. @throws AlmanacError `PARQUET_UNSUPPORTED` for other types */
export function amountOfType(element: SchemaElement): StoreAmount {
  const scale = decimalScale(element);
  if (scale !== undefined && scale >= 0 && scale <= AMOUNT_SCALE) return decimalAmount(scale);
  const textOf = textOfType(element) ?? utf8;
  const byText: StoreAmount = (words, row, raw) => storeUnits(words, row, amountUnits(textOf(raw)));
  if (scale !== undefined || element.type !== 'DOUBLE') return byText;
  return (words, row, raw) => storeShortDouble(words, row, raw as number) || byText(words, row, raw);
}

const utf8 = (raw: Raw): string => Buffer.from(raw as Uint8Array).toString('utf8');

function storeUnits(words: Int32Array, row: number, units: bigint | undefined): boolean {
  if (units !== undefined) setUnits(words, row, units);
  return units !== undefined;
}

const LIMIT = 10n ** BigInt(AMOUNT_PRECISION);

function decimalAmount(scale: number): StoreAmount {
  const factor = 10n ** BigInt(AMOUNT_SCALE - scale);
  return (words, row, raw) => {
    const units = unscaled(raw) * factor;
    return storeUnits(words, row, units < LIMIT && units > -LIMIT ? units : undefined);
  };
}

/** AWS's usual count of decimals. */
const SHORT_DECIMALS = 10 ** 10;
/** Of decimals with 15 digits at most no two are the same double. */
const SHORT_LIMIT = 10 ** 15;
const REST = 10 ** (AMOUNT_SCALE - 10);
const HALF_WORD = 2 ** 16;
const WORD = 2 ** 32;

/**
 * Stores a double whose shortest decimal has ten decimals and 15 digits at most, without making text of it: if a whole
 * number `count` of so few digits, divided by 10^10, gives the double, then that quotient is its shortest decimal, since
 * division rounds as reading does and no other decimal so short reads as the same double.
 * @returns false for all other doubles, of which nothing is stored
 */
export function storeShortDouble(words: Int32Array, row: number, value: number): boolean {
  const count = Math.round(value * SHORT_DECIMALS);
  if (!(Math.abs(count) < SHORT_LIMIT) || count / SHORT_DECIMALS !== value) return false;
  // count × 10^8 by parts, each below 2^53.
  const size = Math.abs(count);
  const low = size % HALF_WORD;
  const middle = Math.floor(size / HALF_WORD) % HALF_WORD;
  const high = Math.floor(size / WORD);
  const first = low * REST + ((middle * REST) % HALF_WORD) * HALF_WORD;
  const second = high * REST + Math.floor((middle * REST) / HALF_WORD) + Math.floor(first / WORD);
  const at = row * WORDS;
  words[at] = first;
  words[at + 1] = second;
  words[at + 2] = Math.floor(second / WORD);
  words[at + 3] = 0;
  if (count < 0) negate(words, at);
  return true;
}

function negate(words: Int32Array, at: number): void {
  let carry = 1;
  for (let i = at; i < at + WORDS; i++) {
    const word = ~(words[i] ?? 0) + carry;
    words[i] = word;
    carry = carry === 1 && (words[i] ?? 0) === 0 ? 1 : 0;
  }
}

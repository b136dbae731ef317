// Amounts as text become whole counts of 10^-18 in 128 bits.

import { MINUS, ZERO } from './bytes';

/** `NULL` and `\N` as they lie in memory: they stand for nothing. */
const NULL_WORD: u32 = 0x4c4c554e;
const BACKSLASH_N: u16 = 0x4e5c;
const POWERS = memory.data<u64>([
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
  10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
  10000000000000000000,
]);
const SCALE: i32 = 18;
/** Digits that fit 64 bits, whatever they are. */
const MAX_DIGITS: i32 = 19;

/** Whether an amount may be too large to be summed up with others in 128 bits. */
export function isLarge(amount: usize): bool {
  const highest = load<i64>(amount, 8) >> 31;
  return highest !== 0 && highest !== -1;
}

/**
 * Stores the amount in [start, end), where zeros are, as a count of 10^-18 in 128 bits.
 * Returns false where it has more digits than fit 64 bits, or is no number that can be stored.
 */
export function readAmount(out: usize, start: usize, end: usize): bool {
  if (start === end) return true;
  let at = start;
  const isNegative = load<u8>(at) === MINUS;
  if (isNegative) at++;
  let value: u64 = 0;
  const first = at;
  while (at < end) {
    const digit = <u32>load<u8>(at) - ZERO;
    if (digit > 9) break;
    value = value * 10 + digit;
    at++;
  }
  let digits = <i32>(at - first);
  let shift = SCALE;
  if (at < end && load<u8>(at) === 0x2e) {
    const point = ++at;
    while (at < end) {
      const digit = <u32>load<u8>(at) - ZERO;
      if (digit > 9) break;
      value = value * 10 + digit;
      at++;
    }
    digits += <i32>(at - point);
    shift -= <i32>(at - point);
  }
  if (digits === 0) return isNothing(start, end);
  if (digits > MAX_DIGITS) return false;
  if (at < end) {
    if ((load<u8>(at) | 0x20) !== 0x65) return false;
    at++;
    const isSmall = at < end && load<u8>(at) === MINUS;
    if (isSmall || (at < end && load<u8>(at) === 0x2b)) at++;
    if (at === end || end - at > 2) return false;
    let exponent: i32 = 0;
    for (; at < end; at++) {
      const digit = <u32>load<u8>(at) - ZERO;
      if (digit > 9) return false;
      exponent = exponent * 10 + <i32>digit;
    }
    shift += isSmall ? -exponent : exponent;
  }
  if (shift < 0 || shift > MAX_DIGITS) return false;
  storeProduct(out, value, load<u64>(POWERS + (shift << 3)), isNegative);
  return true;
}

function isNothing(start: usize, end: usize): bool {
  if (end - start === 4) return load<u32>(start) === NULL_WORD;
  return end - start === 2 && load<u16>(start) === BACKSLASH_N;
}

/** Stores a × b, or its negative, in 128 bits. */
function storeProduct(out: usize, a: u64, b: u64, isNegative: bool): void {
  const aHigh = a >>> 32;
  const aLow = a & 0xffffffff;
  const bHigh = b >>> 32;
  const bLow = b & 0xffffffff;
  const lowest = aLow * bLow;
  const first = aHigh * bLow;
  const second = aLow * bHigh;
  const middle = (lowest >>> 32) + (first & 0xffffffff) + (second & 0xffffffff);
  let low = (lowest & 0xffffffff) | (middle << 32);
  let high = aHigh * bHigh + (first >>> 32) + (second >>> 32) + (middle >>> 32);
  if (isNegative) {
    low = 0 - low;
    high = ~high + (low === 0 ? 1 : 0);
  }
  store<u64>(out, low);
  store<u64>(out, high, 8);
}

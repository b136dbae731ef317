/**
 * Exact amounts in typed arrays: 128-bit two's complement counts of 10^-18, as four little-endian 32-bit words each. What
 * DECIMAL(38,18) can hold fits, and sums are made without a BigInt per row.
 */
export const WORDS = 4;

const WORD = 32n;

/** Stores `units` (10^-18 each, of at most 127 bits) as the amount of `row`. */
export function setUnits(words: Int32Array, row: number, units: bigint): void {
  const at = row * WORDS;
  words[at] = Number(BigInt.asIntN(32, units));
  words[at + 1] = Number(BigInt.asIntN(32, units >> WORD));
  words[at + 2] = Number(BigInt.asIntN(32, units >> (2n * WORD)));
  words[at + 3] = Number(BigInt.asIntN(32, units >> (3n * WORD)));
}

/** The amount of `row` as a count of 10^-18. */
export function unitsAt(words: Int32Array, row: number): bigint {
  const at = row * WORDS;
  const word = (i: number) => BigInt((words[at + i] ?? 0) >>> 0);
  return (BigInt(words[at + 3] ?? 0) << (3n * WORD)) | (word(2) << (2n * WORD)) | (word(1) << WORD) | word(0);
}

import type { PageBytes } from './page-bytes.ts';

/** A shorter run is cheaper bit-packed. */
const MIN_RUN = 16;
/** Values are bit-packed eight at a time. */
const GROUP = 8;
const WORD_BYTES = 4;

/** Bits that the numbers 0 to `count` - 1 take, at least one. */
export const bitWidthOf = (count: number): number => Math.max(1, 32 - Math.clz32(count - 1));

/**
 * Writes numbers in Parquet's hybrid of runs and bit-packed groups.
 * Source: Apache Parquet, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".
 * @param bitWidth at most 16
 */
export function writeHybrid(page: PageBytes, values: Int32Array, count: number, bitWidth: number): void {
  for (let at = 0; at < count; ) {
    const run = runAt(values, at, count);
    if (run >= MIN_RUN || at + run === count) {
      writeRun(page, values[at] as number, run, bitWidth);
      at += run;
    } else {
      const end = packedEnd(values, at, count);
      writePacked(page, values, at, end, count, bitWidth);
      at = end;
    }
  }
}

/** Writes the same number `count` times. */
export function writeRun(page: PageBytes, value: number, count: number, bitWidth: number): void {
  page.varint(count * 2);
  for (let bits = 0; bits < bitWidth; bits += 8) page.byte((value >>> bits) & 0xff);
}

/** How many times the number at `at` stands there in a row. */
function runAt(values: Int32Array, at: number, count: number): number {
  const value = values[at];
  let end = at + 1;
  while (end < count && values[end] === value) end++;
  return end - at;
}

/** Where to stop bit-packing that begins at `at`: whole groups on, at a long run or at the end. */
function packedEnd(values: Int32Array, at: number, count: number): number {
  for (let end = at + GROUP; end < count; end += GROUP) {
    const value = values[end];
    let run = 1;
    while (run < MIN_RUN && values[end + run] === value && end + run < count) run++;
    if (run === MIN_RUN) return end;
  }
  return count;
}

function writePacked(
  page: PageBytes,
  values: Int32Array,
  from: number,
  to: number,
  count: number,
  bitWidth: number,
): void {
  const groups = Math.ceil((to - from) / GROUP);
  page.varint(groups * 2 + 1);
  const size = groups * bitWidth;
  packWords(page, size, values, from, Math.min(from + groups * GROUP, count), bitWidth);
  page.length += size;
}

/**
 * Fills the next `size` bytes in words of 32 bits, little-endian, and with zeros behind the last value. Nothing comes after
 * the loop: V8 would compile the loop before it knows of that, and throw its code away each time it gets there.
 */
function packWords(
  page: PageBytes,
  size: number,
  values: Int32Array,
  from: number,
  to: number,
  bitWidth: number,
): void {
  const bytes = page.room(size + WORD_BYTES);
  const end = page.length + size;
  let bits = 0;
  let held = 0;
  for (let i = from, at = page.length; at < end; i++) {
    const value = i < to ? (values[i] as number) : 0;
    held |= value << bits;
    bits += bitWidth;
    if (bits < 32) continue;
    putWord(bytes, at, held);
    at += WORD_BYTES;
    bits -= 32;
    held = value >>> (bitWidth - bits);
  }
}

function putWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word;
  bytes[at + 1] = word >>> 8;
  bytes[at + 2] = word >>> 16;
  bytes[at + 3] = word >>> 24;
}

import type { PageBytes } from './page-bytes.ts';

/** A shorter run is cheaper bit-packed. */
const MIN_RUN = 16;
/** Values are bit-packed eight at a time. */
const GROUP = 8;

/** Bits that the numbers 0 to `count` - 1 take, at least one. */
export const bitWidthOf = (count: number): number => Math.max(1, 32 - Math.clz32(count - 1));

/**
 * Writes numbers in Parquet's hybrid of runs and bit-packed groups.
 * Source: Apache Parquet, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".
 * @param bitWidth at most 16
 */
export function writeHybrid(page: PageBytes, values: ArrayLike<number>, count: number, bitWidth: number): void {
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
function runAt(values: ArrayLike<number>, at: number, count: number): number {
  const value = values[at];
  let end = at + 1;
  while (end < count && values[end] === value) end++;
  return end - at;
}

/** Where to stop bit-packing that begins at `at`: whole groups on, at a long run or at the end. */
function packedEnd(values: ArrayLike<number>, at: number, count: number): number {
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
  values: ArrayLike<number>,
  from: number,
  to: number,
  count: number,
  bitWidth: number,
): void {
  const groups = Math.ceil((to - from) / GROUP);
  page.varint(groups * 2 + 1);
  const bytes = page.room(groups * bitWidth);
  let at = page.length;
  let bits = 0;
  let held = 0;
  for (let i = from; i < from + groups * GROUP; i++) {
    held |= (i < count ? (values[i] as number) : 0) << bits;
    for (bits += bitWidth; bits >= 8; bits -= 8) {
      bytes[at++] = held & 0xff;
      held >>>= 8;
    }
  }
  page.length = at;
}

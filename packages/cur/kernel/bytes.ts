// Bytes of csv, and what is looked up by them.

export const QUOTE: u8 = 0x22;
export const MINUS: u8 = 0x2d;
export const ZERO: u32 = 0x30;
export const LF: u8 = 0x0a;
export const CR: u8 = 0x0d;
/** What a comparison of 16 bytes gives that are the same. */
const ALL_EQUAL: i32 = 0xffff;
/** Loads may reach this far behind what they are for. */
export const PADDING: u32 = 64;

/** Whether the same bytes stand at both places. */
export function isEqual(a: usize, b: usize, length: u32): bool {
  if (length <= 16) {
    const different = ~i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b)));
    return (different & ((1 << length) - 1)) === 0;
  }
  const last = length - 16;
  let i: u32 = 0;
  for (; i + 48 < last; i += 64) {
    const first = v128.and(
      i8x16.eq(v128.load(a + i), v128.load(b + i)),
      i8x16.eq(v128.load(a + i, 16), v128.load(b + i, 16)),
    );
    const second = v128.and(
      i8x16.eq(v128.load(a + i, 32), v128.load(b + i, 32)),
      i8x16.eq(v128.load(a + i, 48), v128.load(b + i, 48)),
    );
    if (i8x16.bitmask(v128.and(first, second)) !== ALL_EQUAL) return false;
  }
  for (; i < last; i += 16) {
    if (i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i))) !== ALL_EQUAL) return false;
  }
  return i8x16.bitmask(i8x16.eq(v128.load(a + last), v128.load(b + last))) === ALL_EQUAL;
}

export function hashOf(start: usize, length: u32, column: u32): u32 {
  // biome-ignore lint/correctness/noPrecisionLoss: AssemblyScript keeps all 64 bits
  const FACTOR: u64 = 0x9e3779b97f4a7c15;
  let hash: u64 = ((<u64>column) << 32) | length;
  let i: u32 = 0;
  for (; i + 8 <= length; i += 8) {
    hash = (hash ^ load<u64>(start + i)) * FACTOR;
    hash ^= hash >>> 29;
  }
  if (i < length) {
    hash = (hash ^ (load<u64>(start + i) << ((8 - (length - i)) << 3))) * FACTOR;
    hash ^= hash >>> 29;
  }
  return <u32>(hash ^ (hash >>> 32));
}

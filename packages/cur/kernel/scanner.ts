// The scanner's kernel, in AssemblyScript: `npm run build:kernel` compiles it into packages/cur/src/reading/kernel-wasm.ts.
// It does what packages/cur/src/reading/byte-scanner.ts does, which is the version to read, 64 bytes at a step: SIMD
// comparisons find quotes, commas and line ends; a prefix xor over the quotes tells what stands between them.
// Memory is laid out by hand once per file and never grows afterwards.

/** An amount that is not in plain notation: the host reads `length` bytes at `start` and stores the amount itself. */
declare function oddAmount(column: u32, row: u32, start: usize, length: u32): void;

const NEEDS_BYTES: i32 = 0;
const BATCH_FULL: i32 = 1;
const REFUSED: i32 = 2;

const QUOTE: u8 = 0x22;
const MINUS: u8 = 0x2d;
const ZERO: u32 = 0x30;
const LF: u8 = 0x0a;
const CR: u8 = 0x0d;
/** `NULL` and `\N` as they lie in memory: they stand for nothing. */
const NULL_WORD: u32 = 0x4c4c554e;
const BACKSLASH_N: u16 = 0x4e5c;

/** Bytes of a step. */
const BLOCK: u32 = 64;
/** Loads may reach this far behind what they are for. */
const PADDING: u32 = 64;

/** Texts of all columns share one hash table: entry addresses by hash, 0 where there is none. */
const SLOTS: u32 = 1 << 18;
const MAX_ENTRIES: u32 = SLOTS / 2;
/**
 * Of an entry: address and length in the file's notation, hash, id, column, address and length as it is meant, and the
 * entry that came after it when it was last left.
 */
const ENTRY_BYTES: u32 = 32;
/** Of a text column: its last entry, how many texts it has, its index. */
const STATE_BYTES: u32 = 12;

let fieldCount: u32 = 0;
let maxLineBytes: u32 = 0;
let batchRows: u32 = 0;
let windowBytes: u32 = 0;
let arenaLimit: u32 = 0;
let textCount: u32 = 0;
let amountCount: u32 = 0;

let window: usize = 0;
let delimiters: usize = 0;
let textColumns: usize = 0;
let amountColumns: usize = 0;
let states: usize = 0;
let ids: usize = 0;
let words: usize = 0;
let slots: usize = 0;
let entries: usize = 0;
let arena: usize = 0;

/** Bytes [from, to) of the window are taken and not read. */
let from: u32 = 0;
let to: u32 = 0;
let rowCount: u32 = 0;
let entryCount: u32 = 0;
let arenaUsed: u32 = 0;
let lineCount: u32 = 0;
let isAfterCr: bool = false;

export function windowAddress(): usize {
  return window;
}
export function textColumnsAddress(): usize {
  return textColumns;
}
export function amountColumnsAddress(): usize {
  return amountColumns;
}
export function idsAddress(): usize {
  return ids;
}
export function wordsAddress(): usize {
  return words;
}
export function entriesAddress(): usize {
  return entries;
}
export function readFrom(): u32 {
  return from;
}
export function takenTo(): u32 {
  return to;
}
export function rows(): u32 {
  return rowCount;
}
export function entriesHeld(): u32 {
  return entryCount;
}
export function lines(): u32 {
  return lineCount;
}

/** Lays out memory. Afterwards the host writes the wanted columns to their two lists. */
export function configure(
  fields: u32,
  texts: u32,
  amounts: u32,
  maxLine: u32,
  rowsOfBatch: u32,
  bytesOfWindow: u32,
  bytesOfTexts: u32,
): void {
  fieldCount = fields;
  textCount = texts;
  amountCount = amounts;
  maxLineBytes = maxLine;
  batchRows = rowsOfBatch;
  windowBytes = bytesOfWindow;
  arenaLimit = bytesOfTexts;
  let at: usize = (__heap_base + 63) & ~63;
  window = at;
  at = aligned(at + windowBytes + PADDING);
  delimiters = at;
  at = aligned(at + ((fields + 4 * BLOCK) << 2));
  textColumns = at;
  at = aligned(at + (texts << 2));
  amountColumns = at;
  at = aligned(at + (amounts << 2));
  states = at;
  at = aligned(at + texts * STATE_BYTES);
  slots = at;
  at = aligned(at + (SLOTS << 2));
  entries = at;
  at = aligned(at + MAX_ENTRIES * ENTRY_BYTES);
  ids = at;
  at = aligned(at + texts * (batchRows << 2));
  words = at;
  at = aligned(at + amounts * (batchRows << 4));
  arena = at;
  // What one window may add, in both notations and padded for loads of eight bytes, comes on top of the limit.
  at = aligned(at + arenaLimit + 2 * windowBytes + 2 * MAX_ENTRIES * 8 + PADDING);
  const pages = <i32>((at + 0xffff) >>> 16);
  if (pages > memory.size()) memory.grow(pages - memory.size());
  newBatch(false);
}

function aligned(at: usize): usize {
  return (at + 63) & ~63;
}

/** Forgets the rows of the last batch, and the texts unless they are to be kept and have room. Returns whether they were. */
export function newBatch(keepsTexts: bool): bool {
  rowCount = 0;
  if (keepsTexts && arenaUsed <= arenaLimit && entryCount + textCount <= MAX_ENTRIES) return true;
  forgetTexts();
  return false;
}

function forgetTexts(): void {
  memory.fill(slots, 0, SLOTS << 2);
  for (let i: u32 = 0; i < textCount; i++) {
    store<u32>(states + i * STATE_BYTES, 0);
    store<u32>(states + i * STATE_BYTES, 0, 4);
    store<u32>(states + i * STATE_BYTES, i, 8);
  }
  entryCount = 0;
  arenaUsed = 0;
}

/** Makes room for bytes to be taken: those not read move to the window's beginning. Returns where the new ones go. */
export function makeRoom(count: u32): usize {
  memory.copy(window, window + from, to - from);
  to -= from;
  from = 0;
  const at = window + to;
  to += count;
  return at;
}

/** Reads whole rows. */
export function scan(): i32 {
  if (arenaUsed > arenaLimit) return BATCH_FULL;
  memory.fill(window + to, 0, PADDING);
  const quotes = i8x16.splat(QUOTE);
  const commas = i8x16.splat(0x2c);
  /** LF and CR as indexes into it give all ones; so does no other byte, for beyond the sixteenth is 0. */
  const lineEnds = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0, 0, -1, 0, 0);
  /** All ones while a quoted field goes on from block to block. */
  let inside: u64 = 0;
  /** Whether the byte before the block closes a quoted field; whether a quoted field may open after it. */
  let closedBefore: u64 = 0;
  let mayOpen: u64 = 1;
  let rowStart = from;
  let held: u32 = 0;
  let quotedLines: u32 = 0;
  for (let position = from; position < to; position += BLOCK) {
    const at = window + position;
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    let C = mask(i8x16.eq(a, commas), i8x16.eq(b, commas), i8x16.eq(c, commas), i8x16.eq(d, commas));
    // Quotes and line ends are rare enough to look first whether there are any.
    const qa = i8x16.eq(a, quotes);
    const qb = i8x16.eq(b, quotes);
    const qc = i8x16.eq(c, quotes);
    const qd = i8x16.eq(d, quotes);
    const na = i8x16.swizzle(lineEnds, a);
    const nb = i8x16.swizzle(lineEnds, b);
    const nc = i8x16.swizzle(lineEnds, c);
    const nd = i8x16.swizzle(lineEnds, d);
    let Q: u64 = 0;
    let N: u64 = 0;
    if (v128.any_true(v128.or(v128.or(qa, qb), v128.or(qc, qd)))) Q = mask(qa, qb, qc, qd);
    if (v128.any_true(v128.or(v128.or(na, nb), v128.or(nc, nd)))) N = mask(na, nb, nc, nd);
    let bad: u64 = 0;
    let quotedN: u64 = 0;
    if ((Q | inside | closedBefore) !== 0) {
      // Bits from each opening quote on, up to the closing one without it.
      let quoted = Q;
      quoted ^= quoted << 1;
      quoted ^= quoted << 2;
      quoted ^= quoted << 4;
      quoted ^= quoted << 8;
      quoted ^= quoted << 16;
      quoted ^= quoted << 32;
      quoted ^= inside;
      const opens = Q & quoted;
      const closes = Q & ~quoted;
      quotedN = N & quoted;
      C &= ~quoted;
      N &= ~quoted;
      const ends = C | N;
      // A doubled quote closes and opens again.
      bad = opens & ~(((ends | closes) << 1) | mayOpen);
      const left = to - position;
      const valid: u64 = left < BLOCK ? ((<u64>1) << left) - 1 : <u64>-1;
      bad |= ((closes << 1) | closedBefore) & ~(ends | opens) & valid;
      closedBefore = closes >>> 63;
      mayOpen = (ends | closes) >>> 63;
      inside = <u64>(<i64>quoted >> 63);
      if (bad !== 0) {
        const before = (bad & (0 - bad)) - 1;
        C &= before;
        N &= before;
      }
    } else mayOpen = (C | N) >>> 63;
    const M = C | N;
    const found = <u32>popcnt(M);
    let out = delimiters + (held << 2);
    let rest = M;
    for (let k: u32 = 0; k < found; k += 4) {
      store<u32>(out, position + <u32>ctz(rest));
      rest &= rest - 1;
      store<u32>(out, position + <u32>ctz(rest), 4);
      rest &= rest - 1;
      store<u32>(out, position + <u32>ctz(rest), 8);
      rest &= rest - 1;
      store<u32>(out, position + <u32>ctz(rest), 12);
      rest &= rest - 1;
      out += 16;
    }
    const before = held;
    held += found;
    if (N !== 0) {
      let base: u32 = 0;
      while (N !== 0) {
        const bit = <u64>ctz(N);
        const upTo = ((<u64>2) << bit) - 1;
        const next = before + <u32>popcnt(M & upTo);
        const end = position + <u32>bit;
        const byte = load<u8>(window + end);
        if (end === rowStart) {
          if (!(byte === LF && isAfterCr)) lineCount++;
        } else {
          if (rowCount === batchRows || entryCount + textCount > MAX_ENTRIES) {
            from = rowStart;
            return BATCH_FULL;
          }
          if (next - base !== fieldCount || end - rowStart > maxLineBytes) {
            from = rowStart;
            return REFUSED;
          }
          addRow(delimiters + (base << 2), window + rowStart);
          lineCount += 1 + quotedLines + <u32>popcnt(quotedN & upTo);
          quotedN &= ~upTo;
          quotedLines = 0;
        }
        isAfterCr = byte === CR;
        rowStart = end + 1;
        base = next;
        N &= N - 1;
      }
      held -= base;
      memory.copy(delimiters, delimiters + (base << 2), held << 2);
    }
    quotedLines += <u32>popcnt(quotedN);
    if (bad !== 0 || held >= fieldCount) {
      from = rowStart;
      return REFUSED;
    }
  }
  from = rowStart;
  return from === 0 && to === windowBytes ? REFUSED : NEEDS_BYTES;
}

function mask(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>i8x16.bitmask(a) |
    ((<u64>i8x16.bitmask(b)) << 16) |
    ((<u64>i8x16.bitmask(c)) << 32) |
    ((<u64>i8x16.bitmask(d)) << 48)
  );
}

/** Takes in the row that begins at `start` and whose fields end where `ends` says. */
function addRow(ends: usize, start: usize): void {
  const row = rowCount++;
  let out = ids + (row << 2);
  let state = states;
  for (let i: u32 = 0; i < textCount; i++) {
    const column = load<u32>(textColumns + (i << 2));
    let begin = column === 0 ? start : window + load<u32>(ends + ((column - 1) << 2)) + 1;
    let end = window + load<u32>(ends + (column << 2));
    const isQuoted = load<u8>(begin) === QUOTE;
    if (isQuoted) {
      begin++;
      end--;
    }
    store<u32>(out, intern(state, begin, <u32>(end - begin), isQuoted));
    out += batchRows << 2;
    state += STATE_BYTES;
  }
  out = words + (row << 4);
  for (let i: u32 = 0; i < amountCount; i++) {
    const column = load<u32>(amountColumns + (i << 2));
    let begin = column === 0 ? start : window + load<u32>(ends + ((column - 1) << 2)) + 1;
    let end = window + load<u32>(ends + (column << 2));
    store<u64>(out, 0);
    store<u64>(out, 0, 8);
    if (begin !== end) {
      if (load<u8>(begin) === QUOTE) {
        begin++;
        end--;
      }
      if (!readAmount(out, begin, end)) oddAmount(i, row, begin, <u32>(end - begin));
    }
    out += batchRows << 4;
  }
}

/** Id of a text within its column: mostly the last text again, or what came after that before. */
function intern(state: usize, start: usize, length: u32, isQuoted: bool): u32 {
  const last = load<u32>(state);
  if (last === 0) return load<u32>(find(state, start, length, isQuoted), 12);
  if (isText(last, start, length)) return load<u32>(last, 12);
  let next = load<u32>(last, 28);
  if (next === 0 || !isText(next, start, length)) {
    next = find(state, start, length, isQuoted);
    store<u32>(last, next, 28);
  } else store<u32>(state, next);
  return load<u32>(next, 12);
}

/** Whether an entry's text, in the file's notation, is this one. */
function isText(entry: u32, start: usize, length: u32): bool {
  return load<u32>(entry, 4) === length && isEqual(load<u32>(entry), start, length);
}

/** From 16 - n on: a mask of the first n of 16 bytes. */
const FIRST_BYTES = memory.data<u32>([0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0, 0, 0, 0]);

/** Whether the same bytes stand at both places. */
function isEqual(a: usize, b: usize, length: u32): bool {
  if (length <= 16) {
    const difference = v128.xor(v128.load(a), v128.load(b));
    return !v128.any_true(v128.and(difference, v128.load(FIRST_BYTES + 16 - length)));
  }
  const last = length - 16;
  for (let i: u32 = 0; i < last; i += 16) {
    if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return false;
  }
  return !v128.any_true(v128.xor(v128.load(a + last), v128.load(b + last)));
}

function hashOf(start: usize, length: u32, column: u32): u32 {
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

/** The entry of a text, which becomes its column's last; it is added where there is none. */
function find(state: usize, start: usize, length: u32, isQuoted: bool): u32 {
  const column = load<u32>(state, 8);
  const hash = hashOf(start, length, column);
  let slot = hash & (SLOTS - 1);
  while (true) {
    const entry = load<u32>(slots + (slot << 2));
    if (entry === 0) return add(state, slot, start, length, hash, isQuoted);
    if (load<u32>(entry, 8) === hash && load<u32>(entry, 16) === column && isText(entry, start, length)) {
      store<u32>(state, entry);
      return entry;
    }
    slot = (slot + 1) & (SLOTS - 1);
  }
}

function add(state: usize, slot: u32, start: usize, length: u32, hash: u32, isQuoted: bool): u32 {
  const entry = entries + entryCount++ * ENTRY_BYTES;
  const text = arena + arenaUsed;
  const id = load<u32>(state, 4);
  memory.copy(text, start, length);
  arenaUsed += length + 8;
  store<u32>(entry, <u32>text);
  store<u32>(entry, length, 4);
  store<u32>(entry, hash, 8);
  store<u32>(entry, id, 12);
  store<u32>(entry, load<u32>(state, 8), 16);
  store<u32>(entry, <u32>text, 20);
  store<u32>(entry, length, 24);
  store<u32>(entry, 0, 28);
  if (isQuoted && hasQuote(text, length)) addMeant(entry, text, length);
  store<u32>(slots + (slot << 2), <u32>entry);
  store<u32>(state, <u32>entry);
  store<u32>(state, id + 1, 4);
  return <u32>entry;
}

function hasQuote(start: usize, length: u32): bool {
  for (let i: u32 = 0; i < length; i++) if (load<u8>(start + i) === QUOTE) return true;
  return false;
}

/** Keeps the text once more with one quote in place of two. */
function addMeant(entry: usize, start: usize, length: u32): void {
  const text = arena + arenaUsed;
  let meant: u32 = 0;
  for (let i: u32 = 0; i < length; i++) {
    const byte = load<u8>(start + i);
    store<u8>(text + meant++, byte);
    if (byte === QUOTE) i++;
  }
  arenaUsed += meant + 8;
  store<u32>(entry, <u32>text, 20);
  store<u32>(entry, meant, 24);
}

const POWERS = memory.data<u64>([
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
  10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
  10000000000000000000,
]);
const SCALE: i32 = 18;
/** Digits that fit 64 bits, whatever they are. */
const MAX_DIGITS: i32 = 19;

/**
 * Stores the amount in [start, end), where zeros are, as a count of 10^-18 in 128 bits.
 * Returns false where it has more digits than fit 64 bits, or is no number that can be stored.
 */
function readAmount(out: usize, start: usize, end: usize): bool {
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

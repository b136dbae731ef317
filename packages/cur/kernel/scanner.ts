// The scanner's kernel, in AssemblyScript: `npm run build:kernel` compiles it into packages/cur/src/reading/kernel-wasm.ts.
// It does what packages/cur/src/reading/byte-scanner.ts does, which is the version to read, 64 bytes at a step: SIMD
// comparisons find quotes, commas and line ends; a prefix xor over the quotes tells what stands between them.
// Memory is laid out by hand once per file and never grows afterwards.

/**
 * An amount that is not in plain notation: the host reads `length` bytes at `start` and stores the amount itself, as the row's
 * and as its group's.
 */
declare function oddAmount(column: u32, row: u32, group: u32, start: usize, length: u32): void;

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

/** Columns lie so much further apart than a power of two: else the values of a row would all share a line of the cache. */
const STAGGER: u32 = 192;

/** What a comparison of 16 bytes gives that are the same. */
const ALL_EQUAL: i32 = 0xffff;

/** Bytes of a step. */
const BLOCK: u32 = 64;
/** Loads may reach this far behind what they are for. */
const PADDING: u32 = 64;

/** Texts of all columns share one hash table: entry addresses by hash, 0 where there is none. */
const SLOTS: u32 = 1 << 18;
const MAX_ENTRIES: u32 = SLOTS / 2;
/**
 * Of an entry: address and length in the file's notation, hash, id, column, address and length as it is meant, the entry that
 * came after it when it was last left, and what it is to groups: its id, or that of the first time of its day.
 */
const ENTRY_BYTES: u32 = 36;
/** Of a text column: its last entry, how many ids it has, its index, and what it is to groups. */
const STATE_BYTES: u32 = 16;

/** Rows of a group agree in this column. */
const IS_KEY: u32 = 1;
/** Times of this column are given by their days alone. */
const IS_DAY: u32 = 2;
/** Marks an entry as the day of a column's times, which has the id of the first of them. */
const DAY_COLUMN: u32 = 0x10000;

/** A row of more bytes is no template. */
const TEMPLATE_BYTES: u32 = 1 << 16;
/** More fields than these that change from row to row are not worth following. */
const MAX_VOLATILE: u32 = 32;
/** Rows that differ in more fields are about other things. */
const MAX_DIFFERENT: u32 = 16;
/** Of a segment: address and length of a run of fields in the template, and the use of the volatile field behind it. */
const SEGMENT_BYTES: u32 = 12;
/** A field's use: which of the wanted texts or amounts it is, 0 for neither. */
const TEXT_USE: u32 = 0x10000;
const AMOUNT_USE: u32 = 0x20000;
/** A field stays volatile until so many templates after each other have had the same there. */
const FADES_AFTER: u8 = 4;
/** Rows to pass without a template where none was any good, at most. */
const LONGEST_WAIT: u32 = 512;
const WAIT_WHEN_ALL_CHANGES: u32 = 1024;

const NO_GROUP: u32 = 0xffffffff;
/** A group takes no more rows than this, of amounts below 2^95: then its sums have 115 bits at most. */
const MAX_GROUPED_ROWS: u32 = 1 << 20;

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
let textRoles: usize = 0;
let amountColumns: usize = 0;
let states: usize = 0;
/** Bytes from one column's ids, or amounts, to the next one's. */
let idStride: u32 = 0;
let amountStride: u32 = 0;
let ids: usize = 0;
let words: usize = 0;
let slots: usize = 0;
let entries: usize = 0;
let arena: usize = 0;
/** The ids and amounts of the row at hand, or of the template, and what its ids are to groups. */
let rowIds: usize = 0;
let rowKeys: usize = 0;
let rowAmounts: usize = 0;
/** Where rows are grouped: what of ids is compared, and the groups so far. */
let isGrouping: bool = false;
let hasRows: bool = false;
let groupIds: usize = 0;
let groupWords: usize = 0;
let groupOfRows: usize = 0;
let masks: usize = 0;
let groupKeys: usize = 0;
let groupSlots: usize = 0;
let followers: usize = 0;
let counts: usize = 0;
let firstRows: usize = 0;
/** The row that those after it are likely to resemble, where there is one: see {@link follow}. */
let hasTemplate: bool = false;
let template: usize = 0;
let templateEnds: usize = 0;
let endsWithCr: bool = false;
let isVolatile: usize = 0;
let volatileCount: u32 = 0;
let volatileBounds: usize = 0;
let segments: usize = 0;
let uses: usize = 0;
/** How many rows have followed the template; rows to pass without one, now and the next time. */
let followed: u32 = 0;
let wait: u32 = 0;
let nextWait: u32 = 0;

/** Bytes that the ids of a row take, in whole vectors. */
let keyBytes: u32 = 0;
let slotMask: u32 = 0;
let groupCount: u32 = 0;
let lastGroup: u32 = 0;
/** Whether the row at hand brought a text that none had before in a column that is no key, where groups are all that is given. */
let hasNewText: bool = false;
/** Whether the row at hand has an amount that the host has to read, or that is too large for sums. */
let hasOddAmount: bool = false;

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
export function idBytes(): u32 {
  return idStride;
}
export function amountBytes(): u32 {
  return amountStride;
}
export function entriesAddress(): usize {
  return entries;
}
export function textRolesAddress(): usize {
  return textRoles;
}
export function groupIdsAddress(): usize {
  return groupIds;
}
export function groupWordsAddress(): usize {
  return groupWords;
}
export function groupOfRowsAddress(): usize {
  return groupOfRows;
}
export function countsAddress(): usize {
  return counts;
}
export function firstRowsAddress(): usize {
  return firstRows;
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
export function groups(): u32 {
  return groupCount;
}
export function entriesHeld(): u32 {
  return entryCount;
}
export function lines(): u32 {
  return lineCount;
}

/**
 * Lays out memory. Afterwards the host writes the wanted columns to their two lists, and what texts are to groups, and
 * begins a batch.
 */
export function configure(
  fields: u32,
  texts: u32,
  amounts: u32,
  maxLine: u32,
  rowsOfBatch: u32,
  bytesOfWindow: u32,
  bytesOfTexts: u32,
  areRowsGiven: bool,
  areRowsGrouped: bool,
): void {
  fieldCount = fields;
  textCount = texts;
  amountCount = amounts;
  maxLineBytes = maxLine;
  batchRows = rowsOfBatch;
  windowBytes = bytesOfWindow;
  arenaLimit = bytesOfTexts;
  hasRows = areRowsGiven;
  isGrouping = areRowsGrouped;
  idStride = (batchRows << 2) + STAGGER;
  amountStride = (batchRows << 4) + STAGGER;
  let at: usize = (__heap_base + 63) & ~63;
  window = at;
  at = aligned(at + windowBytes + PADDING);
  delimiters = at;
  at = aligned(at + ((fields + 4 * BLOCK) << 2));
  textColumns = at;
  at = aligned(at + (texts << 2));
  textRoles = at;
  at = aligned(at + (texts << 2));
  amountColumns = at;
  at = aligned(at + (amounts << 2));
  states = at;
  at = aligned(at + texts * STATE_BYTES);
  slots = at;
  at = aligned(at + (SLOTS << 2));
  entries = at;
  at = aligned(at + MAX_ENTRIES * ENTRY_BYTES);
  if (hasRows) {
    ids = at;
    at = aligned(at + texts * idStride);
    words = at;
    at = aligned(at + amounts * amountStride);
  }
  keyBytes = (<u32>((texts + 3) & ~3)) << 2;
  rowIds = at;
  at = aligned(at + keyBytes);
  rowKeys = at;
  at = aligned(at + keyBytes);
  rowAmounts = at;
  at = aligned(at + (amounts << 4));
  at = layTemplateOut(at);
  if (isGrouping) at = layGroupsOut(at);
  arena = at;
  // What one window may add, in both notations and padded for loads of eight bytes, comes on top of the limit.
  at = aligned(at + arenaLimit + 2 * windowBytes + 2 * MAX_ENTRIES * 8 + PADDING);
  const pages = <i32>((at + 0xffff) >>> 16);
  if (pages > memory.size()) memory.grow(pages - memory.size());
}

function layTemplateOut(from: usize): usize {
  let at = from;
  template = at;
  at = aligned(at + TEMPLATE_BYTES + PADDING);
  templateEnds = at;
  at = aligned(at + (fieldCount << 2));
  isVolatile = at;
  at = aligned(at + fieldCount);
  volatileBounds = at;
  at = aligned(at + (MAX_VOLATILE << 3));
  segments = at;
  at = aligned(at + (MAX_VOLATILE + 1) * SEGMENT_BYTES);
  uses = at;
  return aligned(at + (fieldCount << 2));
}

function layGroupsOut(from: usize): usize {
  let at = from;
  slotMask = powerFrom(2 * batchRows) - 1;
  groupIds = at;
  at = aligned(at + textCount * idStride);
  groupWords = at;
  at = aligned(at + amountCount * amountStride);
  groupOfRows = at;
  at = aligned(at + (batchRows << 2));
  masks = at;
  at = aligned(at + keyBytes);
  groupKeys = at;
  at = aligned(at + batchRows * keyBytes);
  groupSlots = at;
  at = aligned(at + ((slotMask + 1) << 2));
  followers = at;
  at = aligned(at + (batchRows << 2));
  counts = at;
  at = aligned(at + (batchRows << 2));
  firstRows = at;
  return aligned(at + (batchRows << 2));
}

/** The smallest power of two that is not below. */
function powerFrom(count: u32): u32 {
  return (<u32>1) << (32 - <u32>clz(count - 1));
}

function aligned(at: usize): usize {
  return (at + 63) & ~63;
}

/** Forgets the rows of the last batch, and the texts unless they are to be kept and have room. Returns whether they were. */
export function newBatch(keepsTexts: bool): bool {
  rowCount = 0;
  if (isGrouping) forgetGroups();
  if (keepsTexts && arenaUsed <= arenaLimit && entryCount + 2 * textCount <= MAX_ENTRIES) return true;
  forgetTexts();
  return false;
}

function forgetGroups(): void {
  memory.fill(groupSlots, 0, (slotMask + 1) << 2);
  groupCount = 0;
  lastGroup = NO_GROUP;
  for (let i: u32 = 0; i < textCount; i++) {
    store<u32>(masks + (i << 2), (load<u32>(textRoles + (i << 2)) & IS_KEY) !== 0 ? 0xffffffff : 0);
  }
}

function forgetTexts(): void {
  hasTemplate = false;
  setUses();
  memory.fill(slots, 0, SLOTS << 2);
  for (let i: u32 = 0; i < textCount; i++) {
    store<u32>(states + i * STATE_BYTES, 0);
    store<u32>(states + i * STATE_BYTES, 0, 4);
    store<u32>(states + i * STATE_BYTES, i, 8);
    store<u32>(states + i * STATE_BYTES, load<u32>(textRoles + (i << 2)), 12);
  }
  entryCount = 0;
  arenaUsed = 0;
}

function setUses(): void {
  for (let i: u32 = 0; i < textCount; i++) {
    store<u32>(uses + (load<u32>(textColumns + (i << 2)) << 2), TEXT_USE | i);
  }
  for (let i: u32 = 0; i < amountCount; i++) {
    store<u32>(uses + (load<u32>(amountColumns + (i << 2)) << 2), AMOUNT_USE | i);
  }
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
  if (hasTemplate && follow() === BATCH_FULL) return BATCH_FULL;
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
      let isFollowed = false;
      while (N !== 0) {
        const bit = <u64>ctz(N);
        const upTo = ((<u64>2) << bit) - 1;
        const next = before + <u32>popcnt(M & upTo);
        const end = position + <u32>bit;
        const byte = load<u8>(window + end);
        if (end === rowStart) {
          if (!(byte === LF && isAfterCr)) lineCount++;
        } else {
          if (isFull()) {
            from = rowStart;
            return BATCH_FULL;
          }
          if (next - base !== fieldCount || end - rowStart > maxLineBytes) {
            from = rowStart;
            return REFUSED;
          }
          addRow(delimiters + (base << 2), window + rowStart);
          const linesOfRow = 1 + quotedLines + <u32>popcnt(quotedN & upTo);
          lineCount += linesOfRow;
          quotedN &= ~upTo;
          quotedLines = 0;
          if (learn(delimiters + (base << 2), rowStart, end, linesOfRow)) {
            isAfterCr = byte === CR;
            from = end + 1;
            if (follow() === BATCH_FULL) return BATCH_FULL;
            if (from !== end + 1) {
              rowStart = from;
              isFollowed = true;
              break;
            }
          }
        }
        isAfterCr = byte === CR;
        rowStart = end + 1;
        base = next;
        N &= N - 1;
      }
      if (isFollowed) {
        position = rowStart - BLOCK;
        held = 0;
        inside = 0;
        closedBefore = 0;
        mayOpen = 1;
        continue;
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

/** Whether the batch can take no further row; two entries come with a time whose day is new. */
function isFull(): bool {
  if (entryCount + 2 * textCount > MAX_ENTRIES) return true;
  return hasRows ? rowCount === batchRows : groupCount === batchRows || rowCount === MAX_GROUPED_ROWS;
}

function mask(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>i8x16.bitmask(a) |
    ((<u64>i8x16.bitmask(b)) << 16) |
    ((<u64>i8x16.bitmask(c)) << 32) |
    ((<u64>i8x16.bitmask(d)) << 48)
  );
}

/**
 * Reports list what a resource cost hour by hour, so that a row mostly repeats the one before but for a few fields: the
 * volatile ones. Keeps a row of one line that has been read as the template for those after it. Returns whether they are
 * worth a try.
 */
function learn(ends: usize, start: u32, end: u32, linesOfRow: u32): bool {
  hasTemplate = false;
  const length = end + 1 - start;
  if (wait > 0) {
    wait--;
    return false;
  }
  if (hasOddAmount || linesOfRow > 1 || length > TEMPLATE_BYTES) return false;
  noteVolatile(ends, start);
  memory.copy(template, window + start, length);
  for (let i: u32 = 0; i < fieldCount; i++) {
    store<u32>(templateEnds + (i << 2), load<u32>(ends + (i << 2)) - start);
  }
  endsWithCr = load<u8>(window + end) === CR;
  setSegments(length);
  hasTemplate = wait === 0;
  followed = 0;
  return hasTemplate;
}

/**
 * Where no row has followed the template, not even the one after it: notes as volatile what differs, if that is little, and
 * waits before it tries again otherwise.
 */
function noteVolatile(ends: usize, start: u32): void {
  if (followed > 0) {
    nextWait = 0;
    fadeVolatile(ends, start);
    return;
  }
  let different: u32 = 0;
  for (let i: u32 = 0; i < fieldCount && different <= MAX_DIFFERENT; i++) {
    if (load<u8>(isVolatile + i) === 0 && !isAsInTemplate(ends, start, i)) different++;
  }
  if (different === 0 || different > MAX_DIFFERENT) {
    nextWait = min(LONGEST_WAIT, 2 * nextWait + 1);
    wait = nextWait;
    return;
  }
  nextWait = 0;
  for (let i: u32 = 0; i < fieldCount; i++) {
    if (load<u8>(isVolatile + i) === 0 && !isAsInTemplate(ends, start, i)) {
      store<u8>(isVolatile + i, FADES_AFTER);
      volatileCount++;
    }
  }
  if (volatileCount <= MAX_VOLATILE) return;
  memory.fill(isVolatile, 0, fieldCount);
  volatileCount = 0;
  wait = WAIT_WHEN_ALL_CHANGES;
}

function fadeVolatile(ends: usize, start: u32): void {
  for (let i: u32 = 0; i < fieldCount; i++) {
    const left = load<u8>(isVolatile + i);
    if (left === 0) continue;
    const isSame = isAsInTemplate(ends, start, i);
    store<u8>(isVolatile + i, isSame ? left - 1 : FADES_AFTER);
    if (isSame && left === 1) volatileCount--;
  }
}

/** Whether a field of the row that begins at `start` is the same in the template. */
function isAsInTemplate(ends: usize, start: u32, field: u32): bool {
  const at = field << 2;
  const begin = field === 0 ? start : load<u32>(ends + at - 4) + 1;
  const known = field === 0 ? 0 : load<u32>(templateEnds + at - 4) + 1;
  const length = load<u32>(ends + at) - begin;
  if (load<u32>(templateEnds + at) - known !== length) return false;
  return isEqual(template + known, window + begin, length);
}

/** Divides the template into runs of fields that are compared, each beginning with the delimiter behind a volatile field. */
function setSegments(length: u32): void {
  let segment = segments;
  let run: u32 = 0;
  for (let i: u32 = 0; i < fieldCount; i++) {
    if (load<u8>(isVolatile + i) === 0) continue;
    const begin = i === 0 ? 0 : load<u32>(templateEnds + ((i - 1) << 2)) + 1;
    store<u32>(segment, <u32>template + run);
    store<u32>(segment, begin - run, 4);
    store<u32>(segment, load<u32>(uses + (i << 2)), 8);
    segment += SEGMENT_BYTES;
    run = load<u32>(templateEnds + (i << 2));
  }
  store<u32>(segment, <u32>template + run);
  store<u32>(segment, length - run, 4);
}

/**
 * Takes in rows for as long as they are like the template but for volatile fields, which have no quote in their text. The
 * bytes of all others are those of the template, and so are their ids and amounts. Stops at whatever else comes.
 */
function follow(): i32 {
  while (true) {
    let at = from;
    if (isAfterCr && at < to && load<u8>(window + at) === LF) at++;
    const start = at;
    let segment = segments;
    let bounds = volatileBounds;
    const lastBounds = volatileBounds + (volatileCount << 3);
    while (true) {
      const length = load<u32>(segment, 4);
      if (at + length > to || !isEqual(load<u32>(segment), window + at, length)) return NEEDS_BYTES;
      at += length;
      if (bounds === lastBounds) break;
      if (load<u8>(window + at) === QUOTE) {
        at++;
        store<u32>(bounds, at);
        at = closingQuote(at);
        store<u32>(bounds, at, 4);
        at++;
      } else {
        store<u32>(bounds, at);
        at = delimiterFrom(at);
        store<u32>(bounds, at, 4);
      }
      bounds += 8;
      segment += SEGMENT_BYTES;
    }
    // An empty line is no row, even where all fields are volatile.
    if (at - start > maxLineBytes || at - start === 1) return NEEDS_BYTES;
    if (isFull()) return BATCH_FULL;
    if (!takeVolatile()) {
      hasTemplate = false;
      return NEEDS_BYTES;
    }
    takeRow(!isGrouping ? NO_GROUP : groupOf());
    followed++;
    lineCount++;
    isAfterCr = endsWithCr;
    from = at;
  }
}

/** Where the next delimiter or quote stands, or the end of what has been taken. */
function delimiterFrom(start: u32): u32 {
  const comma = i8x16.splat(0x2c);
  for (let at = start; at < to; at += 16) {
    const bytes = v128.load(window + at);
    // Commas, quotes and line ends, and what else is not above a comma.
    let found = i8x16.bitmask(i8x16.eq(i8x16.min_u(bytes, comma), bytes));
    while (found !== 0) {
      const place = at + ctz(found);
      const byte = load<u8>(window + place);
      if (byte === 0x2c || byte === QUOTE || byte === LF || byte === CR) return place;
      found &= found - 1;
    }
  }
  return to;
}

/** Where the next quote stands; on the way line ends stop it, for lines are counted elsewhere. */
function closingQuote(start: u32): u32 {
  for (let at = start; at < to; at++) {
    const byte = load<u8>(window + at);
    if (byte === QUOTE) return at;
    if (byte === LF || byte === CR) return to;
  }
  return to;
}

/** Reads the volatile fields into the row at hand; false where one takes more than that. */
function takeVolatile(): bool {
  hasNewText = false;
  for (let i: u32 = 0; i < volatileCount; i++) {
    const use = load<u32>(segments + i * SEGMENT_BYTES, 8);
    if (use < AMOUNT_USE) continue;
    const begin = window + load<u32>(volatileBounds + (i << 3));
    const end = window + load<u32>(volatileBounds + (i << 3), 4);
    const out = rowAmounts + ((use - AMOUNT_USE) << 4);
    store<u64>(out, 0);
    store<u64>(out, 0, 8);
    if (!readAmount(out, begin, end) || isLarge(out)) return false;
  }
  for (let i: u32 = 0; i < volatileCount; i++) {
    const use = load<u32>(segments + i * SEGMENT_BYTES, 8);
    if (use < TEXT_USE || use >= AMOUNT_USE) continue;
    const begin = load<u32>(volatileBounds + (i << 3));
    const length = load<u32>(volatileBounds + (i << 3), 4) - begin;
    const text = use - TEXT_USE;
    noteText(text, intern(states + text * STATE_BYTES, window + begin, length, false));
  }
  return true;
}

/** Notes the text of the row at hand in a column. */
function noteText(text: u32, entry: u32): void {
  store<u32>(rowIds + (text << 2), load<u32>(entry, 12));
  store<u32>(rowKeys + (text << 2), load<u32>(entry, 32));
}

/** Takes in the row at hand, as one of a group where rows are grouped. */
function takeRow(group: u32): void {
  const row = rowCount++;
  if (isGrouping) addToGroup(group);
  if (!hasRows) return;
  if (isGrouping) store<u32>(groupOfRows + (row << 2), group);
  let out = ids + (row << 2);
  for (let i: u32 = 0; i < textCount; i++) {
    store<u32>(out, load<u32>(rowIds + (i << 2)));
    out += idStride;
  }
  out = words + (row << 4);
  for (let i: u32 = 0; i < amountCount; i++) {
    v128.store(out, v128.load(rowAmounts + (i << 4)));
    out += amountStride;
  }
}

/** Takes in the row that begins at `start` and whose fields end where `ends` says. */
function addRow(ends: usize, start: usize): void {
  hasNewText = false;
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
    noteText(i, intern(state, begin, <u32>(end - begin), isQuoted));
    state += STATE_BYTES;
  }
  readAmounts(ends, start);
  let group = NO_GROUP;
  if (isGrouping) group = hasOddAmount ? newGroup() : groupOf();
  takeRow(group);
  if (hasOddAmount) readOddAmounts(ends, start, group);
}

/** Adds the row at hand to a group. */
function addToGroup(group: u32): void {
  store<u32>(counts + (group << 2), load<u32>(counts + (group << 2)) + 1);
  let sum = groupWords + (group << 4);
  for (let i: u32 = 0; i < amountCount; i++) {
    const amount = rowAmounts + (i << 4);
    const low = load<u64>(amount);
    const high = load<u64>(amount, 8);
    if ((low | high) !== 0) {
      const total = load<u64>(sum) + low;
      store<u64>(sum, total);
      store<u64>(sum, load<u64>(sum, 8) + high + (total < low ? 1 : 0), 8);
    }
    sum += amountStride;
  }
}

/** Reads the amounts of the row at hand, those that the host has to read as 0. */
function readAmounts(ends: usize, start: usize): void {
  hasOddAmount = false;
  let out = rowAmounts;
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
      if (!readAmount(out, begin, end) || isLarge(out)) hasOddAmount = true;
    }
    out += 16;
  }
}

/** Whether an amount may be too large to be summed up with others in 128 bits. */
function isLarge(amount: usize): bool {
  const highest = load<i64>(amount, 8) >> 31;
  return highest !== 0 && highest !== -1;
}

/** Has the host read the amounts of the row at hand that are odd: if it is grouped, its group has no other row. */
function readOddAmounts(ends: usize, start: usize, group: u32): void {
  for (let i: u32 = 0; i < amountCount; i++) {
    const column = load<u32>(amountColumns + (i << 2));
    let begin = column === 0 ? start : window + load<u32>(ends + ((column - 1) << 2)) + 1;
    let end = window + load<u32>(ends + (column << 2));
    if (begin !== end && load<u8>(begin) === QUOTE) {
      begin++;
      end--;
    }
    if (!readAmount(rowAmounts, begin, end)) oddAmount(i, rowCount - 1, group, begin, <u32>(end - begin));
  }
}

/**
 * The group of the row at hand: mostly that of the row before, or what came after it the last time. A row that brings a
 * text which none had before begins a group, so that each text is one of some group's.
 */
function groupOf(): u32 {
  if (hasNewText) return insertedGroup();
  if (lastGroup !== NO_GROUP) {
    if (isRowOf(lastGroup)) return lastGroup;
    const next = load<u32>(followers + (lastGroup << 2));
    if (isRowOf(next)) {
      lastGroup = next;
      return next;
    }
  }
  return insertedGroup();
}

/** The group that the row at hand is found to be of, or the new one that it begins. */
function insertedGroup(): u32 {
  let slot = rowHash() & slotMask;
  let group: u32 = 0;
  while (true) {
    const known = load<u32>(groupSlots + (slot << 2));
    if (known === 0) {
      group = newGroup();
      store<u32>(groupSlots + (slot << 2), group + 1);
      break;
    }
    if (isRowOf(known - 1)) {
      group = hasNewText ? newGroup() : known - 1;
      break;
    }
    slot = (slot + 1) & slotMask;
  }
  if (lastGroup !== NO_GROUP) store<u32>(followers + (lastGroup << 2), group);
  lastGroup = group;
  return group;
}

/** Whether the row at hand agrees with a group in all key columns. */
function isRowOf(group: u32): bool {
  const keys = groupKeys + group * keyBytes;
  for (let i: u32 = 0; i < keyBytes; i += 16) {
    const difference = v128.xor(v128.load(keys + i), v128.load(rowKeys + i));
    if (v128.any_true(v128.and(difference, v128.load(masks + i)))) return false;
  }
  return true;
}

function rowHash(): u32 {
  // biome-ignore lint/correctness/noPrecisionLoss: AssemblyScript keeps all 64 bits
  const FACTOR: u64 = 0x9e3779b97f4a7c15;
  let hash: u64 = 0;
  for (let i: u32 = 0; i < keyBytes; i += 8) {
    hash = (hash ^ (load<u64>(rowKeys + i) & load<u64>(masks + i))) * FACTOR;
    hash ^= hash >>> 29;
  }
  return <u32>(hash ^ (hash >>> 32));
}

/** A group with the texts of the row at hand and no amounts. */
function newGroup(): u32 {
  const group = groupCount++;
  memory.copy(groupKeys + group * keyBytes, rowKeys, keyBytes);
  let out = groupIds + (group << 2);
  for (let i: u32 = 0; i < textCount; i++) {
    store<u32>(out, load<u32>(rowIds + (i << 2)));
    out += idStride;
  }
  out = groupWords + (group << 4);
  for (let i: u32 = 0; i < amountCount; i++) {
    store<u64>(out, 0);
    store<u64>(out, 0, 8);
    out += amountStride;
  }
  store<u32>(followers + (group << 2), group);
  store<u32>(counts + (group << 2), 0);
  store<u32>(firstRows + (group << 2), rowCount);
  return group;
}

/** The entry of a text: mostly the last text again, or what came after that before. */
function intern(state: usize, start: usize, length: u32, isQuoted: bool): u32 {
  const last = load<u32>(state);
  if (last === 0) return find(state, start, length, isQuoted);
  if (isText(last, start, length)) return last;
  let next = load<u32>(last, 28);
  if (next === 0 || !isText(next, start, length)) {
    next = find(state, start, length, isQuoted);
    store<u32>(last, next, 28);
  } else store<u32>(state, next);
  return next;
}

/** Whether an entry's text, in the file's notation, is this one. */
function isText(entry: u32, start: usize, length: u32): bool {
  return load<u32>(entry, 4) === length && isEqual(load<u32>(entry), start, length);
}

/** Whether the same bytes stand at both places. */
function isEqual(a: usize, b: usize, length: u32): bool {
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
  const text = arena + arenaUsed;
  const column = load<u32>(state, 8);
  const role = load<u32>(state, 12);
  memory.copy(text, start, length);
  arenaUsed += length + 8;
  const entry = newEntry(slot, text, length, hash, column);
  if (isQuoted && hasQuote(text, length)) addMeant(entry, text, length);
  store<u32>(state, <u32>entry);
  const id = load<u32>(state, 4);
  store<u32>(entry, id, 12);
  store<u32>(state, id + 1, 4);
  let key = id;
  if ((role & IS_DAY) !== 0 && isPlainTime(text, length)) key = dayOf(text, column | DAY_COLUMN, id);
  store<u32>(entry, key, 32);
  if (key === id && (role & IS_KEY) === 0) hasNewText = hasNewText || !hasRows;
  return <u32>entry;
}

/** An entry without an id. */
function newEntry(slot: u32, text: usize, length: u32, hash: u32, column: u32): usize {
  const entry = entries + entryCount++ * ENTRY_BYTES;
  store<u32>(entry, <u32>text);
  store<u32>(entry, length, 4);
  store<u32>(entry, hash, 8);
  store<u32>(entry, column, 16);
  store<u32>(entry, <u32>text, 20);
  store<u32>(entry, length, 24);
  store<u32>(entry, 0, 28);
  store<u32>(slots + (slot << 2), <u32>entry);
  return entry;
}

const DAY_LENGTH: u32 = 10;

/** Id of the first time of the day that a plain time is of: `id` where that is this one. */
function dayOf(text: usize, column: u32, id: u32): u32 {
  const hash = hashOf(text, DAY_LENGTH, column);
  let slot = hash & (SLOTS - 1);
  while (true) {
    const entry = load<u32>(slots + (slot << 2));
    if (entry === 0) {
      store<u32>(newEntry(slot, text, DAY_LENGTH, hash, column), id, 12);
      return id;
    }
    if (load<u32>(entry, 8) === hash && load<u32>(entry, 16) === column && isText(entry, text, DAY_LENGTH)) {
      return load<u32>(entry, 12);
    }
    slot = (slot + 1) & (SLOTS - 1);
  }
}

/** Whether a text is a time such as `2025-01-31T23:00:00Z`, of a day that may not be one. */
function isPlainTime(text: usize, length: u32): bool {
  if (length !== 20) return false;
  const marks =
    load<u8>(text, 4) === MINUS &&
    load<u8>(text, 7) === MINUS &&
    load<u8>(text, 10) === 0x54 &&
    load<u8>(text, 13) === 0x3a &&
    load<u8>(text, 16) === 0x3a &&
    load<u8>(text, 19) === 0x5a;
  if (!marks || !below(text + 11, 24) || !below(text + 14, 60) || !below(text + 17, 60)) return false;
  return below(text, 100) && below(text + 2, 100) && below(text + 5, 100) && below(text + 8, 100);
}

/** Whether two digits stand here, and their number is below a limit. */
function below(text: usize, limit: u32): bool {
  const tens = <u32>load<u8>(text) - ZERO;
  const ones = <u32>load<u8>(text, 1) - ZERO;
  return tens <= 9 && ones <= 9 && tens * 10 + ones < limit;
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

// The scanner's kernel, in AssemblyScript: `npm run build:kernel` compiles it into packages/cur/src/reading/kernel-wasm.ts.
// It does what packages/cur/src/reading/byte-scanner.ts does, which is the version to read, 64 bytes at a step: SIMD
// comparisons find quotes, commas and line ends; a prefix xor over the quotes tells what stands between them.
// Beyond that, rows that repeat the one before are followed (template.ts), and rows that agree are put together (groups.ts).
// Memory is laid out by hand once per file and never grows afterwards.

import { CR, LF, PADDING, QUOTE } from './bytes';
import {
  aligned,
  amountColumns,
  amountStride,
  fieldCount,
  hasRows,
  idStride,
  isGrouping,
  layColumnsOut,
  setShape,
  textColumns,
  textRoles,
} from './columns';
import { counts, firstRows, forgetGroups, groupCount, groupIds, groupOfRows, groupWords, layGroupsOut } from './groups';
import { forgetRows, layRowOut, rowCount } from './row';
import { addRow, ids, isFull, layRowsOut, words } from './rows';
import { BATCH_FULL, NEEDS_BYTES, REFUSED } from './stops';
import { follow, forgetTemplate, hasTemplate, layTemplateOut, learn } from './template';
import { entries, entryCount, forgetTexts, hasRoomForTexts, isArenaFull, layArenaOut, layTextsOut } from './texts';
import {
  countLines,
  from,
  isAfterCr,
  layWindowOut,
  lineCount,
  maxLineBytes,
  moveTo,
  noteLineEnd,
  to,
  window,
  windowBytes,
} from './window';

export { makeRoom } from './window';

/** Bytes of a step. */
const BLOCK: u32 = 64;

let delimiters: usize = 0;

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
  setShape(fields, texts, amounts, rowsOfBatch, areRowsGiven, areRowsGrouped);
  let at: usize = (__heap_base + 63) & ~63;
  at = layWindowOut(at, bytesOfWindow, maxLine);
  delimiters = at;
  at = aligned(at + ((fields + 4 * BLOCK) << 2));
  at = layColumnsOut(at);
  at = layTextsOut(at);
  if (hasRows) at = layRowsOut(at);
  at = layRowOut(at);
  at = layTemplateOut(at);
  if (isGrouping) at = layGroupsOut(at);
  at = layArenaOut(at, bytesOfTexts);
  const pages = <i32>((at + 0xffff) >>> 16);
  if (pages > memory.size()) memory.grow(pages - memory.size());
}

/** Forgets the rows of the last batch, and the texts unless they are to be kept and have room. Returns whether they were. */
export function newBatch(keepsTexts: bool): bool {
  forgetRows();
  if (isGrouping) forgetGroups();
  if (keepsTexts && !isArenaFull() && hasRoomForTexts()) return true;
  forgetTexts();
  forgetTemplate();
  return false;
}

/** Reads whole rows. */
export function scan(): i32 {
  if (isArenaFull()) return BATCH_FULL;
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
          if (!(byte === LF && isAfterCr)) countLines(1);
        } else {
          if (isFull()) {
            moveTo(rowStart);
            return BATCH_FULL;
          }
          if (next - base !== fieldCount || end - rowStart > maxLineBytes) {
            moveTo(rowStart);
            return REFUSED;
          }
          addRow(delimiters + (base << 2), window + rowStart);
          const linesOfRow = 1 + quotedLines + <u32>popcnt(quotedN & upTo);
          countLines(linesOfRow);
          quotedN &= ~upTo;
          quotedLines = 0;
          if (learn(delimiters + (base << 2), rowStart, end, linesOfRow)) {
            noteLineEnd(byte === CR);
            moveTo(end + 1);
            if (follow() === BATCH_FULL) return BATCH_FULL;
            if (from !== end + 1) {
              rowStart = from;
              isFollowed = true;
              break;
            }
          }
        }
        noteLineEnd(byte === CR);
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
      moveTo(rowStart);
      return REFUSED;
    }
  }
  moveTo(rowStart);
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

// Reports list what a resource cost hour by hour: most rows repeat the one before but for a few fields, the volatile ones.

import { isLarge, readAmount } from './amounts';
import { CR, isEqual, LF, PADDING, QUOTE } from './bytes';
import { aligned, amountColumns, amountCount, fieldCount, isGrouping, textColumns, textCount } from './columns';
import { groupOf, NO_GROUP } from './groups';
import { hasOddAmount, noteText, rowAmounts } from './row';
import { isFull, takeRow } from './rows';
import { BATCH_FULL, NEEDS_BYTES } from './stops';
import { forgetNewText, intern, STATE_BYTES, states } from './texts';
import { countLines, from, isAfterCr, maxLineBytes, moveTo, noteLineEnd, to, window } from './window';

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

/** The row that those after it are likely to resemble, where there is one: see {@link follow}. */
export let hasTemplate: bool = false;
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

export function layTemplateOut(start: usize): usize {
  let at = start;
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

function setUses(): void {
  for (let i: u32 = 0; i < textCount; i++) {
    store<u32>(uses + (load<u32>(textColumns + (i << 2)) << 2), TEXT_USE | i);
  }
  for (let i: u32 = 0; i < amountCount; i++) {
    store<u32>(uses + (load<u32>(amountColumns + (i << 2)) << 2), AMOUNT_USE | i);
  }
}

/** Keeps a row of one line that has been read as the template for those after it. Returns whether they are worth a try. */
export function learn(ends: usize, start: u32, end: u32, linesOfRow: u32): bool {
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
export function follow(): i32 {
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
    takeRow(isGrouping ? groupOf() : NO_GROUP);
    followed++;
    countLines(1);
    noteLineEnd(endsWithCr);
    moveTo(at);
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
  forgetNewText();
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

export function forgetTemplate(): void {
  hasTemplate = false;
  setUses();
}

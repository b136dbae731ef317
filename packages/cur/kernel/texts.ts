// Texts of all columns share one table: each has an entry, and an id within its column.

import { hashOf, isEqual, PADDING, QUOTE } from './bytes';
import { aligned, hasRows, IS_DAY, IS_KEY, textCount, textRoles } from './columns';
import { isPlainTime } from './times';
import { windowBytes } from './window';

/** Texts of all columns share one hash table: entry addresses by hash, 0 where there is none. */
const SLOTS: u32 = 1 << 18;
const MAX_ENTRIES: u32 = SLOTS / 2;
/**
 * Of an entry: address and length in the file's notation, hash, id, column, address and length as it is meant, the entry that
 * came after it when it was last left, and what it is to groups: its id, or that of the first time of its day.
 */
const ENTRY_BYTES: u32 = 36;
/** Of a text column: its last entry, how many ids it has, its index, and what it is to groups. */
export const STATE_BYTES: u32 = 16;
/** Marks an entry as the day of a column's times, which has the id of the first of them. */
const DAY_COLUMN: u32 = 0x10000;
const DAY_LENGTH: u32 = 10;

let arenaLimit: u32 = 0;
export let states: usize = 0;
let slots: usize = 0;
export let entries: usize = 0;
let arena: usize = 0;
/** Whether the row at hand brought a text that none had before in a column that is no key, where groups are all that is given. */
export let hasNewText: bool = false;
export let entryCount: u32 = 0;
let arenaUsed: u32 = 0;

export function forgetTexts(): void {
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

/** The entry of a text: mostly the last text again, or what came after that before. */
export function intern(state: usize, start: usize, length: u32, isQuoted: bool): u32 {
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

/** The entry of a text, which becomes its column's last; it is added where there is none. */
function find(state: usize, start: usize, length: u32, isQuoted: bool): u32 {
  const column = load<u32>(state, 8);
  const hash = hashOf(start, length, column);
  const entry = known(start, length, hash, column);
  if (entry === 0) return add(state, start, length, hash, isQuoted);
  store<u32>(state, entry);
  return entry;
}

/** The slot that the text last looked for in vain goes to. */
let freeSlot: u32 = 0;

/** The entry of a text in a column; 0 where there is none. */
function known(start: usize, length: u32, hash: u32, column: u32): u32 {
  let slot = hash & (SLOTS - 1);
  while (true) {
    const entry = load<u32>(slots + (slot << 2));
    if (entry === 0) {
      freeSlot = slot;
      return 0;
    }
    if (load<u32>(entry, 8) === hash && load<u32>(entry, 16) === column && isText(entry, start, length)) return entry;
    slot = (slot + 1) & (SLOTS - 1);
  }
}

function add(state: usize, start: usize, length: u32, hash: u32, isQuoted: bool): u32 {
  const text = arena + arenaUsed;
  const column = load<u32>(state, 8);
  const role = load<u32>(state, 12);
  memory.copy(text, start, length);
  arenaUsed += length + 8;
  const entry = newEntry(text, length, hash, column);
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

/** An entry without an id, for a text just looked for in vain. */
function newEntry(text: usize, length: u32, hash: u32, column: u32): usize {
  const entry = entries + entryCount++ * ENTRY_BYTES;
  store<u32>(entry, <u32>text);
  store<u32>(entry, length, 4);
  store<u32>(entry, hash, 8);
  store<u32>(entry, column, 16);
  store<u32>(entry, <u32>text, 20);
  store<u32>(entry, length, 24);
  store<u32>(entry, 0, 28);
  store<u32>(slots + (freeSlot << 2), <u32>entry);
  return entry;
}

/** Id of the first time of the day that a plain time is of: `id` where that is this one. */
function dayOf(text: usize, column: u32, id: u32): u32 {
  const hash = hashOf(text, DAY_LENGTH, column);
  const entry = known(text, DAY_LENGTH, hash, column);
  if (entry !== 0) return load<u32>(entry, 12);
  store<u32>(newEntry(text, DAY_LENGTH, hash, column), id, 12);
  return id;
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

/** Begins another row. */
export function forgetNewText(): void {
  hasNewText = false;
}

/** Whether texts of another row find room; two entries come with a time whose day is new. */
export function hasRoomForTexts(): bool {
  return entryCount + 2 * textCount <= MAX_ENTRIES;
}

/** Whether texts have outgrown their limit, so that the batch has to end. */
export function isArenaFull(): bool {
  return arenaUsed > arenaLimit;
}

export function layTextsOut(start: usize): usize {
  states = start;
  slots = aligned(states + textCount * STATE_BYTES);
  entries = aligned(slots + (SLOTS << 2));
  return aligned(entries + MAX_ENTRIES * ENTRY_BYTES);
}

/** What one window may add, in both notations and padded for loads of eight bytes, comes on top of the limit. */
export function layArenaOut(start: usize, bytesOfTexts: u32): usize {
  arena = start;
  arenaLimit = bytesOfTexts;
  return aligned(arena + arenaLimit + 2 * windowBytes + 2 * MAX_ENTRIES * 8 + PADDING);
}

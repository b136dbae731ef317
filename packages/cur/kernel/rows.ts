// Takes rows in: their texts, their amounts, their groups.

import { isLarge, readAmount } from './amounts';
import { QUOTE } from './bytes';
import {
  aligned,
  amountColumns,
  amountCount,
  amountStride,
  batchRows,
  hasRows,
  idStride,
  isGrouping,
  textColumns,
  textCount,
} from './columns';
import { addToGroup, groupCount, groupOf, groupOfRows, MAX_GROUPED_ROWS, NO_GROUP, newGroup } from './groups';
import { hasOddAmount, nextRow, noteOddAmount, noteText, putIds, rowAmounts, rowCount } from './row';
import { forgetNewText, hasRoomForTexts, intern, STATE_BYTES, states } from './texts';
import { window } from './window';

/**
 * An amount that is not in plain notation: the host reads `length` bytes at `start` and stores the amount itself, as the row's
 * and as its group's.
 */
declare function oddAmount(column: u32, row: u32, group: u32, start: usize, length: u32): void;

export let ids: usize = 0;
export let words: usize = 0;

/** Whether the batch can take no further row. */
export function isFull(): bool {
  if (!hasRoomForTexts()) return true;
  return hasRows ? rowCount === batchRows : groupCount === batchRows || rowCount === MAX_GROUPED_ROWS;
}

/** Takes in the row at hand, as one of a group where rows are grouped. */
export function takeRow(group: u32): void {
  const row = nextRow();
  if (isGrouping) addToGroup(group);
  if (!hasRows) return;
  if (isGrouping) store<u32>(groupOfRows + (row << 2), group);
  putIds(ids + (row << 2));
  let out = words + (row << 4);
  for (let i: u32 = 0; i < amountCount; i++) {
    v128.store(out, v128.load(rowAmounts + (i << 4)));
    out += amountStride;
  }
}

/** Takes in the row that begins at `start` and whose fields end where `ends` says. */
export function addRow(ends: usize, start: usize): void {
  forgetNewText();
  let state = states;
  for (let i: u32 = 0; i < textCount; i++) {
    const column = load<u32>(textColumns + (i << 2));
    let begin = beginOf(ends, start, column);
    let end = endOf(ends, column);
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

/** Reads the amounts of the row at hand, those that the host has to read as 0. */
function readAmounts(ends: usize, start: usize): void {
  noteOddAmount(false);
  let out = rowAmounts;
  for (let i: u32 = 0; i < amountCount; i++) {
    const column = load<u32>(amountColumns + (i << 2));
    let begin = beginOf(ends, start, column);
    let end = endOf(ends, column);
    store<u64>(out, 0);
    store<u64>(out, 0, 8);
    if (begin !== end) {
      if (load<u8>(begin) === QUOTE) {
        begin++;
        end--;
      }
      if (!readAmount(out, begin, end) || isLarge(out)) noteOddAmount(true);
    }
    out += 16;
  }
}

/** Has the host read the amounts of the row at hand that are odd: if it is grouped, its group has no other row. */
function readOddAmounts(ends: usize, start: usize, group: u32): void {
  for (let i: u32 = 0; i < amountCount; i++) {
    const column = load<u32>(amountColumns + (i << 2));
    let begin = beginOf(ends, start, column);
    let end = endOf(ends, column);
    if (begin !== end && load<u8>(begin) === QUOTE) {
      begin++;
      end--;
    }
    if (!readAmount(rowAmounts, begin, end)) oddAmount(i, rowCount - 1, group, begin, <u32>(end - begin));
  }
}

export function layRowsOut(start: usize): usize {
  ids = start;
  words = aligned(ids + textCount * idStride);
  return aligned(words + amountCount * amountStride);
}

/** Where a field begins, of the row that begins at `start` and whose fields end where `ends` says. */
function beginOf(ends: usize, start: usize, column: u32): usize {
  return column === 0 ? start : window + load<u32>(ends + ((column - 1) << 2)) + 1;
}

function endOf(ends: usize, column: u32): usize {
  return window + load<u32>(ends + (column << 2));
}

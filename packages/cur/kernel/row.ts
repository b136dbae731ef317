// The row at hand.

import { aligned, amountCount, idStride, keyBytes, textCount } from './columns';

/** The ids and amounts of the row at hand, or of the template, and what its ids are to groups. */
export let rowIds: usize = 0;
export let rowKeys: usize = 0;
export let rowAmounts: usize = 0;
/** Whether the row at hand has an amount that the host has to read, or that is too large for sums. */
export let hasOddAmount: bool = false;
export let rowCount: u32 = 0;

/** Notes the text of the row at hand in a column. */
export function noteText(text: u32, entry: u32): void {
  store<u32>(rowIds + (text << 2), load<u32>(entry, 12));
  store<u32>(rowKeys + (text << 2), load<u32>(entry, 32));
}

/** Puts the ids of the row at hand into columns, of which `out` is the place in the first. */
export function putIds(out: usize): void {
  for (let i: u32 = 0; i < textCount; i++) {
    store<u32>(out, load<u32>(rowIds + (i << 2)));
    out += idStride;
  }
}

/** Number of the row at hand in its batch, which becomes the last one. */
export function nextRow(): u32 {
  return rowCount++;
}

export function forgetRows(): void {
  rowCount = 0;
}

export function noteOddAmount(isOdd: bool): void {
  hasOddAmount = isOdd;
}

export function layRowOut(start: usize): usize {
  let at = start;
  rowIds = at;
  at = aligned(at + keyBytes);
  rowKeys = at;
  at = aligned(at + keyBytes);
  rowAmounts = at;
  return aligned(at + (amountCount << 4));
}

// What the file and its batches are like: set once, and laid out in memory by hand.

/** Columns lie so much further apart than a power of two: else the values of a row would all share a line of the cache. */
const STAGGER: u32 = 192;
/** Rows of a group agree in this column. */
export const IS_KEY: u32 = 1;
/** Times of this column are given by their days alone. */
export const IS_DAY: u32 = 2;

export let fieldCount: u32 = 0;
export let batchRows: u32 = 0;
export let textCount: u32 = 0;
export let amountCount: u32 = 0;
export let textColumns: usize = 0;
export let textRoles: usize = 0;
export let amountColumns: usize = 0;
/** Bytes from one column's ids, or amounts, to the next one's. */
export let idStride: u32 = 0;
export let amountStride: u32 = 0;
/** What is given of a batch: its rows, groups of them, or both. */
export let hasRows: bool = false;
export let isGrouping: bool = false;
/** Bytes that the ids of a row take, in whole vectors. */
export let keyBytes: u32 = 0;

export function aligned(at: usize): usize {
  return (at + 63) & ~63;
}

/** What the file and its batches are like. */
export function setShape(
  fields: u32,
  texts: u32,
  amounts: u32,
  rowsOfBatch: u32,
  areRowsGiven: bool,
  areRowsGrouped: bool,
): void {
  fieldCount = fields;
  textCount = texts;
  amountCount = amounts;
  batchRows = rowsOfBatch;
  hasRows = areRowsGiven;
  isGrouping = areRowsGrouped;
  idStride = (batchRows << 2) + STAGGER;
  amountStride = (batchRows << 4) + STAGGER;
  keyBytes = (<u32>((texts + 3) & ~3)) << 2;
}

/** Room for the lists that the host writes. */
export function layColumnsOut(start: usize): usize {
  textColumns = start;
  textRoles = aligned(textColumns + (textCount << 2));
  amountColumns = aligned(textRoles + (textCount << 2));
  return aligned(amountColumns + (amountCount << 2));
}

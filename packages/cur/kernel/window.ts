// The bytes of the file that are at hand.

import { PADDING } from './bytes';
import { aligned } from './columns';

export let maxLineBytes: u32 = 0;
export let windowBytes: u32 = 0;
export let window: usize = 0;
/** Bytes [from, to) of the window are taken and not read. */
export let from: u32 = 0;
export let to: u32 = 0;
export let lineCount: u32 = 0;
export let isAfterCr: bool = false;

/** Makes room for bytes to be taken: those not read move to the window's beginning. Returns where the new ones go. */
export function makeRoom(count: u32): usize {
  memory.copy(window, window + from, to - from);
  to -= from;
  from = 0;
  const at = window + to;
  to += count;
  return at;
}

/** Takes the bytes up to there as read. */
export function moveTo(position: u32): void {
  from = position;
}

export function countLines(count: u32): void {
  lineCount += count;
}

export function noteLineEnd(isCr: bool): void {
  isAfterCr = isCr;
}

export function layWindowOut(at: usize, bytesOfWindow: u32, maxLine: u32): usize {
  window = at;
  windowBytes = bytesOfWindow;
  maxLineBytes = maxLine;
  return aligned(at + windowBytes + PADDING);
}

import { WORDS } from '../reading/amount-words.ts';
import { grown } from '../reading/grown.ts';
import type { Amounts } from '../reading/line-item-batch.ts';

/** Bytes of a stored amount. */
export const AMOUNT_BYTES = 4 * WORDS;

/** Turns amounts in words into DECIMAL of 16 bytes, most significant first, in the same memory each time. */
export class AmountBytes {
  #words = new Int32Array(0);

  /** The bytes of those rows that have an amount; valid until the next call. */
  of({ words, isThere }: Amounts, rows: number): Uint8Array {
    this.#words = grown(this.#words, rows * WORDS);
    const length = isThere ? reverseSome(this.#words, words, isThere, rows) : reverse(this.#words, words, rows);
    return Buffer.from(this.#words.buffer, 0, length * 4).swap32();
  }
}

/** Puts the words of each amount in the other order. */
function reverse(to: Int32Array, words: Int32Array, rows: number): number {
  const length = rows * WORDS;
  for (let at = 0; at < length; at += WORDS) {
    to[at] = words[at + 3] as number;
    to[at + 1] = words[at + 2] as number;
    to[at + 2] = words[at + 1] as number;
    to[at + 3] = words[at] as number;
  }
  return length;
}

/** The same for rows that have an amount, without gaps. */
function reverseSome(to: Int32Array, words: Int32Array, isThere: Uint8Array, rows: number): number {
  let next = 0;
  for (let row = 0, at = 0; row < rows; row++, at += WORDS) {
    to[next] = words[at + 3] as number;
    to[next + 1] = words[at + 2] as number;
    to[next + 2] = words[at + 1] as number;
    to[next + 3] = words[at] as number;
    next += (isThere[row] as number) * WORDS;
  }
  return next;
}

import { WORDS } from './amount-words.ts';
import { grown } from './grown.ts';

const WORD_BASE = 2 ** 32;
/** Sums of so many 32-bit words stay below 2^53, and so exact in a double. */
const ROWS_BETWEEN_CARRIES = 2 ** 20;

/** Exact sums of amounts by id, without a BigInt a row: each of an amount's words is summed in a double of its own. */
export class WordSums {
  #sums = new Float64Array(0);
  #rowsSinceCarry = 0;

  /** Adds the amount of each row to the sum `ids[row]`; ids are below `size`. */
  add(ids: Int32Array, words: Int32Array, rows: number, size: number): void {
    this.#makeRoom(size, rows);
    const sums = this.#sums;
    for (let row = 0; row < rows; row++) {
      const at = (ids[row] as number) * WORDS;
      const word = row * WORDS;
      (sums[at] as number) += (words[word] as number) >>> 0;
      (sums[at + 1] as number) += (words[word + 1] as number) >>> 0;
      (sums[at + 2] as number) += (words[word + 2] as number) >>> 0;
      (sums[at + 3] as number) += words[word + 3] as number;
    }
  }

  /** The sum as a count of 10^-18. */
  units(id: number): bigint {
    let units = 0n;
    for (let i = WORDS - 1; i >= 0; i--) units = (units << 32n) + BigInt(this.#sums[id * WORDS + i] ?? 0);
    return units;
  }

  #makeRoom(size: number, rows: number): void {
    this.#sums = grown(this.#sums, size * WORDS);
    this.#rowsSinceCarry += rows;
    if (this.#rowsSinceCarry <= ROWS_BETWEEN_CARRIES) return;
    this.#carry();
    this.#rowsSinceCarry = rows;
  }

  #carry(): void {
    for (let at = 0; at < this.#sums.length; at++) {
      if (at % WORDS === WORDS - 1) continue;
      const carry = Math.floor((this.#sums[at] as number) / WORD_BASE);
      this.#sums[at] = (this.#sums[at] as number) - carry * WORD_BASE;
      this.#sums[at + 1] = (this.#sums[at + 1] as number) + carry;
    }
  }
}

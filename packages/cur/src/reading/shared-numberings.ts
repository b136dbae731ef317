import { grown } from './grown.ts';
import type { IdColumn } from './pair-ids.ts';

/** Ids of rows by the numbers that some rule gives to combinations. */
interface Numbering {
  /** Of each combination that some row has, in the order of their first rows. */
  readonly numbers: number[];
  numberOf: Int32Array;
  ids: Int32Array;
  /** Rows whose ids are set. */
  filled: number;
}

/** The numbers that one rule gives, append-only while a batch grows, and the numbering it shares. */
export class OwnNumbers {
  readonly numbers: number[] = [];
  /** Whether each number is the combination itself. */
  isIdentity = true;
  shared: Numbering | undefined;
  /** How many numbers are known to agree with those of {@link shared}. */
  agreed = 0;

  add(tuple: number, number: number): void {
    this.numbers.push(number);
    this.isIdentity &&= tuple === number;
  }

  clear(): void {
    this.numbers.length = 0;
    this.isIdentity = true;
    this.shared = undefined;
    this.agreed = 0;
  }
}

/** Numberings of a batch's combinations: one array of ids for all rules that number them in the same way. */
export class SharedNumberings {
  /** Those of the batch at hand come first, {@link #active} of them; what follows is memory to use again. */
  readonly #all: Numbering[] = [];
  #active = 0;

  clear(): void {
    this.#active = 0;
  }

  /** Begins other rows whose combinations keep their numbers. */
  restart(): void {
    for (const numbering of this.#all) numbering.filled = 0;
  }

  /**
   * For each row the number of its combination.
   * @param used the combinations that `own` has numbers for, in the same order
   */
  idsBy(own: OwnNumbers, used: readonly number[], { ids }: IdColumn, rows: number): Int32Array {
    if (own.isIdentity) return ids;
    if (!own.shared || !agree(own, own.shared)) this.#join(own);
    const shared = own.shared as Numbering;
    for (let i = shared.numbers.length; i < own.numbers.length; i++) append(shared, used, own.numbers[i] as number);
    own.agreed = own.numbers.length;
    fill(shared, ids, rows);
    return shared.ids;
  }

  /** Finds a numbering that does not contradict the rule's, or begins one. */
  #join(own: OwnNumbers): void {
    own.shared = this.#all.slice(0, this.#active).find((each) => {
      own.agreed = 0;
      return agree(own, each);
    });
    own.shared ??= this.#begin();
  }

  #begin(): Numbering {
    const numbering = this.#all[this.#active] ?? emptyNumbering();
    numbering.numbers.length = 0;
    numbering.filled = 0;
    this.#all[this.#active++] = numbering;
    return numbering;
  }
}

const emptyNumbering = (): Numbering => ({
  numbers: [],
  numberOf: new Int32Array(0),
  ids: new Int32Array(0),
  filled: 0,
});

/** Whether all numbers that both have are the same. */
function agree(own: OwnNumbers, { numbers }: Numbering): boolean {
  const known = Math.min(own.numbers.length, numbers.length);
  for (; own.agreed < known; own.agreed++) if (own.numbers[own.agreed] !== numbers[own.agreed]) return false;
  return true;
}

function append(numbering: Numbering, used: readonly number[], number: number): void {
  const tuple = used[numbering.numbers.push(number) - 1] as number;
  numbering.numberOf = grown(numbering.numberOf, tuple + 1);
  numbering.numberOf[tuple] = number;
}

function fill(numbering: Numbering, tuples: Int32Array, rows: number): void {
  numbering.ids = grown(numbering.ids, rows);
  const { ids, numberOf } = numbering;
  for (let row = numbering.filled; row < rows; row++) ids[row] = numberOf[tuples[row] as number] as number;
  numbering.filled = Math.max(numbering.filled, rows);
}

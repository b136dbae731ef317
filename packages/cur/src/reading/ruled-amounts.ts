import { isStorableAmount } from '../fields.ts';
import type { AmountTerms } from '../line-item-rules.ts';
import { setUnits, unitsAt, WORDS } from './amount-words.ts';
import type { BatchRule } from './applied-rule.ts';
import type { ColumnBatch } from './column-batch.ts';
import { grown } from './grown.ts';
import type { Amounts } from './line-item-batch.ts';

interface Term {
  readonly words: Int32Array;
  readonly sign: 1 | -1;
}

/** The amounts of a batch's rows by a rule, each the sum of those of its amounts that the rule names. */
export class RuledAmounts {
  readonly #rule: BatchRule<AmountTerms | null>;
  #words = new Int32Array(0);
  #isThere = new Uint8Array(0);

  constructor(rule: BatchRule<AmountTerms | null>) {
    this.#rule = rule;
  }

  /**
   * Valid until the next call.
   * @param amounts the columns that batches hold as amounts
   * @returns undefined where no row has any; the first row whose amount has too many digits, instead
   */
  of(batch: ColumnBatch, amounts: readonly number[]): Amounts | undefined | number {
    const applied = this.#rule.apply(batch);
    if (typeof applied === 'number') return applied;
    const { ids, values } = applied;
    if (values.every((value) => value === null)) return undefined;
    const terms = values.map((value) =>
      value?.map(({ place, sign }) => ({ words: wordsOf(batch, amounts, place), sign })),
    );
    const words = this.#wordsBy(ids, batch.rows, terms);
    if (typeof words === 'number' || !values.includes(null)) return typeof words === 'number' ? words : { words };
    return { words, isThere: this.#presence(ids, values, batch.rows) };
  }

  /** The column itself where each row has its amount from there, or none. */
  #wordsBy(ids: Int32Array, rows: number, terms: readonly (readonly Term[] | undefined)[]): Int32Array | number {
    const named = terms.filter((each) => each !== undefined);
    const alone = (each: readonly Term[] | undefined) =>
      each?.length === 1 && each[0]?.sign === 1 ? each[0].words : undefined;
    const [only, ...others] = new Set(named.map(alone));
    if (only && others.length === 0) return only;
    this.#words = grown(this.#words, rows * WORDS);
    const fault = combine(this.#words, ids, rows, terms, terms.map(alone));
    return fault ?? this.#words;
  }

  #presence(ids: Int32Array, values: readonly (AmountTerms | null)[], rows: number): Uint8Array {
    this.#isThere = grown(this.#isThere, rows);
    const isThere = this.#isThere;
    const flags = Uint8Array.from(values, (value) => (value === null ? 0 : 1));
    for (let row = 0; row < rows; row++) isThere[row] = flags[ids[row] as number] as number;
    return isThere;
  }
}

const wordsOf = (batch: ColumnBatch, amounts: readonly number[], { column }: { column: number }): Int32Array =>
  batch.amounts[amounts.indexOf(column)]?.words ?? new Int32Array();

/** @returns the first row whose amount has too many digits */
function combine(
  words: Int32Array,
  ids: Int32Array,
  rows: number,
  terms: readonly (readonly Term[] | undefined)[],
  alone: readonly (Int32Array | undefined)[],
): number | undefined {
  for (let row = 0; row < rows; row++) {
    const id = ids[row] as number;
    const amount = alone[id];
    if (amount) copyAmount(amount, words, row);
    else if (!addUp(terms[id] ?? [], words, row)) return row;
  }
  return undefined;
}

/** @returns false where the sum has too many digits */
function addUp(terms: readonly Term[], words: Int32Array, row: number): boolean {
  if (terms.length === 0) {
    words.fill(0, row * WORDS, (row + 1) * WORDS);
    return true;
  }
  const units = terms.reduce((sum, term) => sum + BigInt(term.sign) * unitsAt(term.words, row), 0n);
  if (!isStorableAmount(units)) return false;
  setUnits(words, row, units);
  return true;
}

function copyAmount(from: Int32Array, to: Int32Array, row: number): void {
  const at = row * WORDS;
  to[at] = from[at] as number;
  to[at + 1] = from[at + 1] as number;
  to[at + 2] = from[at + 2] as number;
  to[at + 3] = from[at + 3] as number;
}

import { isStorableAmount } from '../fields.ts';
import type { CostTerms, LineItemRules } from '../line-item-rules.ts';
import { setUnits, unitsAt, WORDS } from './amount-words.ts';
import { AppliedRule } from './applied-rule.ts';
import type { ColumnBatch } from './column-batch.ts';
import { grown } from './grown.ts';

/** The effective costs of a batch's rows, each the sum of those of its amounts that its rule names. */
export class EffectiveCosts {
  /** Columns of amounts that some row may need. */
  readonly columns: readonly number[];
  readonly #rule: AppliedRule<CostTerms>;
  #words = new Int32Array(0);
  /** Rows of the batch whose costs are in {@link #words}. */
  #filled = 0;

  /** @param texts the columns that batches hold as texts */
  constructor(rules: LineItemRules, texts: readonly number[]) {
    this.columns = rules.effectiveCostPlaces.map(({ column }) => column);
    this.#rule = new AppliedRule(rules.effectiveCost, texts);
  }

  /**
   * Valid until the next call.
   * @param amounts the columns that batches hold as amounts
   * @returns the first row whose cost has too many digits, instead
   */
  of(batch: ColumnBatch, amounts: readonly number[]): Int32Array | number {
    if (batch.from === 0) this.#filled = 0;
    const applied = this.#rule.apply(batch);
    if (typeof applied === 'number') return applied;
    const wordsOf = (column: number) => batch.amounts[amounts.indexOf(column)]?.words ?? new Int32Array();
    const terms = applied.values.map((each) => each.map(({ place, sign }) => ({ words: wordsOf(place.column), sign })));
    /** The amount that is the cost as it stands, where there is one alone. */
    const alone = terms.map((each) => (each.length === 1 && each[0]?.sign === 1 ? each[0].words : undefined));
    const [only, ...others] = new Set(alone);
    if (only && others.length === 0) return only;
    return this.#combine(applied.ids, batch.rows, terms, alone);
  }

  #combine(
    ids: Int32Array,
    rows: number,
    terms: readonly (readonly AmountTerm[])[],
    alone: readonly (Int32Array | undefined)[],
  ): Int32Array | number {
    this.#words = grown(this.#words, rows * WORDS);
    const words = this.#words;
    for (let row = this.#filled; row < rows; row++) {
      const id = ids[row] as number;
      const amount = alone[id];
      if (amount) copyAmount(amount, words, row);
      else {
        const units = (terms[id] ?? []).reduce((sum, term) => sum + BigInt(term.sign) * unitsAt(term.words, row), 0n);
        if (!isStorableAmount(units)) return row;
        setUnits(words, row, units);
      }
    }
    this.#filled = rows;
    return words;
  }
}

interface AmountTerm {
  readonly words: Int32Array;
  readonly sign: 1 | -1;
}

function copyAmount(from: Int32Array, to: Int32Array, row: number): void {
  const at = row * WORDS;
  to[at] = from[at] as number;
  to[at + 1] = from[at + 1] as number;
  to[at + 2] = from[at + 2] as number;
  to[at + 3] = from[at + 3] as number;
}

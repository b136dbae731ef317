import { isStorableAmount } from '../fields.ts';
import type { CostTerms, LineItemRules } from '../line-item-rules.ts';
import { setUnits, unitsAt, WORDS } from './amount-words.ts';
import { AppliedRule } from './applied-rule.ts';
import { BATCH_ROWS, type ColumnBatch } from './column-batch.ts';

/** The effective costs of a batch's rows, each the sum of those of its amounts that its rule names. */
export class EffectiveCosts {
  /** Columns of amounts that some row may need. */
  readonly columns: readonly number[];
  readonly #rule: AppliedRule<CostTerms>;
  readonly #words = new Int32Array(BATCH_ROWS * WORDS);

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
    const applied = this.#rule.apply(batch);
    if (typeof applied === 'number') return applied;
    const wordsOf = (column: number) => batch.amounts[amounts.indexOf(column)]?.words ?? new Int32Array();
    const terms = applied.values.map((value) =>
      value.map(({ place, sign }) => ({ words: wordsOf(place.column), sign })),
    );
    const [only, ...others] = new Set(
      terms.map((each) => (each.length === 1 && each[0]?.sign === 1 ? each[0].words : null)),
    );
    if (only && others.length === 0) return only;
    for (let row = 0; row < batch.rows; row++) {
      const each = terms[applied.ids[row] as number] ?? [];
      const [first] = each;
      if (each.length === 1 && first?.sign === 1) copyAmount(first.words, this.#words, row);
      else {
        const units = each.reduce((sum, { words, sign }) => sum + BigInt(sign) * unitsAt(words, row), 0n);
        if (!isStorableAmount(units)) return row;
        setUnits(this.#words, row, units);
      }
    }
    return this.#words;
  }
}

function copyAmount(from: Int32Array, to: Int32Array, row: number): void {
  const at = row * WORDS;
  to[at] = from[at] as number;
  to[at + 1] = from[at + 1] as number;
  to[at + 2] = from[at + 2] as number;
  to[at + 3] = from[at + 3] as number;
}

import { AlmanacError } from '@almanac/kernel';
import type { Rule } from '../line-item-rules.ts';
import type { ColumnBatch } from './column-batch.ts';
import type { SharedTuples, TupleIds } from './tuple-ids.ts';

/** The values of one property in a batch: that of a row is `values[ids[row]]`. */
export interface ValueColumn<Value> {
  readonly ids: Int32Array;
  /** Each distinct value once, in the order of its first row. */
  readonly values: readonly Value[];
}

/** A rule applied to whole batches: worked out once for each combination of texts that some row has. */
export class AppliedRule<Value> {
  readonly #rule: Rule<Value>;
  readonly #tuples: TupleIds;
  /** A row in which only the rule's columns are filled. */
  readonly #fields: string[] = [];

  constructor(rule: Rule<Value>, tuples: SharedTuples) {
    this.#rule = rule;
    this.#tuples = tuples.of(rule.columns);
  }

  /**
   * The column's values, valid until the next batch.
   * @returns the first row where the rule finds fault, instead
   */
  apply(batch: ColumnBatch): ValueColumn<Value> | number {
    const { size } = this.#tuples.of(batch);
    const { tuples, firstRows } = this.#tuples.used;
    const idOfTuple = new Int32Array(size);
    const idOfValue = new Map<Value, number>();
    for (const [i, tuple] of tuples.entries()) {
      const row = firstRows[i] as number;
      const value = this.#valueOf(tuple, batch.firstRow + row);
      if (value instanceof AlmanacError) return row;
      const id = idOfValue.get(value) ?? idOfValue.size;
      idOfValue.set(value, id);
      idOfTuple[tuple] = id;
    }
    return { ids: this.#tuples.idsBy(idOfTuple), values: [...idOfValue.keys()] };
  }

  #valueOf(tuple: number, number: number): Value | AlmanacError {
    this.#tuples.texts(tuple).forEach((text, i) => {
      this.#fields[this.#rule.columns[i] as number] = text;
    });
    try {
      return this.#rule.value({ fields: this.#fields, number });
    } catch (error) {
      if (error instanceof AlmanacError) return error;
      throw error;
    }
  }
}

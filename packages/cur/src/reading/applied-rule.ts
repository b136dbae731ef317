import { AlmanacError } from '@almanac/kernel';
import type { Rule } from '../line-item-rules.ts';
import { BATCH_ROWS, type ColumnBatch } from './column-batch.ts';
import type { SharedTuples, TupleIds } from './tuple-ids.ts';

const UNSEEN = -1;

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
  #ids: Int32Array | undefined;
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
    const { ids: tuples, size } = this.#tuples.of(batch);
    if (size === 1) {
      const value = this.#valueOf(0, batch.firstRow);
      return value instanceof AlmanacError ? 0 : { ids: tuples, values: [value] };
    }
    const idOfTuple = new Int32Array(size).fill(UNSEEN);
    const idOfValue = new Map<Value, number>();
    this.#ids ??= new Int32Array(BATCH_ROWS);
    const ids = this.#ids;
    for (let row = 0; row < batch.rows; row++) {
      const tuple = tuples[row] as number;
      let id = idOfTuple[tuple] as number;
      if (id === UNSEEN) {
        const value = this.#valueOf(tuple, batch.firstRow + row);
        if (value instanceof AlmanacError) return row;
        id = idOfValue.get(value) ?? idOfValue.size;
        idOfValue.set(value, id);
        idOfTuple[tuple] = id;
      }
      ids[row] = id;
    }
    return { ids, values: [...idOfValue.keys()] };
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

import { AlmanacError } from '@almanac/kernel';
import type { Rule } from '../line-item-rules.ts';
import { type ColumnBatch, rowNumber } from './column-batch.ts';
import { OwnNumbers } from './shared-numberings.ts';
import { MANY_COLUMNS, type SharedTuples, type Tuples } from './tuple-ids.ts';

/** The values of one property in a batch: that of a row is `values[ids[row]]`. */
export interface ValueColumn<Value> {
  readonly ids: Int32Array;
  /** Each distinct value once, in the order of its first row; more come as another batch continues it. */
  readonly values: readonly Value[];
}

/** A rule that is applied to whole batches. */
export interface BatchRule<Value> {
  /**
   * The column's values, valid until the next batch.
   * @returns the first row where the rule finds fault, instead
   */
  apply(batch: ColumnBatch): ValueColumn<Value> | number;
}

/** Values kept from batch to batch: more than a month has hours, in a few types each. */
const MAX_KNOWN = 8192;

/** Works a rule out once for each combination of texts that some row has. */
export class AppliedRule<Value> implements BatchRule<Value> {
  readonly #rule: Rule<Value>;
  readonly #tuples: Tuples;
  /** A row in which only the rule's columns are filled. */
  readonly #fields: string[] = [];
  /** Of the combinations the ids of their values. */
  readonly #ids = new OwnNumbers();
  /** Values by the texts that they follow from, for batch after batch has the same. */
  readonly #known = new Map<string, Value>();
  #idOfValue = new Map<Value, number>();
  #values: Value[] = [];

  constructor(rule: Rule<Value>, tuples: SharedTuples) {
    this.#rule = rule;
    this.#tuples = tuples.of(rule.columns);
  }

  apply(batch: ColumnBatch): ValueColumn<Value> | number {
    const found = this.#tuples.of(batch);
    const { used, firstRows, numberings } = this.#tuples;
    if (found.isAnew) this.#ids.clear();
    if (!batch.continues) this.#clearValues();
    for (let i = this.#ids.numbers.length; i < used.length; i++) {
      const row = firstRows[i] as number;
      const tuple = used[i] as number;
      const value = this.#valueOf(tuple, rowNumber(batch, row));
      if (value instanceof AlmanacError) return row;
      this.#ids.add(tuple, this.#idOf(value));
    }
    return { ids: numberings.idsBy(this.#ids, used, found, batch.rows), values: this.#values };
  }

  #clearValues(): void {
    this.#idOfValue = new Map();
    this.#values = [];
  }

  #idOf(value: Value): number {
    const known = this.#idOfValue.get(value);
    if (known !== undefined) return known;
    this.#idOfValue.set(value, this.#values.length);
    return this.#values.push(value) - 1;
  }

  #valueOf(tuple: number, number: number): Value | AlmanacError {
    const { columns } = this.#rule;
    this.#tuples.fill(tuple, this.#fields, columns);
    if (columns.length > MANY_COLUMNS) return this.#evaluate(number);
    const texts = this.#textsAt(columns);
    const known = this.#known.get(texts);
    if (known !== undefined) return known;
    const value = this.#evaluate(number);
    if (value instanceof AlmanacError) return value;
    if (this.#known.size === MAX_KNOWN) this.#known.clear();
    this.#known.set(texts, value);
    return value;
  }

  #evaluate(number: number): Value | AlmanacError {
    try {
      return this.#rule.value({ fields: this.#fields, number });
    } catch (error) {
      if (error instanceof AlmanacError) return error;
      throw error;
    }
  }

  /** The texts as one that no others give. */
  #textsAt(columns: readonly number[]): string {
    if (columns.length === 1) return this.#fields[columns[0] as number] ?? '';
    let all = '';
    for (const column of columns) all += `${this.#fields[column]?.length}:${this.#fields[column]}`;
    return all;
  }
}

import { AlmanacError } from '@almanac/kernel';
import type { Rule } from '../line-item-rules.ts';
import { type ColumnBatch, type TextColumn, textOf } from './column-batch.ts';
import { grown } from './grown.ts';
import { type IdColumn, PairIds } from './pair-ids.ts';

const UNSEEN = -1;

/** The values of one property in a batch: that of a row is `values[ids[row]]`. */
export interface ValueColumn<Value> {
  readonly ids: Int32Array;
  /** Each distinct value once, in the order of its first row; more come as the batch grows. */
  readonly values: readonly Value[];
}

/** A rule applied to whole batches: worked out once for each combination of texts that some row has. */
export class AppliedRule<Value> {
  readonly #rule: Rule<Value>;
  /** Where the rule's columns stand among the batch's texts. */
  readonly #places: readonly number[];
  readonly #pairs: readonly PairIds[];
  /** A row in which only the rule's columns are filled. */
  readonly #fields: string[] = [];
  #ids = new Int32Array(0);
  #idOfTuple = new Int32Array(64);
  #idOfValue = new Map<Value, number>();
  #values: Value[] = [];

  /** @param texts the columns that batches hold as texts */
  constructor(rule: Rule<Value>, texts: readonly number[]) {
    this.#rule = rule;
    this.#places = rule.columns.map((column) => texts.indexOf(column));
    this.#pairs = rule.columns.slice(1).map(() => new PairIds());
  }

  /**
   * The column's values, valid until the next call.
   * @returns the first row where the rule finds fault, instead
   */
  apply(batch: ColumnBatch): ValueColumn<Value> | number {
    if (batch.from === 0) this.#clear();
    this.#ids = grown(this.#ids, batch.rows);
    const columns = this.#places.map((place) => batch.texts[place] as TextColumn);
    const { ids: tuples, size } = this.#combine(columns, batch);
    this.#makeRoom(size);
    const idOfTuple = this.#idOfTuple;
    const ids = this.#ids;
    for (let row = batch.from; row < batch.rows; row++) {
      const tuple = tuples[row] as number;
      let id = idOfTuple[tuple] as number;
      if (id === UNSEEN) {
        const value = this.#valueOf(tuple, columns, batch.firstRow + row);
        if (value instanceof AlmanacError) return row;
        id = this.#idOf(value);
        idOfTuple[tuple] = id;
      }
      ids[row] = id;
    }
    return { ids, values: this.#values };
  }

  #clear(): void {
    this.#idOfTuple.fill(UNSEEN);
    this.#idOfValue = new Map();
    this.#values = [];
  }

  #makeRoom(size: number): void {
    if (size <= this.#idOfTuple.length) return;
    const larger = new Int32Array(size * 2).fill(UNSEEN);
    larger.set(this.#idOfTuple);
    this.#idOfTuple = larger;
  }

  #idOf(value: Value): number {
    const known = this.#idOfValue.get(value);
    if (known !== undefined) return known;
    this.#idOfValue.set(value, this.#values.length);
    return this.#values.push(value) - 1;
  }

  /** For each row an id of its combination of texts, below `size`. */
  #combine([first, ...others]: readonly TextColumn[], { from, rows }: ColumnBatch): IdColumn {
    if (!first) return { ids: this.#ids.fill(0, from, rows), size: 1 };
    let combined: IdColumn = { ids: first.ids, size: first.dictionary.size };
    others.forEach(({ ids, dictionary }, i) => {
      const pairs = this.#pairs[i] as PairIds;
      pairs.combine(combined, { ids, size: dictionary.size }, { from, to: rows }, this.#ids);
      combined = { ids: this.#ids, size: pairs.size };
    });
    return combined;
  }

  #valueOf(tuple: number, columns: readonly TextColumn[], number: number): Value | AlmanacError {
    let rest = tuple;
    for (let i = columns.length - 1; i >= 0; i--) {
      const table = this.#pairs[i - 1];
      const id = table ? table.second(rest) : rest;
      if (table) rest = table.first(rest);
      this.#fields[this.#rule.columns[i] as number] = textOf((columns[i] as TextColumn).dictionary, id);
    }
    try {
      return this.#rule.value({ fields: this.#fields, number });
    } catch (error) {
      if (error instanceof AlmanacError) return error;
      throw error;
    }
  }
}

import { type ColumnBatch, type TextColumn, textOf } from './column-batch.ts';
import { grown } from './grown.ts';
import { type IdColumn, PairIds } from './pair-ids.ts';
import { SharedNumberings } from './shared-numberings.ts';
import { WideTuples } from './wide-tuples.ts';

/** Ids of the combinations that rows have, each below `size`. */
export interface FoundTuples extends IdColumn {
  /** Whether ids mean other combinations than before. */
  readonly isAnew: boolean;
}

/** The combinations of texts in some columns that the rows of a batch have. */
export interface Tuples {
  /** The combinations that some row has, in the order of their first rows; see {@link firstRows}. */
  readonly used: readonly number[];
  readonly firstRows: readonly number[];
  readonly numberings: SharedNumberings;
  /** For each row the id of its combination; valid until the next batch, which is another object. */
  of(batch: ColumnBatch): FoundTuples;
  /**
   * Puts the texts of a combination into a row.
   * @param columns where in the row each of them goes
   */
  fill(tuple: number, fields: string[], columns: readonly number[]): void;
}

/** What combinations are made of: those of the columns before, the texts of the last column, or pairs of both. */
type Parts = 'before' | 'last' | 'pairs';

/** Combinations found once a batch for all who ask, column by column: those of the columns before, paired with the last one. */
export class TupleIds implements Tuples {
  readonly used: number[] = [];
  readonly firstRows: number[] = [];
  readonly numberings = new SharedNumberings();
  /** The combinations in all columns but the last. */
  readonly #before: TupleIds | undefined;
  /** Where the last column stands among the batch's texts; undefined where there are no columns. */
  readonly #place: number | undefined;
  readonly #pairs = new PairIds();
  #ids = new Int32Array(0);
  #isUsed = new Uint8Array(0);
  #batch: ColumnBatch | undefined;
  #parts: Parts = 'before';
  #found: FoundTuples = { ids: this.#ids, size: 1, isAnew: true };

  constructor(before?: TupleIds, place?: number) {
    this.#before = before;
    this.#place = place;
  }

  of(batch: ColumnBatch): FoundTuples {
    if (this.#batch === batch) return this.#found;
    this.#batch = batch;
    this.#found = this.#find(batch);
    this.#noteUsed(batch.rows);
    return this.#found;
  }

  /** @param count so many of the columns are these */
  fill(tuple: number, fields: string[], columns: readonly number[], count = columns.length): void {
    const last = this.#last(this.#batch);
    if (!this.#before || !last) return;
    fields[columns[count - 1] as number] = textOf(last.dictionary, this.#second(tuple));
    this.#before.fill(this.#first(tuple), fields, columns, count - 1);
  }

  /** Of a combination what it is in all columns but the last. */
  #first(tuple: number): number {
    if (this.#parts === 'pairs') return this.#pairs.first(tuple);
    return this.#parts === 'last' ? 0 : tuple;
  }

  /** Of a combination the text of the last column. */
  #second(tuple: number): number {
    if (this.#parts === 'pairs') return this.#pairs.second(tuple);
    return this.#parts === 'last' ? tuple : 0;
  }

  #last(batch: ColumnBatch | undefined): TextColumn | undefined {
    return this.#place === undefined ? undefined : batch?.texts[this.#place];
  }

  #find(batch: ColumnBatch): FoundTuples {
    const before = this.#before?.of(batch) ?? this.#alike(batch);
    const last = this.#last(batch);
    const parts = partsOf(before, last);
    const isSame = parts === this.#parts;
    this.#parts = parts;
    if (!last || parts === 'before') return isSame ? before : { ...before, isAnew: true };
    const column = { ids: last.ids, size: last.dictionary.size };
    const isAnew = !isSame || before.isAnew;
    if (parts === 'last') return { ...column, isAnew };
    this.#ids = grown(this.#ids, batch.rows);
    this.#pairs.combine(before, column, { rows: batch.rows, isAnew }, this.#ids);
    return { ids: this.#ids, size: this.#pairs.size, isAnew };
  }

  /** Without columns all rows have the same combination. */
  #alike(batch: ColumnBatch): FoundTuples {
    this.#ids = grown(this.#ids, batch.rows);
    return { ids: this.#ids, size: 1, isAnew: batch.continues !== true };
  }

  #noteUsed(rows: number): void {
    const { ids, size, isAnew } = this.#found;
    if (isAnew) this.#forgetUsed();
    else this.numberings.restart();
    this.#isUsed = grown(this.#isUsed, size);
    for (let row = 0; row < rows && this.used.length < size; row++) {
      const tuple = ids[row] as number;
      if (this.#isUsed[tuple] === 1) continue;
      this.#isUsed[tuple] = 1;
      this.used.push(tuple);
      this.firstRows.push(row);
    }
  }

  #forgetUsed(): void {
    this.#isUsed.fill(0);
    this.used.length = 0;
    this.firstRows.length = 0;
    this.numberings.clear();
  }
}

/** A column of one text tells no row from another. */
function partsOf(before: IdColumn, last: TextColumn | undefined): Parts {
  if (!last || last.dictionary.size <= 1) return 'before';
  return before.size === 1 ? 'last' : 'pairs';
}

/** Rules look at no more columns than this, but for that of tags, which shares none of them with others. */
export const MANY_COLUMNS = 8;

/** Shares {@link TupleIds} among rules that look at the same columns, or begin with the same. */
export class SharedTuples {
  readonly #texts: readonly number[];
  readonly #known = new Map<string, TupleIds>([['', new TupleIds()]]);

  /** @param texts the columns that batches hold as texts */
  constructor(texts: readonly number[]) {
    this.#texts = texts;
  }

  /** @param columns as indexes into the header */
  of(columns: readonly number[]): Tuples {
    if (columns.length <= MANY_COLUMNS) return this.#narrow(columns);
    return new WideTuples(columns.map((column) => this.#texts.indexOf(column)));
  }

  #narrow(columns: readonly number[]): TupleIds {
    const key = columns.join();
    const known = this.#known.get(key);
    if (known) return known;
    const place = this.#texts.indexOf(columns.at(-1) ?? -1);
    const tuples = new TupleIds(this.#narrow(columns.slice(0, -1)), place);
    this.#known.set(key, tuples);
    return tuples;
  }
}

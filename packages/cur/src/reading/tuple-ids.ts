import { BATCH_ROWS, type ColumnBatch, type TextColumn, textOf } from './column-batch.ts';
import { type IdColumn, PairIds } from './pair-ids.ts';

/** Ids of a batch's rows where all have the same. */
const ZEROS = new Int32Array(BATCH_ROWS);

/** The combinations that some row has, in the order of their first rows. */
interface UsedTuples {
  readonly tuples: readonly number[];
  readonly firstRows: readonly number[];
}

/** Ids of rows by another numbering of the combinations. */
interface Renumbered {
  readonly ids: Int32Array;
  numbers: Int32Array;
}

/** The combinations of texts in some columns that the rows of a batch have, found once a batch for all who ask. */
export class TupleIds {
  /** The combinations in all columns but the last. */
  readonly #before: TupleIds | undefined;
  /** Where the last column stands among the batch's texts; undefined where there are no columns. */
  readonly #place: number | undefined;
  readonly #pairs = new PairIds();
  #ids: Int32Array | undefined;
  #batch: ColumnBatch | undefined;
  #isPaired = false;
  #found: IdColumn = { ids: ZEROS, size: 1 };
  #used: UsedTuples | undefined;
  /** Numberings of the batch at hand come first, {@link #renumberings} of them; what follows is memory to use again. */
  readonly #renumbered: Renumbered[] = [];
  #renumberings = 0;

  constructor(before?: TupleIds, place?: number) {
    this.#before = before;
    this.#place = place;
  }

  /** For each row an id of its combination, below `size`; valid until the next batch, which is another object. */
  of(batch: ColumnBatch): IdColumn {
    if (this.#batch === batch) return this.#found;
    this.#batch = batch;
    this.#used = undefined;
    this.#renumberings = 0;
    this.#found = this.#find(batch);
    return this.#found;
  }

  /** Those of the batch at hand. */
  get used(): UsedTuples {
    this.#used ??= usedOf(this.#found, this.#batch?.rows ?? 0);
    return this.#used;
  }

  /** For each row the number of its combination: one array for all who number them in the same way. */
  idsBy(numbers: Int32Array): Int32Array {
    const { tuples } = this.used;
    if (tuples.every((tuple) => numbers[tuple] === tuple)) return this.#found.ids;
    for (const known of this.#renumbered.slice(0, this.#renumberings)) {
      if (tuples.every((tuple) => numbers[tuple] === known.numbers[tuple])) return known.ids;
    }
    const next = this.#renumbered[this.#renumberings] ?? { ids: new Int32Array(BATCH_ROWS), numbers };
    next.numbers = numbers;
    this.#renumbered[this.#renumberings++] = next;
    const { ids } = this.#found;
    for (let row = 0; row < (this.#batch?.rows ?? 0); row++) next.ids[row] = numbers[ids[row] as number] as number;
    return next.ids;
  }

  /** The texts of a combination, in the order of the columns. */
  texts(tuple: number): string[] {
    const last = this.#last(this.#batch);
    if (!this.#before || !last) return [];
    const [before, own] = this.#isPaired
      ? [this.#pairs.first(tuple), this.#pairs.second(tuple)]
      : last.dictionary.size > 1
        ? [0, tuple]
        : [tuple, 0];
    return [...this.#before.texts(before), textOf(last.dictionary, own)];
  }

  #last(batch: ColumnBatch | undefined): TextColumn | undefined {
    return this.#place === undefined ? undefined : batch?.texts[this.#place];
  }

  /** A column of one text tells no row from another. */
  #find(batch: ColumnBatch): IdColumn {
    const before = this.#before?.of(batch) ?? { ids: ZEROS, size: 1 };
    const last = this.#last(batch);
    this.#isPaired = false;
    if (!last || last.dictionary.size <= 1) return before;
    const column = { ids: last.ids, size: last.dictionary.size };
    if (before.size === 1) return column;
    this.#isPaired = true;
    this.#ids ??= new Int32Array(BATCH_ROWS);
    this.#pairs.combine(before, column, batch.rows, this.#ids);
    return { ids: this.#ids, size: this.#pairs.size };
  }
}

function usedOf({ ids, size }: IdColumn, rows: number): UsedTuples {
  const isSeen = new Uint8Array(size);
  const tuples: number[] = [];
  const firstRows: number[] = [];
  for (let row = 0; row < rows && tuples.length < size; row++) {
    const tuple = ids[row] as number;
    if (isSeen[tuple] === 1) continue;
    isSeen[tuple] = 1;
    tuples.push(tuple);
    firstRows.push(row);
  }
  return { tuples, firstRows };
}

/** Shares {@link TupleIds} among rules that look at the same columns, or begin with the same. */
export class SharedTuples {
  readonly #texts: readonly number[];
  readonly #known = new Map<string, TupleIds>([['', new TupleIds()]]);

  /** @param texts the columns that batches hold as texts */
  constructor(texts: readonly number[]) {
    this.#texts = texts;
  }

  /** @param columns as indexes into the header */
  of(columns: readonly number[]): TupleIds {
    const key = columns.join();
    const known = this.#known.get(key);
    if (known) return known;
    const place = this.#texts.indexOf(columns.at(-1) ?? -1);
    const tuples = new TupleIds(this.of(columns.slice(0, -1)), place);
    this.#known.set(key, tuples);
    return tuples;
  }
}

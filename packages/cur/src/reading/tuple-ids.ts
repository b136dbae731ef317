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
  /** Where the columns stand among the batch's texts. */
  readonly #places: readonly number[];
  readonly #pairs: readonly PairIds[];
  #ids: Int32Array | undefined;
  #batch: ColumnBatch | undefined;
  #columns: readonly TextColumn[] = [];
  /** Columns of more than one text, as indexes: the others tell no row from another. */
  #varying: readonly number[] = [];
  #found: IdColumn = { ids: ZEROS, size: 1 };
  #used: UsedTuples | undefined;
  /** Numberings of the batch at hand come first, {@link #renumberings} of them; what follows is memory to use again. */
  readonly #renumbered: Renumbered[] = [];
  #renumberings = 0;

  constructor(places: readonly number[]) {
    this.#places = places;
    this.#pairs = places.slice(1).map(() => new PairIds());
  }

  /** For each row an id of its combination, below `size`; valid until the next batch. */
  of(batch: ColumnBatch): IdColumn {
    if (this.#batch === batch) return this.#found;
    this.#batch = batch;
    this.#used = undefined;
    this.#renumberings = 0;
    this.#columns = this.#places.map((place) => batch.texts[place] as TextColumn);
    this.#varying = this.#columns.flatMap(({ dictionary }, i) => (dictionary.size > 1 ? [i] : []));
    this.#found = this.#combine(batch.rows);
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
    const ids = this.#columns.map(() => 0);
    let rest = tuple;
    for (let i = this.#varying.length - 1; i >= 0; i--) {
      const pairs = this.#pairs[i - 1];
      ids[this.#varying[i] as number] = pairs ? pairs.second(rest) : rest;
      rest = pairs?.first(rest) ?? 0;
    }
    return this.#columns.map(({ dictionary }, i) => textOf(dictionary, ids[i] as number));
  }

  #combine(rows: number): IdColumn {
    const columns = this.#varying.map((i) => {
      const { ids, dictionary } = this.#columns[i] as TextColumn;
      return { ids, size: dictionary.size };
    });
    const [first, ...others] = columns;
    if (!first) return { ids: ZEROS, size: 1 };
    if (others.length === 0) return first;
    this.#ids ??= new Int32Array(BATCH_ROWS);
    const ids = this.#ids;
    return others.reduce<IdColumn>((combined, column, i) => {
      const pairs = this.#pairs[i] as PairIds;
      pairs.combine(combined, column, rows, ids);
      return { ids, size: pairs.size };
    }, first);
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

/** Shares {@link TupleIds} among rules that look at the same columns. */
export class SharedTuples {
  readonly #texts: readonly number[];
  readonly #known = new Map<string, TupleIds>();

  /** @param texts the columns that batches hold as texts */
  constructor(texts: readonly number[]) {
    this.#texts = texts;
  }

  /** @param columns as indexes into the header */
  of(columns: readonly number[]): TupleIds {
    const key = columns.join();
    const tuples = this.#known.get(key) ?? new TupleIds(columns.map((column) => this.#texts.indexOf(column)));
    this.#known.set(key, tuples);
    return tuples;
  }
}

import type { DataPage, PageReader } from './pages.ts';
import { damaged } from './parquet-errors.ts';
import type { RawValues, ValueStream } from './raw-values.ts';
import type { Leaf } from './schema.ts';

/** Values decoded at a time: what they take does not depend on the size of a page. */
const SLICE = 4096;

/** Takes the values of the rows of a batch, in any order of rows. */
export interface ValueSink {
  /** Told before the first value of a page which dictionary its ids refer to, if any. */
  useDictionary(dictionary: RawValues | undefined): void;
  absent(row: number): void;
  /** Value `ids[i]` of the dictionary belongs to row `rows[i]`, for i below `count`. */
  takeIds(ids: Int32Array, rows: Int32Array, count: number): void;
  /** The i-th of the next values belongs to row `rows[i]`, for i below `count`. */
  takeValues(values: ValueStream, rows: Int32Array, count: number): void;
}

/** Reads a column chunk that has one value a row. */
export class FlatColumn {
  readonly #name: string;
  readonly #leaf: Leaf;
  readonly #pages: PageReader;
  readonly #levels = new Int32Array(SLICE);
  readonly #ids = new Int32Array(SLICE);
  readonly #rows = new Int32Array(SLICE);
  #page: DataPage | undefined;
  #left = 0;

  constructor(name: string, leaf: Leaf, pages: PageReader) {
    this.#name = name;
    this.#leaf = leaf;
    this.#pages = pages;
  }

  /** Gives the values of the next `rows` rows to the sink, as rows 0 and up. @throws AlmanacError `PARQUET_DAMAGED` */
  async read(rows: number, sink: ValueSink): Promise<void> {
    for (let done = 0; done < rows; ) {
      if (this.#left === 0) await this.#nextPage();
      sink.useDictionary(this.#pages.dictionary);
      const count = Math.min(this.#left, rows - done, SLICE);
      this.#slice(done, count, sink);
      this.#left -= count;
      done += count;
    }
  }

  async #nextPage(): Promise<void> {
    this.#page = await this.#pages.next();
    if (!this.#page) throw damaged(`column ${this.#name} has fewer values than there are rows`);
    this.#left = this.#page.count;
  }

  #slice(firstRow: number, count: number, sink: ValueSink): void {
    if (!this.#page) return;
    const present = this.#placeRows(firstRow, count, sink, this.#page);
    const { values } = this.#page;
    if ('stream' in values) {
      sink.takeValues(values.stream, this.#rows, present);
    } else {
      values.ids.fill(this.#ids, present);
      this.#assertIds(present);
      sink.takeIds(this.#ids, this.#rows, present);
    }
  }

  /** Finds the rows that have a value and tells the sink of those that have none. @returns how many have one */
  #placeRows(firstRow: number, count: number, sink: ValueSink, { definitions }: DataPage): number {
    definitions?.fill(this.#levels, count);
    let present = 0;
    for (let i = 0; i < count; i++) {
      if (!definitions || this.#levels[i] === this.#leaf.maxDefinition) this.#rows[present++] = firstRow + i;
      else sink.absent(firstRow + i);
    }
    return present;
  }

  #assertIds(count: number): void {
    const size = this.#pages.dictionary?.length ?? 0;
    for (let i = 0; i < count; i++) {
      if ((this.#ids[i] as number) >= size) throw damaged(`column ${this.#name} refers beyond its dictionary`);
    }
  }
}

import type { TextColumn } from '../reading/column-batch.ts';
import { grown, IdSequences } from './id-sequences.ts';
import { MapEntries, NO_VALUE } from './map-entries.ts';
import type { PageReader } from './pages.ts';
import { damaged } from './parquet-errors.ts';
import type { FileColumn } from './schema.ts';
import { TextEntries } from './text-entries.ts';

/** A row without a map, as the only id of its sequence: an empty map has none. */
const NO_MAP = -2;

/**
 * Reads a column chunk of maps: each row's map is JSON text, as it is in csv; an absent map is the empty text. Rows with
 * the same entries in the same order share one text, made once a batch.
 */
export class MapColumn {
  readonly #column: FileColumn & { kind: 'map' };
  readonly #keys: MapEntries;
  readonly #values: MapEntries;
  readonly #ids: Int32Array;
  readonly #sequences = new IdSequences();
  readonly #texts = new TextEntries();
  /** Ids of the keys and values of the row at hand, in turn. */
  #row = new Int32Array(64);
  #rowLength = 0;

  constructor(column: FileColumn & { kind: 'map' }, keys: PageReader, values: PageReader, batchRows: number) {
    this.#ids = new Int32Array(batchRows);
    this.#column = column;
    this.#keys = new MapEntries(column.key, keys);
    this.#values = new MapEntries(column.value, values);
  }

  /** The next `rows` rows, valid until it is called again. @throws AlmanacError `PARQUET_DAMAGED` */
  async read(rows: number): Promise<TextColumn> {
    this.#begin();
    let row = -1;
    while (this.#isReady() || (await this.#more())) {
      if (this.#keys.repetition === 0) {
        if (row >= 0) this.#put(row);
        if (row + 1 === rows) return this.#batch();
        row += 1;
        this.#rowLength = 0;
      }
      this.#takeEntry();
    }
    if (row < 0 || row + 1 !== rows) throw this.#damaged('has fewer values than there are rows');
    this.#put(row);
    return this.#batch();
  }

  #begin(): void {
    this.#keys.forget();
    this.#values.forget();
    this.#sequences.clear();
    this.#texts.clear();
  }

  #isReady(): boolean {
    return this.#keys.isReady && this.#values.isReady;
  }

  /** @returns false behind the last entry */
  async #more(): Promise<boolean> {
    if (!this.#keys.isReady && !(await this.#keys.more())) return false;
    if (this.#values.isReady || (await this.#values.more())) return true;
    throw this.#damaged('has fewer values than keys');
  }

  #takeEntry(): void {
    const { mapLevel, entryLevel } = this.#column;
    const { definition } = this.#keys;
    const isEntry = definition >= entryLevel;
    if (this.#values.repetition !== this.#keys.repetition || this.#values.definition >= entryLevel !== isEntry) {
      throw this.#damaged('has keys and values that do not match');
    }
    const [key, value] = [this.#keys.take(), this.#values.take()];
    if (isEntry) this.#append(key, value);
    else if (definition < mapLevel) this.#append(NO_MAP, NO_VALUE);
  }

  #append(key: number, value: number): void {
    if (this.#rowLength === this.#row.length) this.#row = grown(this.#row, 2 * this.#rowLength);
    this.#row[this.#rowLength++] = key;
    this.#row[this.#rowLength++] = value;
  }

  #put(row: number): void {
    const id = this.#sequences.numberOf(this.#row, this.#rowLength);
    if (id === this.#texts.size) this.#texts.addText(this.#json());
    this.#ids[row] = id;
  }

  #json(): string {
    if (this.#row[0] === NO_MAP && this.#rowLength > 0) return '';
    const entries: string[] = [];
    for (let i = 0; i < this.#rowLength; i += 2) {
      const [key, value] = [this.#row[i] as number, this.#row[i + 1] as number];
      entries.push(`${this.#keys.jsonOf(key)}:${this.#values.jsonOf(value)}`);
    }
    return `{${entries.join(',')}}`;
  }

  #batch(): TextColumn {
    return { ids: this.#ids, dictionary: this.#texts.dictionary(this.#column.name) };
  }

  #damaged(why: string): Error {
    return damaged(`column ${this.#column.name} ${why}`);
  }
}

import { BATCH_ROWS, type TextColumn } from '../reading/column-batch.ts';
import type { DataPage, PageReader } from './pages.ts';
import { damaged } from './parquet-errors.ts';
import type { Raw, RawValues } from './raw-values.ts';
import type { FileColumn, Leaf } from './schema.ts';
import { TextEntries } from './text-entries.ts';
import { textOfType } from './value-text.ts';

/** Entries decoded at a time. */
const SLICE = 4096;

/** The keys or the values of the maps of a chunk, one entry after the other, each as JSON. */
class Entries {
  readonly #pages: PageReader;
  readonly #leaf: Leaf;
  readonly #jsonOf: (raw: Raw) => string;
  readonly #repetitions = new Int32Array(SLICE);
  readonly #definitions = new Int32Array(SLICE);
  readonly #ids = new Int32Array(SLICE);
  #page: DataPage | undefined;
  #left = 0;
  #source: RawValues | undefined;
  #shared: string[] = [];
  #values: string[] = [];
  #value = 0;
  #at = 0;
  #count = 0;

  constructor(leaf: Leaf, pages: PageReader) {
    this.#leaf = leaf;
    this.#pages = pages;
    this.#jsonOf = jsonOfType(leaf);
  }

  /** Whether the current entry has been decoded; otherwise {@link more} must be called. */
  get isReady(): boolean {
    return this.#at < this.#count;
  }

  /** 0 where the current entry begins a row. */
  get repetition(): number {
    return this.#repetitions[this.#at] as number;
  }

  get definition(): number {
    return this.#definitions[this.#at] as number;
  }

  /** Moves on, and gives the JSON of the entry left behind; undefined where it has no value. */
  take(): string | undefined {
    const isThere = this.#definitions[this.#at++] === this.#leaf.maxDefinition;
    return isThere ? this.#values[this.#value++] : undefined;
  }

  /** Decodes some more entries. @returns false behind the last */
  async more(): Promise<boolean> {
    while (this.#left === 0) {
      this.#page = await this.#pages.next();
      if (!this.#page) return false;
      this.#left = this.#page.count;
    }
    this.#decode(this.#page as DataPage);
    return true;
  }

  #decode({ repetitions, definitions, values }: DataPage): void {
    const count = Math.min(this.#left, SLICE);
    repetitions?.fill(this.#repetitions, count);
    definitions?.fill(this.#definitions, count);
    this.#at = 0;
    this.#count = count;
    this.#left -= count;
    this.#value = 0;
    let present = 0;
    for (let i = 0; i < count; i++) if (this.#definitions[i] === this.#leaf.maxDefinition) present += 1;
    this.#values =
      'stream' in values ? this.#json(values.stream.take(present)) : this.#ofDictionary(values.ids, present);
  }

  #ofDictionary(ids: { fill(out: Int32Array, count: number): void }, present: number): string[] {
    const { dictionary = [] } = this.#pages;
    if (dictionary !== this.#source) this.#shared = this.#json(dictionary);
    this.#source = dictionary;
    ids.fill(this.#ids, present);
    return Array.from({ length: present }, (_, i) => {
      const json = this.#shared[this.#ids[i] as number];
      if (json === undefined) throw damaged('a map refers beyond its dictionary');
      return json;
    });
  }

  #json(values: RawValues): string[] {
    return Array.from(values, this.#jsonOf);
  }
}

/** Numbers stay numbers, as in the maps that AWS writes into csv; everything else is a string. */
function jsonOfType({ element }: Leaf): (raw: Raw) => string {
  const textOf = textOfType(element);
  if (!textOf) return (raw) => JSON.stringify(Buffer.from(raw as Uint8Array).toString('utf8'));
  return (raw) => {
    const text = textOf(raw);
    return Number.isFinite(Number(text)) && /^(DOUBLE|FLOAT)$/.test(element.type ?? '') ? text : JSON.stringify(text);
  };
}

/** Reads a column chunk of maps: each row's map is JSON text, as it is in csv; an absent map is the empty text. */
export class MapColumn {
  readonly #column: FileColumn & { kind: 'map' };
  readonly #keys: Entries;
  readonly #values: Entries;
  readonly #ids = new Int32Array(BATCH_ROWS);
  readonly #texts = new TextEntries();
  readonly #known = new Map<string, number>();

  constructor(column: FileColumn & { kind: 'map' }, keys: PageReader, values: PageReader) {
    this.#column = column;
    this.#keys = new Entries(column.key, keys);
    this.#values = new Entries(column.value, values);
  }

  /** The next `rows` rows, valid until it is called again. @throws AlmanacError `PARQUET_DAMAGED` */
  async read(rows: number): Promise<TextColumn> {
    this.#texts.clear();
    this.#known.clear();
    let row = -1;
    let json = '';
    while (await this.#isReady()) {
      if (this.#keys.repetition === 0) {
        if (row >= 0) this.#put(row, json);
        if (row + 1 === rows) return this.#batch();
        row += 1;
        json = '';
      }
      json = this.#extended(json);
    }
    if (row + 1 !== rows) throw damaged(`column ${this.#column.name} has fewer values than there are rows`);
    this.#put(row, json);
    return this.#batch();
  }

  /** Whether there is another entry. */
  async #isReady(): Promise<boolean> {
    if (!this.#keys.isReady && !(await this.#keys.more())) return false;
    if (this.#values.isReady || (await this.#values.more())) return true;
    throw damaged(`column ${this.#column.name} has fewer values than keys`);
  }

  #extended(json: string): string {
    const { mapLevel, entryLevel, name } = this.#column;
    const { definition } = this.#keys;
    const isEntry = definition >= entryLevel;
    if (this.#values.repetition !== this.#keys.repetition || this.#values.definition >= entryLevel !== isEntry) {
      throw damaged(`keys and values of column ${name} do not match`);
    }
    const key = this.#keys.take();
    const value = this.#values.take() ?? 'null';
    if (!isEntry) return definition < mapLevel ? '' : '{';
    return `${json === '' ? '{' : `${json},`}${key ?? '""'}:${value}`;
  }

  #put(row: number, json: string): void {
    const text = json === '' ? '' : `${json}}`;
    let id = this.#known.get(text);
    if (id === undefined) {
      id = this.#texts.addText(text);
      this.#known.set(text, id);
    }
    this.#ids[row] = id;
  }

  #batch(): TextColumn {
    return { ids: this.#ids, dictionary: this.#texts.dictionary(this.#column.name) };
  }
}

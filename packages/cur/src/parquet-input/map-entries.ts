import type { HybridRuns } from './hybrid-runs.ts';
import type { DataPage, PageReader } from './pages.ts';
import { damaged } from './parquet-errors.ts';
import type { Raw, RawValues } from './raw-values.ts';
import type { Leaf } from './schema.ts';
import { textOfType } from './value-text.ts';

/** Entries decoded at a time. */
const SLICE = 4096;
/** Texts of pages without a dictionary that are remembered; beyond, those are forgotten that are not in use. */
const MAX_OWN_TEXTS = 100_000;

/** The id of an entry that has no value. */
export const NO_VALUE = -1;

/** The keys or the values of the maps of a column chunk, one entry after the other. */
export class MapEntries {
  readonly #pages: PageReader;
  readonly #leaf: Leaf;
  readonly #jsonOf: (raw: Raw) => string;
  readonly #repetitions = new Int32Array(SLICE);
  readonly #definitions = new Int32Array(SLICE);
  readonly #ids = new Int32Array(SLICE);
  readonly #present = new Int32Array(SLICE);
  #page: DataPage | undefined;
  #left = 0;
  #at = 0;
  #count = 0;
  /** JSON by id: first the dictionary's, then that of other values in the order in which they were met. */
  #json: string[] = [];
  #dictionary: RawValues | undefined;
  readonly #own = new Map<string, number>();

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

  /** Moves on, and gives the id of the entry left behind; {@link NO_VALUE} where it has none. */
  take(): number {
    return this.#ids[this.#at++] as number;
  }

  /** The value with an id, as JSON. */
  jsonOf(id: number): string {
    return id === NO_VALUE ? 'null' : (this.#json[id] as string);
  }

  /** Frees memory. Ids given before must not be used any more. */
  forget(): void {
    if (this.#own.size < MAX_OWN_TEXTS) return;
    const pending = Array.from(this.#ids.subarray(this.#at, this.#count), (id) => this.#json[id]);
    this.#own.clear();
    this.#json.length = this.#dictionary?.length ?? 0;
    pending.forEach((json, i) => {
      const id = this.#ids[this.#at + i] as number;
      if (json !== undefined && id >= this.#json.length) this.#ids[this.#at + i] = this.#ownId(json);
    });
  }

  /** Decodes some more entries. @returns false behind the last. @throws AlmanacError `PARQUET_DAMAGED` */
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
    const { maxDefinition } = this.#leaf;
    let present = 0;
    for (let i = 0; i < count; i++) if (this.#definitions[i] === maxDefinition) present += 1;
    if ('ids' in values) this.#takeIds(values.ids, present);
    else this.#takeValues(values.stream.take(present));
    let value = 0;
    for (let i = 0; i < count; i++) {
      const isThere = this.#definitions[i] === maxDefinition;
      this.#ids[i] = isThere ? (this.#present[value++] as number) : NO_VALUE;
    }
    this.#at = 0;
    this.#count = count;
    this.#left -= count;
  }

  #takeIds(ids: HybridRuns, count: number): void {
    const { dictionary = [] } = this.#pages;
    if (dictionary !== this.#dictionary) this.#json = Array.from(dictionary, this.#jsonOf);
    this.#dictionary = dictionary;
    ids.fill(this.#present, count);
    for (let i = 0; i < count; i++) {
      if ((this.#present[i] as number) >= dictionary.length) throw damaged('a map refers beyond its dictionary');
    }
  }

  #takeValues(values: RawValues): void {
    for (let i = 0; i < values.length; i++) this.#present[i] = this.#ownId(this.#jsonOf(values[i] as Raw));
  }

  #ownId(json: string): number {
    let id = this.#own.get(json);
    if (id === undefined) {
      id = this.#json.push(json) - 1;
      this.#own.set(json, id);
    }
    return id;
  }
}

/** Numbers stay numbers, as in the maps that AWS writes into csv; everything else is a string. */
function jsonOfType({ element }: Leaf): (raw: Raw) => string {
  const textOf = textOfType(element);
  if (!textOf) return (raw) => JSON.stringify(Buffer.from(raw as Uint8Array).toString('utf8'));
  if (element.type !== 'DOUBLE' && element.type !== 'FLOAT') return (raw) => JSON.stringify(textOf(raw));
  return (raw) => (Number.isFinite(raw) ? textOf(raw) : 'null');
}

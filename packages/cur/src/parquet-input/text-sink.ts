import type { Dictionary, TextColumn } from '../reading/column-batch.ts';
import type { ValueSink } from './flat-column.ts';
import type { Raw, RawValues, ValueStream } from './raw-values.ts';
import { TextEntries } from './text-entries.ts';
import type { TextOf } from './value-text.ts';

/**
 * Collects the texts of a column, batch by batch. The dictionary of a column chunk becomes a batch's dictionary as it
 * is, each entry made into text once; values without a dictionary follow it as entries of their own.
 */
export class TextSink implements ValueSink {
  readonly #column: string;
  readonly #textOf: TextOf | undefined;
  readonly #ids: Int32Array;
  /** Entries that only this batch has. */
  readonly #own = new TextEntries();
  /** Those of the chunk and of this batch together. */
  readonly #all = new TextEntries();
  readonly #known = new Map<Raw, number>();
  #source: RawValues | undefined;
  #shared: Dictionary | undefined;
  #emptyId: number | undefined;

  /** @param textOf how a value is written; undefined where it is UTF-8 as it stands */
  constructor(column: string, textOf: TextOf | undefined, batchRows: number) {
    this.#ids = new Int32Array(batchRows);
    this.#column = column;
    this.#textOf = textOf;
  }

  useDictionary(dictionary: RawValues | undefined): void {
    if (dictionary === this.#source) return;
    this.#source = dictionary;
    this.#shared = dictionary && this.#converted(dictionary);
  }

  absent(row: number): void {
    this.#ids[row] = this.#shared ? this.#shared.size - 1 : this.#idOfEmpty();
  }

  takeIds(ids: Int32Array, rows: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) this.#ids[rows[i] as number] = ids[i] as number;
  }

  takeValues(stream: ValueStream, rows: Int32Array, count: number): void {
    const base = this.#shared?.size ?? 0;
    if (!this.#textOf && stream.locate) {
      let i = 0;
      stream.locate(count, (bytes, start, end) => {
        this.#ids[rows[i++] as number] = base + this.#own.add(bytes, start, end);
      });
      return;
    }
    const values = stream.take(count);
    for (let i = 0; i < count; i++) this.#ids[rows[i] as number] = base + this.#idOf(values[i] as Raw);
  }

  /** The texts of the batch, valid until the next one is begun. */
  take(): TextColumn {
    const dictionary = this.#own.size > 0 ? this.#joined() : (this.#shared ?? this.#own.dictionary(this.#column));
    return { ids: this.#ids, dictionary };
  }

  /** Begins a batch. */
  begin(): void {
    this.#own.clear();
    this.#known.clear();
    this.#emptyId = undefined;
  }

  /** Numbers and times repeat, and are made into text once a batch; texts are taken as they come. */
  #idOf(raw: Raw): number {
    if (!this.#textOf) return this.#own.add(raw as Uint8Array);
    const known = raw instanceof Uint8Array ? undefined : this.#known.get(raw);
    if (known !== undefined) return known;
    const id = this.#own.addText(this.#textOf(raw));
    this.#known.set(raw, id);
    return id;
  }

  #idOfEmpty(): number {
    this.#emptyId ??= this.#own.addText('');
    return this.#emptyId;
  }

  /** The last entry is the empty text of absent values. */
  #converted(values: RawValues): Dictionary {
    const entries = new TextEntries();
    for (let i = 0; i < values.length; i++) {
      const raw = values[i] as Raw;
      if (this.#textOf) entries.addText(this.#textOf(raw));
      else entries.add(raw as Uint8Array);
    }
    entries.addText('');
    return entries.dictionary(this.#column);
  }

  #joined(): Dictionary {
    const own = this.#own.dictionary(this.#column);
    if (!this.#shared) return own;
    this.#all.clear();
    this.#all.addAll(this.#shared);
    this.#all.addAll(own);
    return this.#all.dictionary(this.#column);
  }
}

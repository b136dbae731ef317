import type { ValueColumn } from './applied-rule.ts';
import { grown } from './grown.ts';
import type { IdColumn, NumberedRows } from './pair-ids.ts';

/** Texts numbered from 0 on, in the order they come. */
class Numbering {
  readonly texts: string[] = [];
  readonly #idOf = new Map<string, number>();

  id(text: string): number {
    const known = this.#idOf.get(text);
    if (known !== undefined) return known;
    this.#idOf.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** One of the values that rows are grouped by: by ids of the batch's own, and what these are among all batches. */
export class KeyColumn {
  readonly #keyOf: ((value: string | null) => string) | undefined;
  readonly #all = new Numbering();
  #batch = new Numbering();
  /** For each value of the batch's column its id among the batch's keys, and for these theirs among all. */
  #localOf: number[] = [];
  #amongAll: number[] = [];
  #ids = new Int32Array(0);

  /** @param keyOf what of a value is the key, which several values may share; the value itself where it is not given */
  constructor(keyOf?: (value: string | null) => string) {
    this.#keyOf = keyOf;
  }

  /** The keys of all batches, by id. */
  get values(): readonly string[] {
    return this.#all.texts;
  }

  /** Ids of the batch's rows, the same where the key is. */
  local(column: ValueColumn<string | null>, { rows, isAnew }: NumberedRows): IdColumn {
    if (isAnew) this.#clear();
    for (let i = this.#localOf.length; i < column.values.length; i++) {
      const value = column.values[i] ?? null;
      this.#add(this.#keyOf ? this.#keyOf(value) : (value ?? ''));
    }
    if (!this.#keyOf) return { ids: column.ids, size: column.values.length };
    this.#ids = grown(this.#ids, rows);
    const ids = this.#ids;
    for (let row = 0; row < rows; row++) ids[row] = this.#localOf[column.ids[row] as number] as number;
    return { ids, size: this.#batch.texts.length };
  }

  /** What a key of the batch is among all. */
  idAmongAll(local: number): number {
    return this.#amongAll[local] ?? 0;
  }

  #clear(): void {
    this.#batch = new Numbering();
    this.#localOf = [];
    this.#amongAll = [];
  }

  #add(key: string): void {
    const local = this.#batch.id(key);
    this.#localOf.push(local);
    this.#amongAll[local] = this.#all.id(key);
  }
}

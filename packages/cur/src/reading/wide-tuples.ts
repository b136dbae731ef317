import { type ColumnBatch, type Dictionary, type TextColumn, textOf } from './column-batch.ts';
import { grown } from './grown.ts';
import { SharedNumberings } from './shared-numberings.ts';
import type { FoundTuples, Tuples } from './tuple-ids.ts';

/**
 * The combinations of texts in many columns, such as those of tags, that the rows of a batch have: found by a hash of the
 * whole row, so that a column costs no more than two looks at its ids. Each batch has them anew.
 */
export class WideTuples implements Tuples {
  readonly used: number[] = [];
  readonly firstRows: number[] = [];
  readonly numberings = new SharedNumberings();
  readonly #places: readonly number[];
  readonly #hashMask: number;
  #batch: ColumnBatch | undefined;
  #ids = new Int32Array(0);
  #hashes = new Int32Array(0);
  /** Of each row the first one with its combination. */
  #firsts = new Int32Array(0);
  /** First row + 1 of the combination whose hash leads here; 0 where there is none. */
  #slots = new Int32Array(0);
  /** Of each column its texts by their ids, as far as they have been asked for. */
  readonly #texts: string[][];

  /**
   * @param places where the columns stand among the batch's texts
   * @param hashMask bits of a hash that count; fewer make rows meet that have nothing in common
   */
  constructor(places: readonly number[], hashMask = -1) {
    this.#places = places;
    this.#texts = places.map(() => []);
    this.#hashMask = hashMask;
  }

  of(batch: ColumnBatch): FoundTuples {
    if (this.#batch !== batch) this.#find(batch);
    return { ids: this.#ids, size: this.used.length, isAnew: true };
  }

  fill(tuple: number, fields: string[], columns: readonly number[]): void {
    const row = this.firstRows[tuple] as number;
    this.#places.forEach((place, i) => {
      const { ids, dictionary } = (this.#batch as ColumnBatch).texts[place] as TextColumn;
      fields[columns[i] as number] = known(this.#texts[i] as string[], dictionary, ids[row] as number);
    });
  }

  #find(batch: ColumnBatch): void {
    const { rows } = batch;
    this.#batch = batch;
    for (const texts of this.#texts) texts.length = 0;
    this.#makeRoom(rows);
    const telling = this.#places
      .map((place) => batch.texts[place] as TextColumn)
      .filter(({ dictionary }) => dictionary.size > 1);
    const hashes = this.#hashes.fill(0, 0, rows);
    for (const { ids } of telling) addToHashes(hashes, ids, rows);
    findFirsts(hashes, this.#hashMask, this.#slots.fill(0), rows, this.#firsts);
    for (const { ids } of telling) detachOthers(this.#firsts, ids, rows);
    this.#number(rows);
  }

  #makeRoom(rows: number): void {
    this.#ids = grown(this.#ids, rows);
    this.#hashes = grown(this.#hashes, rows);
    this.#firsts = grown(this.#firsts, rows);
    const slots = 2 ** Math.ceil(Math.log2(2 * rows + 1));
    if (slots > this.#slots.length) this.#slots = new Int32Array(slots);
  }

  #number(rows: number): void {
    this.used.length = 0;
    this.firstRows.length = 0;
    this.numberings.clear();
    const [ids, firsts] = [this.#ids, this.#firsts];
    for (let row = 0; row < rows; row++) {
      const first = firsts[row] as number;
      if (first === row) {
        ids[row] = this.firstRows.push(row) - 1;
        this.used.push(ids[row] as number);
      } else ids[row] = ids[first] as number;
    }
  }
}

function addToHashes(hashes: Int32Array, ids: Int32Array, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const hash = Math.imul((hashes[row] as number) ^ (ids[row] as number), 0x9e3779b1);
    hashes[row] = hash ^ (hash >>> 15);
  }
}

/** Sets for each row the first one with its hash. */
function findFirsts(hashes: Int32Array, hashMask: number, slots: Int32Array, rows: number, firsts: Int32Array): void {
  const mask = slots.length - 1;
  for (let row = 0; row < rows; row++) {
    const hash = (hashes[row] as number) & hashMask;
    let slot = hash & mask;
    let first = (slots[slot] as number) - 1;
    while (first >= 0 && ((hashes[first] as number) & hashMask) !== hash) {
      slot = (slot + 1) & mask;
      first = (slots[slot] as number) - 1;
    }
    if (first < 0) slots[slot] = row + 1;
    firsts[row] = first < 0 ? row : first;
  }
}

/** Rows that have a first row's hash but not its text in a column become combinations of their own. */
function detachOthers(firsts: Int32Array, ids: Int32Array, rows: number): void {
  for (let row = 0; row < rows; row++) if (ids[row] !== ids[firsts[row] as number]) firsts[row] = row;
}

function known(texts: string[], dictionary: Dictionary, id: number): string {
  texts[id] ??= textOf(dictionary, id);
  return texts[id];
}

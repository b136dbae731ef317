import { TupleTable } from './tuple-table.ts';

/** Ids of rows, each below `size`. */
export interface IdColumn {
  readonly ids: Int32Array;
  readonly size: number;
}

/** Rows of a batch. */
export interface NumberedRows {
  readonly rows: number;
  /** Whether ids are numbered anew, so that they mean others than before. */
  readonly isAnew: boolean;
}

/** While there are no more possible pairs than this, each has a place of its own; beyond, pairs are hashed. */
const MAX_PLACES = 1 << 18;

const powerAbove = (count: number): number => 2 ** Math.ceil(Math.log2(count + 1));

/** Gives the pairs of two columns of one batch, and of those that continue it, ids from 0 on, in the order of their first row. */
export class PairIds {
  readonly #table = new TupleTable();
  /** Id + 1 of the pair (first, second) at first × width + second; 0 where there is none. */
  #places = new Int32Array(0);
  #width = 0;

  /** How many pairs the batch has. */
  get size(): number {
    return this.#table.size;
  }

  first(id: number): number {
    return this.#table.first(id);
  }

  second(id: number): number {
    return this.#table.second(id);
  }

  /** Sets `ids[row]` to the id of the row's pair; `ids` may be those of one of the two columns. */
  combine(first: IdColumn, second: IdColumn, { rows, isAnew }: NumberedRows, ids: Int32Array): void {
    if (isAnew) this.#clear();
    if (this.#hasPlaces(first.size, second.size)) this.#combineByPlace(first.ids, second.ids, rows, ids);
    else this.#table.combine(first.ids, second.ids, rows, ids);
  }

  #clear(): void {
    if (this.#places.length > 0) this.#setPlaces(0);
    this.#table.clear();
  }

  /** Makes sure that every possible pair has a place; false where those would be too many. */
  #hasPlaces(firsts: number, seconds: number): boolean {
    if (seconds <= this.#width && firsts * this.#width <= this.#places.length) return true;
    if (powerAbove(firsts) * powerAbove(seconds) > MAX_PLACES) return false;
    this.#width = powerAbove(seconds);
    this.#places = new Int32Array(powerAbove(firsts) * this.#width);
    this.#setPlaces(1);
    return true;
  }

  /** Sets the place of every pair to its id + 1, or to 0 for none. */
  #setPlaces(factor: 0 | 1): void {
    for (let id = 0; id < this.size; id++) {
      this.#places[this.first(id) * this.#width + this.second(id)] = factor * (id + 1);
    }
  }

  #combineByPlace(firsts: Int32Array, seconds: Int32Array, rows: number, ids: Int32Array): void {
    const places = this.#places;
    const width = this.#width;
    for (let row = 0; row < rows; row++) {
      const place = (firsts[row] as number) * width + (seconds[row] as number);
      let next = places[place] as number;
      if (next === 0) {
        next = this.#table.idOf(firsts[row] as number, seconds[row] as number) + 1;
        places[place] = next;
      }
      ids[row] = next - 1;
    }
  }
}

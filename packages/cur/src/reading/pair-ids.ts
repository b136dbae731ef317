import { TupleTable } from './tuple-table.ts';

/** Ids of rows, each below `size`. */
export interface IdColumn {
  readonly ids: Int32Array;
  readonly size: number;
}

/** Up to so many possible pairs an id for each has a place of its own; beyond, pairs are hashed. */
const MAX_PLACES = 1 << 18;

/** Gives the pairs of two columns of one batch ids from 0 on, in the order of their first row. */
export class PairIds {
  readonly #table = new TupleTable();
  #places = new Int32Array(0);

  /** How many pairs the last batch had. */
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
  combine(first: IdColumn, second: IdColumn, rows: number, ids: Int32Array): void {
    this.#table.clear();
    if (first.size * second.size > MAX_PLACES) this.#table.combine(first.ids, second.ids, rows, ids);
    else this.#combineByPlace(first, second, rows, ids);
  }

  #combineByPlace(first: IdColumn, second: IdColumn, rows: number, ids: Int32Array): void {
    const count = first.size * second.size;
    if (this.#places.length < count) this.#places = new Int32Array(count);
    const places = this.#places.fill(0, 0, count);
    const firsts = first.ids;
    const seconds = second.ids;
    const width = second.size;
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

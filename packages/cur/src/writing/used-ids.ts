import { grown } from '../reading/grown.ts';

const UNSEEN = -2;
const NULL = -1;

/** The rows of a column by the entries of its dictionary. */
export interface NumberedRows {
  /** Of each row that has a value, the number of its entry. */
  readonly indexes: Int32Array;
  /** How many rows have a value. */
  readonly count: number;
  /** 1 for rows that have a value, 0 for the others; meaningless where all have one. */
  readonly levels: Int32Array;
  /** The ids that some row has and that are not null, in the order of their first rows: the dictionary. */
  readonly entries: readonly number[];
}

/** Numbers the ids of one column after the other, in the same memory: a result is valid until the next. */
export class UsedIds {
  #indexes = new Int32Array(0);
  #levels = new Int32Array(0);
  #indexOf = new Int32Array(0);

  /** @param size ids are below it */
  of(ids: Int32Array, rows: number, size: number, isNull: (id: number) => boolean): NumberedRows {
    this.#indexOf = grown(this.#indexOf, size);
    const { entries, nulls } = this.#number(ids, rows, size, isNull);
    if (nulls === 0 && entries.every((id, index) => id === index)) {
      return { indexes: ids, count: rows, levels: this.#levels, entries };
    }
    this.#indexes = grown(this.#indexes, rows);
    this.#levels = grown(this.#levels, rows);
    const count = fill(this.#indexes, this.#levels, this.#indexOf, ids, rows);
    return { indexes: this.#indexes, count, levels: this.#levels, entries };
  }

  /** Looks no further once every id has been seen. */
  #number(ids: Int32Array, rows: number, size: number, isNull: (id: number) => boolean) {
    const indexOf = this.#indexOf.fill(UNSEEN, 0, size);
    const entries: number[] = [];
    let nulls = 0;
    for (let row = 0; row < rows && entries.length + nulls < size; row++) {
      const id = ids[row] as number;
      if (indexOf[id] !== UNSEEN) continue;
      if (isNull(id)) {
        indexOf[id] = NULL;
        nulls++;
      } else indexOf[id] = entries.push(id) - 1;
    }
    return { entries, nulls };
  }
}

/** @returns how many rows have a value */
function fill(indexes: Int32Array, levels: Int32Array, indexOf: Int32Array, ids: Int32Array, rows: number): number {
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const index = indexOf[ids[row] as number] as number;
    const level = index < 0 ? 0 : 1;
    // Written over by the next row's where this one has none.
    indexes[count] = index;
    levels[row] = level;
    count += level;
  }
  return count;
}

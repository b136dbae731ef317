import { grown } from './grown.ts';

const FIRST_SLOTS = 1024;

/** Gives each distinct pair of small whole numbers an id from 0 on, in the order of their first appearance. */
export class TupleTable {
  /** Id + 1 of the pair whose hash leads here; 0 where there is none. */
  #slots = new Int32Array(FIRST_SLOTS);
  #firsts = new Int32Array(FIRST_SLOTS / 2);
  #seconds = new Int32Array(FIRST_SLOTS / 2);
  /** For each pair the one that came after it when it was last left. */
  #followers = new Int32Array(FIRST_SLOTS / 2);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  first(id: number): number {
    return this.#firsts[id] ?? -1;
  }

  second(id: number): number {
    return this.#seconds[id] ?? -1;
  }

  /** Sets `ids[row]` to the id of the pair (`firsts[row]`, `seconds[row]`); `ids` may be one of the two. */
  combine(firsts: Int32Array, seconds: Int32Array, rows: number, ids: Int32Array): void {
    let id = -1;
    for (let row = 0; row < rows; row++) {
      const first = firsts[row] as number;
      const second = seconds[row] as number;
      if (!this.#is(id, first, second)) id = this.#after(id, first, second);
      ids[row] = id;
    }
  }

  #is(id: number, first: number, second: number): boolean {
    return this.#firsts[id] === first && this.#seconds[id] === second;
  }

  /** Id of a pair that comes after another: mostly the one that did so before. */
  #after(before: number, first: number, second: number): number {
    const known = this.#followers[before] ?? -1;
    if (this.#is(known, first, second)) return known;
    const id = this.idOf(first, second);
    this.#followers[before] = id;
    return id;
  }

  /** Forgets every pair. */
  clear(): void {
    if (this.#size > 0) this.#slots.fill(0);
    this.#size = 0;
  }

  /** Id of a pair. */
  idOf(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(first, second) & mask; ; slot = (slot + 1) & mask) {
      const id = (this.#slots[slot] as number) - 1;
      if (id < 0) return this.#append(slot, first, second);
      if (this.#is(id, first, second)) return id;
    }
  }

  #append(slot: number, first: number, second: number): number {
    const id = this.#size++;
    this.#slots[slot] = id + 1;
    this.#firsts[id] = first;
    this.#seconds[id] = second;
    this.#followers[id] = id;
    if (this.#size === this.#firsts.length) this.#grow();
    return id;
  }

  #grow(): void {
    this.#firsts = grown(this.#firsts, this.#size * 2);
    this.#seconds = grown(this.#seconds, this.#size * 2);
    this.#followers = grown(this.#followers, this.#size * 2);
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let slot = hashOf(this.first(id), this.second(id)) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id + 1;
    }
  }
}

function hashOf(first: number, second: number): number {
  const hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

/** Numbers sequences of numbers: the same sequence has the same number, given in the order of first sight. */
export class IdSequences {
  /** All distinct sequences, one behind the other. */
  #all = new Int32Array(1024);
  #ends = new Int32Array(64);
  #hashes = new Int32Array(64);
  /** Number + 1 of the sequence whose hash leads here; 0 where there is none. */
  #slots = new Int32Array(256);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#size = 0;
    this.#slots.fill(0);
  }

  /** The number of the sequence of the first `length` of `ids`. */
  numberOf(ids: Int32Array, length: number): number {
    let hash = length;
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (ids[i] as number), 0x01000193) ^ (hash >>> 15);
    const mask = this.#slots.length - 1;
    for (let slot = (hash ^ (hash >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] as number) - 1;
      if (number < 0) return this.#add(ids, length, hash, slot);
      if (this.#hashes[number] === hash && this.#is(number, ids, length)) return number;
    }
  }

  #startOf(number: number): number {
    return number === 0 ? 0 : (this.#ends[number - 1] as number);
  }

  #is(number: number, ids: Int32Array, length: number): boolean {
    const start = this.#startOf(number);
    if ((this.#ends[number] as number) - start !== length) return false;
    for (let i = 0; i < length; i++) if (this.#all[start + i] !== ids[i]) return false;
    return true;
  }

  #add(ids: Int32Array, length: number, hash: number, slot: number): number {
    const number = this.#size++;
    if (number === this.#ends.length) {
      this.#ends = grown(this.#ends, 2 * number);
      this.#hashes = grown(this.#hashes, 2 * number);
    }
    const start = this.#startOf(number);
    if (start + length > this.#all.length) this.#all = grown(this.#all, 2 * (start + length));
    this.#all.set(ids.subarray(0, length), start);
    this.#ends[number] = start + length;
    this.#hashes[number] = hash;
    this.#slots[slot] = number + 1;
    if (2 * this.#size > this.#slots.length) this.#rehash();
    return number;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 4);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.#size; number++) {
      const hash = this.#hashes[number] as number;
      let slot = (hash ^ (hash >>> 13)) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}

/** A copy of `numbers` in an array of so many. */
export function grown(numbers: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(numbers);
  return larger;
}

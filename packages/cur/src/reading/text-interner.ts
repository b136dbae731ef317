import type { TextColumn } from './column-batch.ts';
import { QUOTE } from './csv-scanner.ts';
import { grown } from './grown.ts';

const FIRST_SLOTS = 1024;
const FIRST_BYTES = 16 * 1024;

/** The texts of one column in one batch: bytes to ids by open addressing, with the last text remembered. */
export class TextInterner {
  ids = new Int32Array(FIRST_SLOTS);
  /** Id + 1 of the text whose hash leads here; 0 where there is none. */
  #slots = new Int32Array(FIRST_SLOTS);
  #hashes = new Int32Array(FIRST_SLOTS / 2);
  /** Bounds of the texts as the file has them, quotes doubled. */
  #rawStarts = new Uint32Array(FIRST_SLOTS / 2);
  #rawEnds = new Uint32Array(FIRST_SLOTS / 2);
  /** Bounds of the texts as they are meant. */
  #starts = new Uint32Array(FIRST_SLOTS / 2);
  #ends = new Uint32Array(FIRST_SLOTS / 2);
  #bytes = new Uint8Array(FIRST_BYTES);
  #size = 0;
  #used = 0;
  #last = -1;

  get heldBytes(): number {
    return this.#used;
  }

  /** Id of the text `buffer[start, end)`, in which quotes are still doubled. */
  intern(buffer: Uint8Array, start: number, end: number): number {
    const last = this.#last;
    if (last >= 0 && this.#is(last, buffer, start, end)) return last;
    return this.#find(buffer, start, end);
  }

  #is(id: number, buffer: Uint8Array, start: number, end: number): boolean {
    const bytes = this.#bytes;
    let at = this.#rawStarts[id] as number;
    if ((this.#rawEnds[id] as number) - at !== end - start) return false;
    for (let i = start; i < end; i++, at++) if (bytes[at] !== buffer[i]) return false;
    return true;
  }

  #find(buffer: Uint8Array, start: number, end: number): number {
    let hash = end - start;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (buffer[i] as number), 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = (this.#slots[slot] as number) - 1;
      if (id < 0) return this.#add(slot, hash, buffer, start, end);
      if (this.#hashes[id] === hash && this.#is(id, buffer, start, end)) {
        this.#last = id;
        return id;
      }
    }
  }

  #add(slot: number, hash: number, buffer: Uint8Array, start: number, end: number): number {
    const id = this.#size++;
    this.#slots[slot] = id + 1;
    this.#hashes[id] = hash;
    const raw = buffer.subarray(start, end);
    this.#rawStarts[id] = this.#starts[id] = this.#put(raw);
    this.#rawEnds[id] = this.#ends[id] = this.#used;
    if (raw.includes(QUOTE)) {
      this.#starts[id] = this.#put(Buffer.from(Buffer.from(raw).toString('latin1').replaceAll('""', '"'), 'latin1'));
      this.#ends[id] = this.#used;
    }
    this.#last = id;
    if (this.#size === this.#hashes.length) this.#grow();
    return id;
  }

  /** Keeps bytes; returns where. */
  #put(text: Uint8Array): number {
    const start = this.#used;
    this.#used += text.length;
    this.#bytes = grown(this.#bytes, this.#used);
    this.#bytes.set(text, start);
    return start;
  }

  #grow(): void {
    this.#hashes = grown(this.#hashes, this.#size * 2);
    this.#rawStarts = grown(this.#rawStarts, this.#size * 2);
    this.#rawEnds = grown(this.#rawEnds, this.#size * 2);
    this.#starts = grown(this.#starts, this.#size * 2);
    this.#ends = grown(this.#ends, this.#size * 2);
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let slot = (this.#hashes[id] as number) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id + 1;
    }
  }

  /** The column so far; valid until the next text. */
  column(): TextColumn {
    const dictionary = { size: this.#size, bytes: this.#bytes, starts: this.#starts, ends: this.#ends };
    return { ids: this.ids, dictionary };
  }

  /** Forgets every text. */
  clear(): void {
    if (this.#size > 0) this.#slots.fill(0);
    this.#size = 0;
    this.#used = 0;
    this.#last = -1;
  }
}

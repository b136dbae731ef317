import { isUtf8 } from 'node:buffer';
import { AlmanacError } from '@almanac/kernel';
import type { Dictionary } from '../reading/column-batch.ts';

/** Texts one behind the other in memory that grows, as the entries of a dictionary. */
export class TextEntries {
  #bytes = Buffer.allocUnsafe(1024);
  #starts = new Uint32Array(64);
  #ends = new Uint32Array(64);
  #length = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#length = 0;
    this.#size = 0;
  }

  /** @returns the entry's id */
  add(text: Uint8Array): number {
    this.#reserve(text.length);
    this.#bytes.set(text, this.#length);
    return this.#end(text.length);
  }

  /** @returns the entry's id */
  addText(text: string): number {
    this.#reserve(text.length * 3);
    return this.#end(this.#bytes.write(text, this.#length, 'utf8'));
  }

  /** Takes over all entries of a dictionary, whose ids then follow those that are there. */
  addAll({ bytes, starts, ends, size }: Dictionary): void {
    for (let id = 0; id < size; id++) this.add(bytes.subarray(starts[id], ends[id]));
  }

  /**
   * The entries so far, valid until the next {@link clear}.
   * @throws AlmanacError `NOT_TEXT` where they are not UTF-8
   */
  dictionary(column: string): Dictionary {
    const bytes = this.#bytes.subarray(0, this.#length);
    if (!isUtf8(bytes)) {
      throw new AlmanacError('NOT_TEXT', `Column ${column} holds bytes that are not UTF-8 text; export it as text`);
    }
    return { size: this.#size, bytes, starts: this.#starts, ends: this.#ends };
  }

  #end(length: number): number {
    const id = this.#size++;
    this.#starts[id] = this.#length;
    this.#length += length;
    this.#ends[id] = this.#length;
    return id;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes], Math.max(this.#bytes.length * 2, this.#length + bytes));
    }
    if (this.#size === this.#starts.length) {
      this.#starts = doubled(this.#starts);
      this.#ends = doubled(this.#ends);
    }
  }
}

function doubled(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const twice = new Uint32Array(numbers.length * 2);
  twice.set(numbers);
  return twice;
}

import { isUtf8 } from 'node:buffer';
import { AlmanacError } from '@almanac/kernel';
import type { Dictionary } from '../reading/column-batch.ts';

/** Texts one behind the other in memory that grows, as the entries of a dictionary. */
export class TextEntries {
  #bytes = Buffer.allocUnsafeSlow(1024);
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

  /** Takes the text `bytes[start, end)`. @returns the entry's id */
  add(bytes: Uint8Array, start = 0, end = bytes.length): number {
    this.#reserve(end - start, 1);
    const into = this.#bytes;
    // A loop is quicker than a call for texts as short as those of a report.
    for (let i = start, at = this.#length; i < end; i++, at++) into[at] = bytes[i] as number;
    return this.#end(end - start);
  }

  /** @returns the entry's id */
  addText(text: string): number {
    this.#reserve(text.length * 3, 1);
    return this.#end(this.#bytes.write(text, this.#length, 'utf8'));
  }

  /** Takes over all entries of a dictionary, whose ids then follow those that are there. */
  addAll({ bytes, starts, ends, size }: Dictionary): void {
    this.#reserve(bytes.length, size);
    this.#bytes.set(bytes, this.#length);
    for (let id = 0; id < size; id++) {
      this.#starts[this.#size + id] = this.#length + (starts[id] as number);
      this.#ends[this.#size + id] = this.#length + (ends[id] as number);
    }
    this.#length += bytes.length;
    this.#size += size;
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

  #reserve(bytes: number, entries: number): void {
    if (this.#length + bytes > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + bytes));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    if (this.#size + entries > this.#starts.length) {
      const length = Math.max(this.#starts.length * 2, this.#size + entries);
      this.#starts = grown(this.#starts, length);
      this.#ends = grown(this.#ends, length);
    }
  }
}

function grown(numbers: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(numbers);
  return larger;
}

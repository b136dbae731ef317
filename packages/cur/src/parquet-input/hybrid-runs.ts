import { damaged } from './parquet-errors.ts';

/** Wider ids would mean a dictionary of more than 33 million entries. */
const MAX_BIT_WIDTH = 25;

/**
 * Decodes Parquet's hybrid of run lengths and bit-packed numbers a part at a time, so that a page of any number of rows
 * takes no memory. Source: Apache Parquet, "Encodings", RLE.
 */
export class HybridRuns {
  readonly #bytes: Uint8Array;
  readonly #bitWidth: number;
  #offset: number;
  #left = 0;
  #isPacked = false;
  #value = 0;
  #bit = 0;

  /** @param bytes the runs, from `offset` on */
  constructor(bytes: Uint8Array, offset: number, bitWidth: number) {
    if (bitWidth > MAX_BIT_WIDTH) throw damaged(`numbers of ${bitWidth} bits`);
    this.#bytes = bytes;
    this.#offset = offset;
    this.#bitWidth = bitWidth;
  }

  /** Puts the next `count` numbers into `out`, from its start. @throws AlmanacError `PARQUET_DAMAGED` */
  fill(out: Int32Array, count: number): void {
    // A dictionary of one entry needs no bits, and some writers then write no runs.
    if (this.#bitWidth === 0) out.fill(0, 0, count);
    for (let done = this.#bitWidth === 0 ? count : 0; done < count; ) {
      if (this.#left === 0) this.#beginRun();
      const end = done + Math.min(this.#left, count - done);
      this.#left -= end - done;
      if (this.#isPacked) this.#unpack(out, done, end);
      else out.fill(this.#value, done, end);
      done = end;
    }
  }

  #beginRun(): void {
    const header = this.#varint();
    const length = Math.floor(header / 2);
    this.#isPacked = header % 2 === 1;
    this.#left = this.#isPacked ? length * 8 : length;
    if (this.#left === 0) return;
    if (this.#isPacked) {
      this.#bit = this.#offset * 8;
      this.#offset += length * this.#bitWidth;
      return;
    }
    this.#value = 0;
    for (let shift = 0; shift < this.#bitWidth; shift += 8) this.#value |= this.#byte() << shift;
  }

  #unpack(out: Int32Array, from: number, to: number): void {
    const bytes = this.#bytes;
    const width = this.#bitWidth;
    const mask = 2 ** width - 1;
    // The last run may be cut off behind its last number: those few are read byte by byte.
    const safeBit = (bytes.length - 4) * 8;
    let bit = this.#bit;
    let i = from;
    for (; i < to && bit <= safeBit; i++, bit += width) {
      const at = bit >>> 3;
      const word =
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24);
      out[i] = (word >>> (bit & 7)) & mask;
    }
    for (; i < to; i++, bit += width) out[i] = this.#slowly(bit) & mask;
    this.#bit = bit;
  }

  #slowly(bit: number): number {
    const at = bit >>> 3;
    if (bit + this.#bitWidth > this.#bytes.length * 8) throw damaged('a page ends within its numbers');
    let word = 0;
    for (let i = 3; i >= 0; i--) word = (word << 8) | (this.#bytes[at + i] ?? 0);
    return word >>> (bit & 7);
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 35; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw damaged('a run of impossible length');
  }

  #byte(): number {
    const byte = this.#bytes[this.#offset++];
    if (byte === undefined) throw damaged('a page ends within its numbers');
    return byte;
  }
}

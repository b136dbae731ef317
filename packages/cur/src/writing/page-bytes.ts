const FIRST_BYTES = 4096;

/** Bytes of a page in the making. */
export class PageBytes {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  length = 0;

  /** Makes sure that `count` more bytes fit, and gives the array they go into, at {@link length}. */
  room(count: number): Buffer {
    if (this.length + count > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.length + count));
      this.#bytes.copy(larger, 0, 0, this.length);
      this.#bytes = larger;
    }
    return this.#bytes;
  }

  byte(value: number): void {
    this.room(1)[this.length++] = value;
  }

  uint32(value: number): void {
    this.length = this.room(4).writeUInt32LE(value, this.length);
  }

  /** An unsigned number in base 128, low digits first. */
  varint(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) this.byte((rest & 0x7f) | 0x80);
    this.byte(rest);
  }

  /** A text or its bytes, with its length before it: Parquet's BYTE_ARRAY. */
  byteArray(text: string): void {
    const bytes = this.room(4 + text.length * 3);
    const size = bytes.write(text, this.length + 4);
    bytes.writeUInt32LE(size, this.length);
    this.length += 4 + size;
  }

  append(bytes: Uint8Array): void {
    this.room(bytes.length).set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What has been written; valid until {@link clear}. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }

  /** Begins anew, in the same memory. */
  clear(): this {
    this.length = 0;
    return this;
  }
}

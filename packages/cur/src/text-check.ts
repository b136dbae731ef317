import { isUtf8 } from 'node:buffer';
import { AlmanacError } from '@almanac/kernel';

const notText = (why: string) =>
  new AlmanacError(
    'NOT_TEXT',
    `The file is not the UTF-8 text of a csv report (${why}); it is damaged or of another kind`,
  );

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** How many bytes the character has that begins with this byte; 1 for what begins none. */
const characterBytes = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1);

/** Where a character begins that the chunk does not finish; its length where there is none. */
function unfinishedAt(chunk: Uint8Array): number {
  for (let at = chunk.length - 1; at >= 0 && at >= chunk.length - 3; at--) {
    const byte = chunk[at] ?? 0;
    if (!isContinuation(byte)) return at + characterBytes(byte) > chunk.length ? at : chunk.length;
  }
  return chunk.length;
}

/** Checks that bytes which come in chunks are UTF-8 without NUL. */
export class TextCheck {
  #unfinished = Buffer.alloc(0);
  #checkedBytes = 0;

  /** @throws AlmanacError `NOT_TEXT` */
  add(chunk: Uint8Array): void {
    const nul = chunk.indexOf(0);
    if (nul >= 0) throw notText(`byte ${this.#checkedBytes + nul} is NUL`);
    const missing =
      this.#unfinished.length > 0 ? characterBytes(this.#unfinished[0] ?? 0) - this.#unfinished.length : 0;
    const from = Math.min(missing, chunk.length);
    const joined = Buffer.concat([this.#unfinished, chunk.subarray(0, from)]);
    const isJoined = from === missing;
    const rest = chunk.subarray(from);
    const end = unfinishedAt(rest);
    if ((isJoined && !isUtf8(joined)) || !isUtf8(rest.subarray(0, end))) {
      throw notText(`not UTF-8 between bytes ${this.#checkedBytes} and ${this.#checkedBytes + chunk.length}`);
    }
    this.#unfinished = isJoined ? Buffer.from(rest.subarray(end)) : joined;
    this.#checkedBytes += chunk.length;
  }

  /** @throws AlmanacError `NOT_TEXT` where the last character is cut off */
  end(): void {
    if (this.#unfinished.length > 0) throw notText(`its last character, at byte ${this.#checkedBytes}, is cut off`);
  }
}

import type { ColumnChunk, RowGroup } from 'hyparquet';
import { damaged, unsupported } from './parquet-errors.ts';
import type { RandomAccess } from './random-access.ts';

/** Column chunks of a row group that fit in here are read whole; of larger ones a window at a time. */
const HELD_BYTES = 16 * 1024 ** 2;
const MIN_WINDOW_BYTES = 256 * 1024;
/** Chunks with less than this between them come in one request: S3 takes as long to answer as to send so much. */
const MAX_GAP_BYTES = 512 * 1024;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The bytes of one column chunk, from its start to its end: one window is held while the next is being read. */
export class ChunkBytes {
  readonly #file: RandomAccess;
  readonly #windowBytes: number;
  readonly #end: number;
  #requested: number;
  #held: Uint8Array;
  #ahead: Promise<Uint8Array> | undefined;

  /** @param held bytes at the start of the range that have been read already */
  constructor(file: RandomAccess, range: Range, held: Uint8Array, windowBytes: number) {
    this.#file = file;
    this.#windowBytes = windowBytes;
    this.#end = range.end;
    this.#requested = range.start + held.length;
    this.#held = held;
    this.#ahead = this.#request(1);
  }

  get isAtEnd(): boolean {
    return this.#held.length === 0 && !this.#ahead;
  }

  /** At least `count` of the next bytes, or all that are left; they stay to be taken. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#held.length < count && this.#ahead) {
      const more = await this.#ahead;
      this.#held = this.#held.length === 0 ? more : Buffer.concat([this.#held, more]);
      this.#ahead = this.#request(count - this.#held.length);
    }
    return this.#held;
  }

  /** Exactly the next `count` bytes. @throws AlmanacError `PARQUET_DAMAGED` where the chunk has fewer */
  async take(count: number): Promise<Uint8Array> {
    if ((await this.peek(count)).length < count) throw damaged('a page reaches beyond its column');
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return taken;
  }

  /** Begins to read the next window, or `count` bytes where those are more; undefined at the end. */
  #request(count: number): Promise<Uint8Array> | undefined {
    const start = this.#requested;
    if (start >= this.#end) return undefined;
    this.#requested = Math.min(this.#end, start + Math.max(count, this.#windowBytes));
    const bytes = this.#file.read(start, this.#requested);
    // Awaited when its turn comes; until then a failure is nobody's.
    bytes.catch(() => undefined);
    return bytes;
  }
}

/** Where a column chunk lies. @throws AlmanacError `PARQUET_UNSUPPORTED` for an encrypted one, `PARQUET_DAMAGED` */
function rangeOf(chunk: ColumnChunk, sizeBytes: number): Range {
  const { meta_data: data, crypto_metadata: encrypted } = chunk;
  if (encrypted) throw unsupported('Encrypted Parquet', 'write it without encryption');
  if (chunk.file_path) throw unsupported('Parquet with columns in files of their own', 'write it as one file');
  if (!data) throw damaged('a column has no place in it');
  // Old writers leave the dictionary's offset out or 0; then the data begins with it.
  const start = Number(data.dictionary_page_offset || data.data_page_offset);
  const end = start + Number(data.total_compressed_size);
  if (!(start >= 4 && end >= start && end <= sizeBytes)) throw damaged('a column lies outside of the file');
  return { start, end };
}

/** Ranges that lie close together as one, each with the ranges it holds; in the order of the file. */
function coalesced(ranges: readonly Range[]): { start: number; end: number }[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start - last.end <= MAX_GAP_BYTES && end - last.start <= HELD_BYTES) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/**
 * The bytes of some column chunks of a row group, by their index: in as few requests as can be where they are small,
 * with a bounded part of each in memory where they are not.
 */
export async function rowGroupBytes(
  file: RandomAccess,
  group: RowGroup,
  indexes: readonly number[],
): Promise<ReadonlyMap<number, ChunkBytes>> {
  const ranges = new Map(
    indexes.map((index) => {
      const chunk = group.columns[index];
      if (!chunk) throw damaged('a row group lacks columns');
      return [index, rangeOf(chunk, file.sizeBytes)] as const;
    }),
  );
  const spans = coalesced([...ranges.values()]);
  const total = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  if (total > HELD_BYTES) {
    const windowBytes = Math.max(MIN_WINDOW_BYTES, Math.floor(HELD_BYTES / (2 * indexes.length)));
    return new Map(
      [...ranges].map(([index, range]) => [index, new ChunkBytes(file, range, new Uint8Array(), windowBytes)]),
    );
  }
  const read = await Promise.all(
    spans.map(async ({ start, end }) => ({ start, end, bytes: await file.read(start, end) })),
  );
  return new Map(
    [...ranges].map(([index, range]) => {
      const span = read.find(({ start, end }) => start <= range.start && range.end <= end);
      const held = span?.bytes.subarray(range.start - span.start, range.end - span.start) ?? new Uint8Array();
      return [index, new ChunkBytes(file, range, held, MIN_WINDOW_BYTES)];
    }),
  );
}

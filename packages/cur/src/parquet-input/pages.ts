import { crc32 } from 'node:zlib';
import { AlmanacError } from '@almanac/kernel';
import type { ColumnMetaData, Encoding, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompress } from './codecs.ts';
import { HybridRuns } from './hybrid-runs.ts';
import { damaged, decoding, malformed, unsupported } from './parquet-errors.ts';
import { type RawValues, type ValueStream, valueStream } from './raw-values.ts';
import type { ChunkBytes } from './row-group-bytes.ts';
import type { Leaf } from './schema.ts';

/** Headers are some tens of bytes, and longer only where they carry statistics of long texts. */
const HEADER_BYTES = [4 * 1024, 64 * 1024, 4 * 1024 ** 2];
/** No writer's default comes near: DuckDB's largest are 100 MB. */
const MAX_PAGE_BYTES = 256 * 1024 ** 2;

/** Some consecutive values of a column, to be decoded a part at a time. */
export interface DataPage {
  /** Values, absent ones included. */
  readonly count: number;
  /** For each value how much of it is there, up to {@link Leaf.maxDefinition}; undefined where all is always there. */
  readonly definitions: HybridRuns | undefined;
  /** For each value 0 where it begins a row, 1 where it goes on with it; undefined where every value is a row. */
  readonly repetitions: HybridRuns | undefined;
  /** The values that are there: indexes into the chunk's dictionary, or the values themselves. */
  readonly values: { readonly ids: HybridRuns } | { readonly stream: ValueStream };
}

/** Levels from their start, each time it is called. */
type Levels = () => HybridRuns | undefined;

/** What reads the pages of a file is told of each how many bytes it unpacked to. */
export type MeterBytes = (unpackedBytes: number) => void;

/** Reads a column chunk page by page. */
export class PageReader {
  readonly #bytes: ChunkBytes;
  readonly #chunk: ColumnMetaData;
  readonly #leaf: Leaf;
  readonly #meter: MeterBytes;
  #dictionary: RawValues | undefined;

  constructor(bytes: ChunkBytes, chunk: ColumnMetaData, leaf: Leaf, meter: MeterBytes) {
    this.#bytes = bytes;
    this.#chunk = chunk;
    this.#leaf = leaf;
    this.#meter = meter;
  }

  /** The dictionary of the chunk, once a page that uses it has been read. */
  get dictionary(): RawValues | undefined {
    return this.#dictionary;
  }

  /** The next data page, undefined behind the last. @throws AlmanacError `PARQUET_DAMAGED`, `PARQUET_UNSUPPORTED` */
  async next(): Promise<DataPage | undefined> {
    while (!this.#bytes.isAtEnd) {
      const header = await this.#header();
      const packed = await this.#bytes.take(header.compressed_page_size);
      if (header.crc !== undefined && crc32(packed) !== header.crc >>> 0)
        throw damaged('the checksum of a page is wrong');
      const page = this.#page(header, packed);
      if (page) return page;
    }
    return undefined;
  }

  async #header(): Promise<PageHeader> {
    for (const size of HEADER_BYTES) {
      const bytes = await this.#bytes.peek(size);
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
      try {
        const header = parquetHeader(reader);
        assertSizes(header);
        await this.#bytes.take(reader.offset);
        return header;
      } catch (error) {
        // A header that is cut off by the end of what was looked at is tried again with more of it.
        if (error instanceof AlmanacError || bytes.length < size) throw malformed('a page header', error);
      }
    }
    throw damaged('a page header without end');
  }

  #page(header: PageHeader, packed: Uint8Array): DataPage | undefined {
    this.#meter(header.uncompressed_page_size);
    if (header.dictionary_page_header) {
      if (this.#dictionary) throw damaged('a column with two dictionaries');
      const { num_values: count } = header.dictionary_page_header;
      const bytes = decompress(this.#chunk.codec, packed, header.uncompressed_page_size);
      this.#dictionary = valueStream('PLAIN', this.#leaf.element, bytes, 0, () => count).take(count);
      return undefined;
    }
    if (header.data_page_header) return this.#firstVersion(header, packed);
    if (header.data_page_header_v2) return this.#secondVersion(header, packed);
    // Pages of a kind that is not known are to be passed over.
    return undefined;
  }

  /** Levels and values packed together, each kind of level behind its length. */
  #firstVersion(header: PageHeader, packed: Uint8Array): DataPage {
    const { num_values: count, encoding, ...levels } = header.data_page_header ?? missing();
    const bytes = decompress(this.#chunk.codec, packed, header.uncompressed_page_size);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let offset = 0;
    const levelsUpTo = (max: number, levelEncoding: Encoding): Levels => {
      if (max === 0) return () => undefined;
      if (levelEncoding !== 'RLE') throw unsupported(`Parquet with levels as ${levelEncoding}`, 'write it anew');
      const start = offset + 4;
      const end = start + decoding('a page', () => view.getUint32(offset, true));
      if (end > bytes.length) throw damaged('a page ends within its levels');
      offset = end;
      return () => new HybridRuns(bytes.subarray(0, end), start, bitsFor(max));
    };
    const repetitions = levelsUpTo(this.#leaf.maxRepetition, levels.repetition_level_encoding);
    const definitions = levelsUpTo(this.#leaf.maxDefinition, levels.definition_level_encoding);
    const present = () => countPresent(definitions(), count, this.#leaf.maxDefinition);
    const values = this.#values(encoding, bytes, offset, present);
    return { count, repetitions: repetitions(), definitions: definitions(), values };
  }

  /** Levels as they are and in front, packed values behind. */
  #secondVersion(header: PageHeader, packed: Uint8Array): DataPage {
    const page = header.data_page_header_v2 ?? missing();
    const { repetition_levels_byte_length: repetitionBytes, definition_levels_byte_length: definitionBytes } = page;
    const levelBytes = repetitionBytes + definitionBytes;
    if (!(repetitionBytes >= 0 && definitionBytes >= 0 && levelBytes <= packed.length)) {
      throw damaged('a page ends within its levels');
    }
    const levelsUpTo = (max: number, start: number, end: number): HybridRuns | undefined =>
      max === 0 ? undefined : new HybridRuns(packed.subarray(0, end), start, bitsFor(max));
    const codec = page.is_compressed === false ? 'UNCOMPRESSED' : this.#chunk.codec;
    const bytes = decompress(codec, packed.subarray(levelBytes), header.uncompressed_page_size - levelBytes);
    return {
      count: page.num_values,
      repetitions: levelsUpTo(this.#leaf.maxRepetition, 0, repetitionBytes),
      definitions: levelsUpTo(this.#leaf.maxDefinition, repetitionBytes, levelBytes),
      values: this.#values(page.encoding, bytes, 0, () => page.num_values - page.num_nulls),
    };
  }

  #values(encoding: Encoding, bytes: Uint8Array, offset: number, present: () => number): DataPage['values'] {
    if (encoding !== 'PLAIN_DICTIONARY' && encoding !== 'RLE_DICTIONARY') {
      return { stream: valueStream(encoding, this.#leaf.element, bytes, offset, present) };
    }
    if (!this.#dictionary) throw damaged('a page refers to a dictionary that is not there');
    // A page of absent values only may hold nothing at all.
    return { ids: new HybridRuns(bytes, offset + 1, bytes[offset] ?? 0) };
  }
}

/** How many of a page's values are there, by levels made for the purpose. */
function countPresent(definitions: HybridRuns | undefined, count: number, max: number): number {
  if (!definitions) return count;
  const levels = new Int32Array(4096);
  let present = 0;
  for (let done = 0; done < count; done += levels.length) {
    const some = Math.min(levels.length, count - done);
    definitions.fill(levels, some);
    for (let i = 0; i < some; i++) if (levels[i] === max) present += 1;
  }
  return present;
}

function assertSizes(header: PageHeader): void {
  const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
  if (!(packed >= 0 && unpacked >= 0)) throw damaged('a page of no size');
  if (Math.max(packed, unpacked) > MAX_PAGE_BYTES) {
    throw unsupported(`Parquet with pages of more than ${MAX_PAGE_BYTES} bytes`, 'write it with smaller row groups');
  }
}

const bitsFor = (max: number): number => 32 - Math.clz32(max);

const missing = (): never => {
  throw damaged('a page without its header');
};

import type { ColumnMetaData, RowGroup, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { release } from '../release.ts';
import type { ColumnPages } from './column-pages.ts';
import { MIN_COMPRESSED_BYTES, pageCompression } from './compression.ts';

/** Takes bytes of a file in order; resolves when it can take more. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

const MAGIC = 'PAR1';

/** Room for the headers of a column's pages, and to begin a footer with. */
const HEADER_BYTES = 128;
const FOOTER_BYTES = 16 * 1024;

/** A column of the file: flat, any value may be null. */
export type ParquetColumn = Omit<SchemaElement, 'repetition_type'> & Required<Pick<SchemaElement, 'type'>>;

/** Writes a Parquet file row group by row group: pages are ours, headers and footer hyparquet-writer's. */
export class ParquetFile {
  readonly #columns: readonly ParquetColumn[];
  readonly #write: WriteBytes;
  readonly #rowGroups: RowGroup[] = [];
  #offset = 0;
  #rows = 0n;

  constructor(columns: readonly ParquetColumn[], write: WriteBytes) {
    this.#columns = columns;
    this.#write = write;
  }

  /**
   * Writes a row group; one call at a time.
   * @param pages of each column, in the order of the file's columns
   */
  async append(pages: readonly ColumnPages[], rows: number): Promise<void> {
    const compress = compressor();
    const compressed: CompressedPages[] = [];
    // One by one: each compression in progress takes a megabyte or two.
    for (const each of pages) compressed.push(await compressPages(each, compress));
    const size = compressed.reduce((sum, each) => sum + each.data.length + (each.dictionary?.length ?? 0), 0);
    const bytes = this.#begin(size + HEADER_BYTES * compressed.length);
    const start = this.#offset;
    const columns = compressed.map((each, i) =>
      this.#chunk(bytes, start, this.#columns[i] as ParquetColumn, each, rows),
    );
    const total = (of: (column: ColumnMetaData) => bigint) => columns.reduce((sum, column) => sum + of(column), 0n);
    this.#rowGroups.push({
      columns: columns.map((meta_data) => ({ file_offset: 0n, meta_data })),
      total_byte_size: total((column) => column.total_uncompressed_size),
      total_compressed_size: total((column) => column.total_compressed_size),
      num_rows: BigInt(rows),
    });
    this.#rows += BigInt(rows);
    for (const each of compressed) releasePages(each);
    await this.#end(bytes);
  }

  /** Writes the footer; nothing may be appended afterwards. */
  async finish(): Promise<void> {
    const bytes = this.#begin(FOOTER_BYTES);
    const elements = this.#columns.map((column) => ({ ...column, repetition_type: 'OPTIONAL' as const }));
    writeMetadata(bytes, {
      version: 2,
      created_by: 'almanac',
      schema: [{ name: 'line_items', num_children: elements.length }, ...elements],
      num_rows: this.#rows,
      row_groups: this.#rowGroups,
      metadata_length: 0,
    });
    bytes.appendBytes(Buffer.from(MAGIC));
    await this.#end(bytes);
  }

  /** @param size bytes to make room for */
  #begin(size: number): ByteWriter {
    const bytes = new ByteWriter(size);
    if (this.#offset === 0) bytes.appendBytes(Buffer.from(MAGIC));
    return bytes;
  }

  async #end(bytes: ByteWriter): Promise<void> {
    this.#offset += bytes.offset;
    await this.#write(bytes.getBytes());
  }

  #chunk(
    bytes: ByteWriter,
    start: number,
    column: ParquetColumn,
    pages: CompressedPages,
    rows: number,
  ): ColumnMetaData {
    const begin = bytes.offset;
    const { raw, dictionary, data, codec } = pages;
    if (raw.dictionary && dictionary) {
      writePageHeader(bytes, {
        type: 'DICTIONARY_PAGE',
        uncompressed_page_size: raw.dictionary.bytes.length,
        compressed_page_size: dictionary.length,
        dictionary_page_header: { num_values: raw.dictionary.size, encoding: 'PLAIN' },
      });
      bytes.appendBytes(dictionary);
    }
    const dataOffset = bytes.offset;
    writePageHeader(bytes, {
      type: 'DATA_PAGE',
      uncompressed_page_size: raw.data.length,
      compressed_page_size: data.length,
      data_page_header: {
        num_values: rows,
        encoding: dictionary ? 'RLE_DICTIONARY' : 'PLAIN',
        definition_level_encoding: 'RLE',
        repetition_level_encoding: 'RLE',
      },
    });
    bytes.appendBytes(data);
    const compressedSize = bytes.offset - begin;
    const saved = raw.data.length - data.length + (raw.dictionary?.bytes.length ?? 0) - (dictionary?.length ?? 0);
    return {
      type: column.type,
      path_in_schema: [column.name],
      codec,
      encodings: dictionary ? ['PLAIN', 'RLE', 'RLE_DICTIONARY'] : ['PLAIN', 'RLE'],
      num_values: BigInt(rows),
      total_uncompressed_size: BigInt(compressedSize + saved),
      total_compressed_size: BigInt(compressedSize),
      data_page_offset: BigInt(start + dataOffset),
      ...(dictionary && { dictionary_page_offset: BigInt(start + begin) }),
      statistics: {
        null_count: BigInt(raw.nulls),
        ...(raw.bounds && { min_value: raw.bounds.min, max_value: raw.bounds.max }),
      },
    };
  }
}

interface CompressedPages {
  readonly raw: ColumnPages;
  readonly codec: typeof pageCompression.codec | 'UNCOMPRESSED';
  readonly dictionary: Buffer | undefined;
  readonly data: Buffer;
}

/** Larger memory is no part of what Node shares among small buffers. */
const MIN_RELEASED_BYTES = 32 * 1024;

function releasePages({ codec, dictionary, data }: CompressedPages): void {
  if (codec === 'UNCOMPRESSED') return; // in the encoder's own memory
  for (const page of [dictionary, data]) if (page && page.buffer.byteLength >= MIN_RELEASED_BYTES) release(page.buffer);
}

/** Columns may share a page: each is compressed once. */
function compressor(): (page: Buffer) => Promise<Buffer> {
  const known = new Map<Buffer, Buffer>();
  return async (page) => {
    const compressed = known.get(page) ?? (await pageCompression.compress(page));
    known.set(page, compressed);
    return compressed;
  };
}

async function compressPages(raw: ColumnPages, compress: (page: Buffer) => Promise<Buffer>): Promise<CompressedPages> {
  if (raw.data.length + (raw.dictionary?.bytes.length ?? 0) < MIN_COMPRESSED_BYTES) {
    return { raw, codec: 'UNCOMPRESSED', dictionary: raw.dictionary?.bytes, data: raw.data };
  }
  const dictionary = raw.dictionary && (await compress(raw.dictionary.bytes));
  return { raw, codec: pageCompression.codec, dictionary, data: await compress(raw.data) };
}

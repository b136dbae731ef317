import type { ReadLimits } from '../report-reader.ts';
import { BatchBuilder } from './batch-builder.ts';
import { ByteScanner } from './byte-scanner.ts';
import type { ColumnBatch, ColumnSource, WantedColumns } from './column-batch.ts';
import { type CsvHeader, readCsvHeader } from './csv-header.ts';
import type { CsvScanner, ScanLayout } from './csv-scanner.ts';
import { csvTail } from './csv-tail.ts';
import { isSimdAvailable, SimdScanner } from './simd-scanner.ts';

export type NewScanner = (layout: ScanLayout) => CsvScanner;

/** SIMD where the machine has it, which all that Lambda runs on do. */
export const fastestScanner: NewScanner = (layout) =>
  isSimdAvailable() ? new SimdScanner(layout) : new ByteScanner(layout);

/** Texts are kept for so many rows, so that what is held of them depends on no file's size. */
const KEPT_ROWS = 131_072;

const LAST_LINE_END = Buffer.from('\n');

/**
 * A csv report by columns.
 * @param text its bytes, known to be UTF-8
 * @throws AlmanacError where the header cannot be read
 */
export async function csvSource(
  text: AsyncGenerator<Uint8Array>,
  limits: ReadLimits,
  newScanner: NewScanner = fastestScanner,
): Promise<ColumnSource> {
  const header = await readCsvHeader(text, limits);
  return {
    names: header.names,
    batches: (wanted) => {
      const layout = { fieldCount: header.names.length, wanted, maxLineBytes: limits.maxLineBytes };
      return new CsvReading(header, newScanner(layout), wanted, limits).batches();
    },
  };
}

/** The reading of one file. */
class CsvReading {
  readonly #header: CsvHeader;
  readonly #scanner: CsvScanner;
  readonly #wanted: WantedColumns;
  readonly #limits: ReadLimits;
  /** Number of the batch's first row; the header is row 1. */
  #nextRow = 2;
  /** Rows of the file that the batch is made of, as far as it has been given. */
  #fileRows = 0;
  /** Whether the batch has the texts of the one before; how many rows have had them. */
  #continues = false;
  #keptRows = 0;
  #isRefused = false;

  constructor(header: CsvHeader, scanner: CsvScanner, wanted: WantedColumns, limits: ReadLimits) {
    this.#header = header;
    this.#scanner = scanner;
    this.#wanted = wanted;
    this.#limits = limits;
  }

  async *batches(): AsyncGenerator<ColumnBatch> {
    const { rest } = this.#header;
    try {
      for (let next = await rest.next(); !next.done; next = await rest.next()) {
        for (let chunk = next.value; chunk.length > 0; ) {
          const fed = Math.min(chunk.length, this.#scanner.freeBytes);
          this.#scanner.feed(chunk.subarray(0, fed));
          chunk = chunk.subarray(fed);
          yield* this.#scan();
          if (this.#isRefused) return yield* this.#slowly([this.#scanner.unread(), chunk]);
        }
      }
      yield* this.#lastRows();
    } catch (error) {
      yield this.#batch();
      throw error;
    } finally {
      await rest.return(undefined);
    }
  }

  *#scan(): Generator<ColumnBatch> {
    let stop = this.#scanner.scan();
    for (; stop === 'batch-full'; stop = this.#scanner.scan()) {
      yield this.#batch();
      this.#newBatch();
    }
    this.#isRefused = stop === 'refused';
  }

  /** The last row may lack its line end; what then is left over is no row. */
  async *#lastRows(): AsyncGenerator<ColumnBatch> {
    const unread = this.#scanner.unread();
    this.#scanner.feed(LAST_LINE_END);
    yield* this.#scan();
    if (this.#isRefused || this.#scanner.unread().length > 0) return yield* this.#slowly([unread]);
    yield this.#batch();
  }

  /** Gives the rows scanned so far and leaves the others to csv-parse. */
  async *#slowly(unread: readonly Uint8Array[]): AsyncGenerator<ColumnBatch> {
    const lines = this.#header.lines + this.#scanner.lines;
    yield this.#batch();
    this.#newBatch();
    const before = { rows: this.#nextRow - 1, lines };
    const builder = new BatchBuilder(this.#wanted, this.#nextRow);
    const text = concatenated(unread, this.#header.rest);
    for await (const fields of csvTail(text, this.#header.names.length, this.#limits, before)) {
      builder.add(fields);
      if (builder.isFull) yield builder.take();
    }
    if (!builder.isEmpty) yield builder.take();
  }

  /** The batch so far. */
  #batch(): ColumnBatch {
    const scanned = this.#scanner.batch();
    const place = { firstRow: this.#nextRow, continues: this.#continues };
    const { grouped: groups, ...rows } = scanned;
    const grouped = groups && { batch: { ...place, ...groups.rows }, ofRows: groups.ofRows };
    this.#fileRows = this.#scanner.rows;
    return { ...place, ...rows, grouped };
  }

  #newBatch(): void {
    this.#nextRow += this.#fileRows;
    this.#keptRows += this.#fileRows;
    this.#fileRows = 0;
    this.#continues = this.#scanner.newBatch(this.#wanted.keepsTexts === true && this.#keptRows < KEPT_ROWS);
    if (!this.#continues) this.#keptRows = 0;
  }
}

async function* concatenated(first: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>) {
  yield* first;
  yield* rest;
}

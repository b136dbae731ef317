/**
 * The seam between what reads a file (csv scanners, Parquet) and what makes line items of it. A source tells the names
 * of the report's columns; the mapping answers which of them it wants; the source then gives batches of rows in which
 * every text is the id of a dictionary entry and every amount an exact fixed-point number. Nothing here knows a format.
 */

/** A file of rows whose column names have been read. */
export interface ColumnSource {
  /** Names of all columns in file order, as they stand in the file. */
  readonly names: readonly string[];
  /**
   * Reads the rows, once. A batch and its arrays may be used until the next one is asked for: sources reuse memory.
   * @throws AlmanacError naming what is wrong and where, after all rows before it have been given
   */
  batches(wanted: WantedColumns): AsyncIterable<ColumnBatch>;
}

/** Columns to read, as indexes into {@link ColumnSource.names}: ascending, each in one of the two at most. */
export interface WantedColumns {
  /** Rows that a batch should have, where it is not the file that says. */
  readonly batchRows: number;
  /** Whether a batch should go on with the texts of the one before: for whoever need not know which of them its rows have. */
  readonly keepsTexts?: boolean;
  readonly texts: readonly number[];
  readonly amounts: readonly number[];
  /** How a source that can may put rows together, for whoever needs their sums alone. */
  readonly grouping?: Grouping;
}

/**
 * Which rows of a batch may be given as one, with the sums of their amounts: those that agree in the keys. Every distinct text
 * of the other columns is still one of a given row's, and an amount that is none, or very large, is a row's own.
 */
export interface Grouping {
  /** Columns of texts. */
  readonly keys: readonly number[];
  /** Columns of times of which the day matters: those like `2025-01-31T23:00:00Z` may be given as another of their day. */
  readonly days: readonly number[];
  /** Whether the rows themselves are wanted, and groups beside them; then it takes the texts of other columns from the rows. */
  readonly isBesideRows?: boolean;
}

/** The groups of a batch whose rows are given themselves. */
export interface RowGroups {
  /** Them as a batch. */
  readonly batch: ColumnBatch;
  /** For each row of the other batch the row in this one. */
  readonly ofRows: Int32Array;
}

/** What rows of a batch stand for that is given grouped: one by one, in the order of their first rows in the file. */
export interface Groups {
  /** How many rows of the file the batch is made of. */
  readonly fileRows: number;
  /** For each row of the batch how many of the file it stands for; at least as long as the batch. */
  readonly counts: Uint32Array;
  /** For each row the first of them, from 0. */
  readonly firstRows: Uint32Array;
}

/** Some consecutive rows, which share dictionaries. */
export interface ColumnBatch {
  readonly rows: number;
  /** Whether its dictionaries begin with those of the batch before, so that what is known of ids still holds. */
  readonly continues?: boolean;
  /** Number of the first row, the header being row 1 as a spreadsheet shows it; blank lines have no number. */
  readonly firstRow: number;
  /** Where its rows are groups. */
  readonly groups?: Groups | undefined;
  /** Its rows as groups too, where they are wanted beside them. */
  readonly grouped?: RowGroups | undefined;
  /** One for each of {@link WantedColumns.texts}, in that order. */
  readonly texts: readonly TextColumn[];
  /** One for each of {@link WantedColumns.amounts}, in that order. */
  readonly amounts: readonly AmountColumn[];
}

/** Texts, times, JSON maps: whatever is not summed. */
export interface TextColumn {
  /** For each row the id of its text; at least as long as the batch has rows. */
  readonly ids: Int32Array;
  readonly dictionary: Dictionary;
}

/**
 * The texts of one column in one batch, by id from 0 to `size` - 1, in UTF-8. Entry i is
 * `bytes.subarray(starts[i], ends[i])`; a missing value is the empty text. An entry no row uses, or the same text under
 * two ids, costs time and changes nothing.
 */
export interface Dictionary {
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Amounts as whole counts of 10^-18 ({@link AMOUNT_SCALE}), exact; see amount-words.ts for their layout. */
export interface AmountColumn {
  /** Four 32-bit words a row: little-endian two's complement of 128 bits. A missing value is 0. */
  readonly words: Int32Array;
  /** Rows of this batch (from 0) whose text is no amount or one beyond 38 digits, with that text; their words are 0. */
  readonly faults: ReadonlyMap<number, string>;
}

/** How many rows of the file a batch is made of. */
export const fileRowsOf = ({ rows, groups }: ColumnBatch): number => groups?.fileRows ?? rows;

/** Number in the file of a batch's row, or of the first that it stands for. */
export const rowNumber = ({ firstRow, groups }: ColumnBatch, row: number): number =>
  firstRow + (groups?.firstRows[row] ?? row);

/** Rows of a batch that becomes a row group of the curated file; fewer are enough where there is none. */
export const ROW_GROUP_ROWS = 32_768;
export const SUMS_ROWS = 16_384;

/** Texts of a row group; more would take the memory that is there for anything else. */
const ROW_GROUP_TEXTS = 64 * ROW_GROUP_ROWS;

/** Rows of a row group, which are fewer where so many columns are wanted as texts, of tags for example, that memory tells. */
export const rowGroupRows = (texts: number): number =>
  Math.max(1024, Math.min(ROW_GROUP_ROWS, Math.floor(ROW_GROUP_TEXTS / texts)));

/** The text of a dictionary entry. */
export const textOf = ({ bytes, starts, ends }: Dictionary, id: number): string =>
  bufferOf(bytes).toString('utf8', starts[id], ends[id]);

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

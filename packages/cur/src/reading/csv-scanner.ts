import type { AmountColumn, Groups, TextColumn, WantedColumns } from './column-batch.ts';

/** What a scanner has to know of the file. */
export interface ScanLayout {
  /** Fields that every row must have. */
  readonly fieldCount: number;
  readonly wanted: WantedColumns;
  /** A longer row is refused. */
  readonly maxLineBytes: number;
}

/**
 * Why a scan ended: the bytes so far hold no further whole row; the batch is full and another has to begin; or the row at hand is
 * not the plain csv that scanners read (damaged, or longer than they hold), and csv-parse has to say what it is.
 */
export type ScanStop = 'needs-bytes' | 'batch-full' | 'refused';

export interface ScannedRows {
  readonly rows: number;
  /** Where the rows are grouped, which a scanner may do if it is wanted. */
  readonly groups?: Groups;
  readonly texts: readonly TextColumn[];
  readonly amounts: readonly AmountColumn[];
  /** The same rows as groups, if they are wanted beside them and the scanner makes them. */
  readonly grouped?: { readonly rows: Omit<ScannedRows, 'grouped'>; readonly ofRows: Int32Array };
}

/**
 * Port: turns the bytes of csv rows into columns. Rows end at LF, CR or CRLF outside of quotes; empty lines are none. The
 * bytes are known to be UTF-8 without NUL. {@link csv-scanner.contract.ts} holds implementations to csv-parse.
 */
export interface CsvScanner {
  /** How many bytes it can take at present. */
  readonly freeBytes: number;
  /** Rows of the file in the batch so far. */
  readonly rows: number;
  /** Line ends passed so far, counted as csv-parse does. */
  readonly lines: number;
  /** Takes bytes that follow those taken before; at most {@link freeBytes}. */
  feed(bytes: Uint8Array): void;
  /** Reads whole rows from what it has taken. */
  scan(): ScanStop;
  /** The rows of the batch so far; valid until the next {@link scan}. */
  batch(): ScannedRows;
  /**
   * Begins another batch: forgets the rows, and the texts unless they are to be kept and have room.
   * @returns whether they were kept, so that ids mean what they did
   */
  newBatch(keepsTexts: boolean): boolean;
  /** A copy of the bytes taken and not read: they begin with a row. */
  unread(): Buffer;
}

/** Bytes a scanner holds: a chunk of gunzip's and a row that began before it. A longer row is refused. */
export const WINDOW_BYTES = 2 * 1024 * 1024;

/** Distinct texts of a batch take this many bytes at most, and what one window adds: then it is full. */
export const DICTIONARY_BYTES = 16 * 1024 * 1024;

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const LF = 0x0a;
export const CR = 0x0d;

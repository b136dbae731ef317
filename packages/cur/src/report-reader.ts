import type { LineItem, ReportFormat } from './line-item.ts';

export interface ReadLimits {
  /** Longest row in bytes of text, quoted newlines included. */
  readonly maxLineBytes: number;
  /** Most bytes a file may have once decompressed. */
  readonly maxUncompressedBytes: number;
}

export const DEFAULT_READ_LIMITS: ReadLimits = { maxLineBytes: 16 * 1024 ** 2, maxUncompressedBytes: 100 * 1024 ** 3 };

/** A report whose header has been read and understood. */
export interface Report {
  readonly format: ReportFormat;
  /** Line items in file order, some hundreds at a time, so that memory does not depend on the size of the file. */
  readonly batches: AsyncIterable<LineItem[]>;
  /** What was found while reading; complete when `batches` has ended. */
  readonly findings: ReadFindings;
}

export interface ReadFindings {
  rows: number;
  uncompressedBytes: number;
  /** `partial` where columns needed for the amortised cost of some row are absent. */
  amortized: 'full' | 'partial';
  /** Sentences a person should read; each once. */
  warnings: Set<string>;
}

/** Port: reads the bytes of a cost report, whatever its compression and format. */
export interface ReportReader {
  /**
   * @throws AlmanacError naming what is wrong and where: from `open` for the header, from `batches` for rows.
   *   Then nothing of the file may be used.
   */
  open(content: AsyncIterable<Uint8Array>, limits: ReadLimits): Promise<Report>;
}

import { AlmanacError } from '@almanac/kernel';
import type { DailyCost } from './daily-costs.ts';
import type { ReportFormat } from './line-item.ts';
import { openParquet } from './parquet-input/parquet-source.ts';
import type { RandomAccess } from './parquet-input/random-access.ts';
import type { PartUpload } from './ports.ts';
import { type ColumnSource, fileRowsOf } from './reading/column-batch.ts';
import { ColumnNormaliser } from './reading/column-normaliser.ts';
import { ColumnarSums } from './reading/columnar-sums.ts';
import { csvSource, type NewScanner } from './reading/csv-source.ts';
import { Payers } from './reading/payers.ts';
import { containerOf, csvText, peek } from './report-content.ts';
import { recogniseFormat } from './report-formats.ts';
import type { ReadFindings, ReadLimits } from './report-reader.ts';
import { CuratedFiles } from './writing/curated-files.ts';

export interface ReadOptions {
  readonly limits: ReadLimits;
  /** Opens the curated Parquet of a billing period; without it no curated file is written. */
  readonly openPart?: (billingPeriod: string) => PartUpload;
  /** Ends the reading with `OUT_OF_TIME` where it is aborted. */
  readonly signal?: AbortSignal;
  /** `YYYY-MM` that all rows are billed in, where the file's place says so: a row that says otherwise adds a warning. */
  readonly billingPeriod?: string;
  /** For tests and measurements. */
  readonly newScanner?: NewScanner;
}

/** All that is to be known of a report. */
export interface ReadReport {
  readonly format: ReportFormat;
  readonly findings: ReadFindings;
  /** Exact daily costs by billing period, ascending; rows in the order of their first line item. */
  readonly periods: Map<string, DailyCost[]>;
  /** Distinct BillingAccountIds, ascending, at most {@link MAX_PAYERS}. */
  readonly payers: readonly string[];
}

/** A file to read: its bytes in order, once, and any part of them. */
export interface ReportFile {
  readonly content: AsyncIterable<Uint8Array>;
  readonly ranges: RandomAccess;
}

/**
 * Reads a report to its end, whatever its format: sums it up and, where asked to, writes its curated files on the way, in
 * memory that does not depend on its size. `content` is always read to its end, so that it can be hashed on the way.
 * @throws AlmanacError naming what is wrong and where; then no part exists and nothing of the file may be used
 */
export async function readReportFile({ content, ranges }: ReportFile, options: ReadOptions): Promise<ReadReport> {
  const { head, whole } = await peek(content);
  if (containerOf(head) !== 'parquet') return readReport(whole, options);
  const rest = drained(whole);
  rest.catch(() => undefined); // awaited below, unless something else is wrong first
  try {
    const report = await readParquetReport(ranges, options);
    await rest;
    return report;
  } finally {
    await whole.return(undefined);
  }
}

async function drained(content: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of content);
}

/**
 * Reads a csv report, packed in any way.
 * @throws AlmanacError naming what is wrong and where; then no part exists and nothing of the file may be used
 */
export async function readReport(content: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<ReadReport> {
  const findings: ReadFindings = { rows: 0, uncompressedBytes: 0, amortized: 'full', warnings: new Set() };
  const text = await csvText(content, options.limits, findings);
  try {
    const source = await csvSource(text, options.limits, options.newScanner);
    return await readColumns(source, options, findings);
  } finally {
    await text.return(undefined);
  }
}

/**
 * The same for a report as Parquet, of which only the columns that are needed are read.
 * @throws AlmanacError naming what is wrong and where; then no part exists and nothing of the file may be used
 */
export async function readParquetReport(
  file: RandomAccess,
  options: Omit<ReadOptions, 'newScanner'>,
): Promise<ReadReport> {
  const findings: ReadFindings = { rows: 0, uncompressedBytes: 0, amortized: 'full', warnings: new Set() };
  return readColumns(await openParquet(file, options.limits, findings), options, findings);
}

async function readColumns(source: ColumnSource, options: ReadOptions, findings: ReadFindings): Promise<ReadReport> {
  const { format, rules } = recogniseFormat(source.names, findings, options.billingPeriod);
  const curated = options.openPart && new CuratedFiles(options.openPart);
  const normaliser = new ColumnNormaliser(rules, curated !== undefined);
  const sums = new ColumnarSums();
  const payers = new Payers();
  try {
    for await (const batch of source.batches(normaliser.wanted)) {
      if (options.signal?.aborted) {
        throw new AlmanacError('OUT_OF_TIME', 'The file took longer than one function may run (parser timeout)');
      }
      findings.rows += fileRowsOf(batch);
      const items = normaliser.normalise(batch);
      sums.add(normaliser.summed(batch, items));
      payers.add(items);
      await curated?.append(items);
    }
    const periods = sums.byPeriod();
    await curated?.close();
    return { format, findings, periods, payers: payers.ascending() };
  } catch (error) {
    await curated?.abort();
    throw error;
  }
}

import { AlmanacError } from '@almanac/kernel';
import type { DailyCost } from './daily-costs.ts';
import type { ReportFormat } from './line-item.ts';
import type { PartUpload } from './ports.ts';
import type { ColumnSource } from './reading/column-batch.ts';
import { ColumnNormaliser } from './reading/column-normaliser.ts';
import { ColumnarSums } from './reading/columnar-sums.ts';
import { csvSource, type NewScanner } from './reading/csv-source.ts';
import { Payers } from './reading/payers.ts';
import { csvText } from './report-content.ts';
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

/**
 * Reads a report to its end: sums it up and, where asked to, writes its curated files on the way, in memory that does not
 * depend on its size.
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
      findings.rows += batch.rows - batch.from;
      const items = normaliser.normalise(batch);
      sums.add(items);
      payers.add(items);
      if (items.isComplete) await curated?.append(items);
    }
    const periods = sums.byPeriod();
    await curated?.close();
    return { format, findings, periods, payers: payers.ascending() };
  } catch (error) {
    await curated?.abort();
    throw error;
  }
}

import {
  type DailyCost,
  DailyCostSums,
  DEFAULT_READ_LIMITS,
  type Report,
  type ReportReader,
  rowKey,
  type Totals,
  totalsOf,
} from '@almanac/cur';

export interface ReportContent {
  readonly format: Report['format'];
  readonly rows: number;
  readonly totals: Totals;
  readonly amortized: 'full' | 'partial';
  readonly warnings: readonly string[];
  /** By billing period, then day and dimensions. */
  readonly daily: readonly DailyCost[];
}

/**
 * Reads a report to its end and sums it up, as the parser does.
 * @throws AlmanacError naming what is wrong with the file
 */
export async function inspectReport(reader: ReportReader, content: AsyncIterable<Uint8Array>): Promise<ReportContent> {
  const { format, batches, findings } = await reader.open(content, DEFAULT_READ_LIMITS);
  const sums = new DailyCostSums();
  for await (const batch of batches) for (const item of batch) sums.add(item);
  const daily = [...sums.byPeriod().values()].flatMap((rows) => rows.sort(byDayAndDimensions));
  return {
    format,
    rows: findings.rows,
    totals: totalsOf(daily),
    amortized: findings.amortized,
    warnings: [...findings.warnings],
    daily,
  };
}

const byDayAndDimensions = (a: DailyCost, b: DailyCost): number => (rowKey(a) < rowKey(b) ? -1 : 1);

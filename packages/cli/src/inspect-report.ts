import {
  type DailyCost,
  DEFAULT_READ_LIMITS,
  type ReadReport,
  type ReportFile,
  readReportFile,
  rowKey,
  type Totals,
  totalsOf,
} from '@almanac/cur';

export interface ReportContent {
  readonly format: ReadReport['format'];
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
export async function inspectReport(file: ReportFile): Promise<ReportContent> {
  const { format, findings, periods } = await readReportFile(file, { limits: DEFAULT_READ_LIMITS });
  const daily = [...periods.values()].flatMap((rows) => rows.sort(byDayAndDimensions));
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

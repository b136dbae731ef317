import type { LineItem } from '../line-item.ts';
import { type LineItemRules, normaliserOf } from '../line-item-rules.ts';
import { type ColumnBatch, type TextColumn, textOf } from '../reading/column-batch.ts';
import { recogniseFormat } from '../report-formats.ts';
import type { ReadFindings, ReadLimits, Report } from '../report-reader.ts';
import { openParquet } from './parquet-source.ts';
import type { RandomAccess } from './random-access.ts';

const BATCH_ROWS = 500;

/**
 * Reads a report as Parquet row by row, as `csvReportReader` reads csv: simple, and what reading by columns is held
 * against.
 * @throws AlmanacError as the reader of csv does: for the columns at once, for rows from `batches`
 */
export async function openParquetReport(file: RandomAccess, limits: ReadLimits): Promise<Report> {
  const findings: ReadFindings = { rows: 0, uncompressedBytes: 0, amortized: 'full', warnings: new Set() };
  const source = await openParquet(file, limits, findings);
  const { format, rules } = recogniseFormat(source.names, findings);
  const columns = columnsOf(rules);
  const normalise = normaliserOf(rules);
  async function* batches(): AsyncGenerator<LineItem[]> {
    for await (const batch of source.batches({ batchRows: BATCH_ROWS, texts: columns, amounts: [] })) {
      findings.rows += batch.rows;
      yield Array.from({ length: batch.rows }, (_, row) => normalise(rowOf(batch, columns, row)));
    }
  }
  return { format, findings, batches: batches() };
}

/** All columns that some rule looks at, amounts included: here they are texts as well. */
function columnsOf(rules: LineItemRules): number[] {
  const texts = [...Object.values(rules.texts), rules.tags, ...Object.values(rules.amounts)].flatMap(
    (rule) => rule.columns,
  );
  const amounts = Object.values(rules.amounts).flatMap(({ places }) => places.map(({ column }) => column));
  return [...new Set([...texts, ...amounts])].sort((a, b) => a - b);
}

function rowOf(batch: ColumnBatch, columns: readonly number[], row: number) {
  const fields: string[] = [];
  columns.forEach((column, i) => {
    const { ids, dictionary } = batch.texts[i] as TextColumn;
    fields[column] = textOf(dictionary, ids[row] as number);
  });
  return { fields, number: batch.firstRow + row };
}

import { pipeline, Readable } from 'node:stream';
import { AlmanacError } from '@almanac/kernel';
import { type Parser, parse } from 'csv-parse';
import { csvDialect, csvError } from './csv-dialect.ts';
import type { LineItem } from './line-item.ts';
import { type Normaliser, normaliserOf } from './line-item-rules.ts';
import { copied, csvText } from './report-content.ts';
import { recogniseFormat } from './report-formats.ts';
import type { ReadFindings, ReportReader } from './report-reader.ts';

const BATCH_ROWS = 500;

/** Reads csv and gzipped csv with csv-parse, streaming. */
export const csvReportReader: ReportReader = {
  async open(content, limits) {
    const findings: ReadFindings = { rows: 0, uncompressedBytes: 0, amortized: 'full', warnings: new Set() };
    let recognised: ReturnType<typeof recogniseFormat> | undefined;
    const parser = parse({
      // Judged as soon as it is read: a damaged row close behind would hide what is wrong with the header.
      on_record: (record: string[]) => {
        recognised ??= recogniseFormat(record, findings);
        return record;
      },
      bom: true,
      ...csvDialect(limits.maxLineBytes),
    });
    pipeline(Readable.from(copied(await csvText(content, limits, findings)), { objectMode: false }), parser, () => {});
    const records = parser[Symbol.asyncIterator]() as AsyncIterator<string[]>;
    await nextRecord(records, limits.maxLineBytes);
    if (!recognised) throw new AlmanacError('EMPTY_FILE', 'The file holds no header row');
    const { format, rules } = recognised;
    return {
      format,
      findings,
      batches: lineItems(parser, records, normaliserOf(rules), findings, limits.maxLineBytes),
    };
  },
};

async function* lineItems(
  parser: Parser,
  records: AsyncIterator<string[]>,
  normalise: Normaliser,
  findings: ReadFindings,
  maxLineBytes: number,
): AsyncGenerator<LineItem[]> {
  try {
    let batch: LineItem[] = [];
    for (
      let fields = await nextRecord(records, maxLineBytes);
      fields;
      fields = await nextRecord(records, maxLineBytes)
    ) {
      findings.rows += 1;
      batch.push(normalise({ fields, number: findings.rows + 1 }));
      if (batch.length === BATCH_ROWS) {
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  } finally {
    parser.destroy();
  }
}

async function nextRecord(records: AsyncIterator<string[]>, maxLineBytes: number): Promise<string[] | undefined> {
  try {
    const next = await records.next();
    return next.done ? undefined : next.value;
  } catch (error) {
    throw csvError(error, maxLineBytes) ?? error;
  }
}

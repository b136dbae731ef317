import { pipeline } from 'node:stream';
import { AlmanacError } from '@almanac/kernel';
import { CsvError, type Parser, parse } from 'csv-parse';
import type { LineItem } from './line-item.ts';
import { type Normaliser, normaliserOf } from './line-item-rules.ts';
import { csvTextStages, gzipError } from './report-content.ts';
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
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: limits.maxLineBytes,
    });
    pipeline([...(await csvTextStages(content, limits, findings)), parser], () => {});
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
    throw gzipError(error) ?? csvError(error, maxLineBytes) ?? error;
  }
}

function csvError(error: unknown, maxLineBytes: number): AlmanacError | undefined {
  if (!(error instanceof CsvError)) return undefined;
  const row = Number(error.records ?? 0) + 1;
  const at = `Row ${row} (line ${error.lines})`;
  const because = { cause: error };
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      const found = Array.isArray(error.record) ? error.record.length : '?';
      return new AlmanacError(
        'WRONG_FIELD_COUNT',
        `${at} has ${found} fields where the header has another number: the file is cut off or damaged`,
        { row },
        because,
      );
    }
    case 'CSV_MAX_RECORD_SIZE':
      return new AlmanacError(
        'LINE_TOO_LONG',
        `${at} is longer than ${maxLineBytes} bytes (max_line_bytes)`,
        { row },
        because,
      );
    case 'CSV_QUOTE_NOT_CLOSED':
      return new AlmanacError(
        'QUOTE_NOT_CLOSED',
        `${at} opens a quote that is never closed: the file is cut off or damaged`,
        { row },
        because,
      );
    default:
      return new AlmanacError('BAD_CSV', `${at}: ${error.message}`, { row }, because);
  }
}

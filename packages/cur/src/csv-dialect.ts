import { AlmanacError } from '@almanac/kernel';
import { CsvError } from 'csv-parse';

/** The csv that cost reports are written in, in csv-parse's terms: the definition that faster readers are held to. */
export const csvDialect = (maxLineBytes: number) => ({
  skip_empty_lines: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  max_record_size: maxLineBytes,
});

/** Rows and lines that stand before what csv-parse was given. */
export interface Position {
  readonly rows: number;
  readonly lines: number;
}
const START: Position = { rows: 0, lines: 0 };

/** What is wrong with a row, in our words; undefined where csv-parse did not report it. */
export function csvError(error: unknown, maxLineBytes: number, before = START): AlmanacError | undefined {
  if (!(error instanceof CsvError)) return undefined;
  const row = before.rows + Number(error.records ?? 0) + 1;
  const at = `Row ${row} (line ${before.lines + Number(error.lines ?? 0)})`;
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
    default: {
      const problem = error.message.replaceAll(/ at line \d+/g, '');
      return new AlmanacError('BAD_CSV', `${at}: ${problem}`, { row }, because);
    }
  }
}

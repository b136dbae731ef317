import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { at, type Column } from './columns.ts';
import { csvCells, csvLine, HEADER } from './csv.ts';
import { sampleReport } from './report.ts';

/** What is wrong with a file, in one word; `nothing` marks a strange file that is valid. */
export type Wrong =
  | ('format' | 'column' | 'truncated' | 'checksum' | 'fields' | 'number' | 'empty')
  | ('quote' | 'line' | 'encoding' | 'nul' | 'nothing');

/** A file that must be refused (or, where `expected` is `nothing`, accepted as a report of no rows). */
export type BadInput = {
  /** File name that says what it is; unique in the list. */
  name: string;
  /** Makes the content, the same every time; all but `huge-line.csv.gz` take milliseconds, that one about a second. */
  bytes: () => Buffer;
  expected: Wrong;
  /** The column at fault, where there is one. */
  column?: Column;
};

const ROWS = 40;
const BAD_ROW = 25;
const NEEDED: readonly Column[] = [
  'lineItem/UsageAccountId',
  'lineItem/UsageStartDate',
  'lineItem/ProductCode',
  'lineItem/UnblendedCost',
];
const COST = 'lineItem/UnblendedCost';

const goodRows = (): string[][] =>
  [...sampleReport({ rows: ROWS, months: ['2025-01'], days: 2 }).rows()].map((row) => [...row]);
const csv = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`);
const goodCsv = (): Buffer => csv([HEADER, ...goodRows().map(csvLine)]);

const withBadLine = (change: (row: string[]) => string): Buffer =>
  csv([HEADER, ...goodRows().map((row, index) => (index === BAD_ROW ? change(row) : csvLine(row)))]);

const withBadCell = (column: Column, value: string): Buffer =>
  withBadLine((row) => csvLine(row.with(at(column), value)));

const withStrayQuote = (): Buffer => withBadLine((row) => csvLine(row).replace(/^.{9}/, '$&"'));

const withUnclosedQuote = (): Buffer => {
  const text = goodCsv().toString();
  const last = text.lastIndexOf('"');
  return Buffer.from(text.slice(0, last) + text.slice(last + 1));
};

const withoutColumn = (column: Column): Buffer => {
  const rows = goodRows().map((row) => csvCells(row).toSpliced(at(column), 1).join(','));
  return csv([HEADER.split(',').toSpliced(at(column), 1).join(','), ...rows]);
};

const replaced = (bytes: Buffer, position: number, by: readonly number[]): Buffer => {
  const copy = Buffer.from(bytes);
  copy.set(by, position);
  return copy;
};

const wrongChecksum = (): Buffer => {
  const gzip = gzipSync(goodCsv(), { level: 6 });
  return replaced(gzip, gzip.length - 8, [(gzip.at(-8) ?? 0) ^ 0xff]);
};

const truncatedGzip = (): Buffer => {
  const gzip = gzipSync(goodCsv(), { level: 6 });
  return gzip.subarray(0, Math.floor(gzip.length * 0.6));
};

const MEBIBYTE = 1 << 20;

/**
 * A gzip of about 2 MB, one member with a right checksum, that holds a header and one line of 2 GB: the same
 * compressed block 2,048 times over, each ended by a full flush and so independent of the one before.
 */
const hugeLine = (): Buffer => {
  const header = Buffer.from(`${HEADER}\n`);
  const filler = Buffer.alloc(MEBIBYTE, 'x');
  const flushed = { level: 9, finishFlush: constants.Z_FULL_FLUSH };
  const block = deflateRawSync(filler, flushed);
  let checksum = crc32(header);
  for (let index = 0; index < 2048; index += 1) checksum = crc32(filler, checksum);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE((header.length + 2048 * MEBIBYTE) >>> 0, 4);
  const start = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  const blocks = Array.from({ length: 2048 }, () => block);
  return Buffer.concat([start, deflateRawSync(header, flushed), ...blocks, deflateRawSync(Buffer.alloc(0)), trailer]);
};

const HTML = '<!DOCTYPE html>\n<html><head><title>403 Forbidden</title></head>\n<body>Access, denied</body></html>\n';
const noise = (): Buffer =>
  Buffer.from(Uint8Array.from({ length: 4096 }, (_, index) => (index * index * 31 + 7) & 255));

const overProductCode = (bytes: readonly number[]): Buffer => {
  const good = goodCsv();
  return replaced(good, good.indexOf('AmazonS3,'), bytes);
};

/** Files on which ingestion must fail clearly, and two that look bad and are not. */
export const badInputs = (): BadInput[] => [
  { name: 'binary-noise.csv', bytes: noise, expected: 'format' },
  { name: 'html-error-page.csv', bytes: () => Buffer.from(HTML), expected: 'format' },
  {
    name: 'wrong-header.csv',
    bytes: () => csv(['date,customer,amount', '2025-01-01,Smith,12.50']),
    expected: 'format',
  },
  ...NEEDED.map((column): BadInput => {
    const name = `without-${column.replace('/', '-')}.csv`;
    return { name, bytes: () => withoutColumn(column), expected: 'column', column };
  }),
  { name: 'truncated.csv.gz', bytes: truncatedGzip, expected: 'truncated' },
  { name: 'wrong-checksum.csv.gz', bytes: wrongChecksum, expected: 'checksum' },
  { name: 'short-row.csv', bytes: () => withBadLine((row) => csvLine(row.slice(0, -1))), expected: 'fields' },
  { name: 'long-row.csv', bytes: () => withBadLine((row) => csvLine([...row, 'more'])), expected: 'fields' },
  { name: 'text-in-cost.csv', bytes: () => withBadCell(COST, 'twelve'), expected: 'number', column: COST },
  { name: 'absurd-exponent.csv', bytes: () => withBadCell(COST, '1E999999999'), expected: 'number', column: COST },
  { name: 'empty.csv', bytes: () => Buffer.alloc(0), expected: 'empty' },
  { name: 'header-only.csv', bytes: () => csv([HEADER]), expected: 'nothing' },
  { name: 'header-only-no-line-end.csv', bytes: () => Buffer.from(HEADER), expected: 'nothing' },
  { name: 'cut-off-mid-row.csv', bytes: () => goodCsv().subarray(0, -150), expected: 'fields' },
  { name: 'unclosed-quote.csv', bytes: withUnclosedQuote, expected: 'quote' },
  { name: 'stray-quote.csv', bytes: withStrayQuote, expected: 'quote' },
  { name: 'huge-line.csv.gz', bytes: hugeLine, expected: 'line' },
  {
    name: 'invalid-utf-8.csv',
    bytes: () => overProductCode([0xc3, 0x28, 0xff]),
    expected: 'encoding',
  },
  { name: 'nul-bytes.csv', bytes: () => overProductCode([0, 0, 0]), expected: 'nul' },
];

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import {
  CURATED_COLUMNS,
  csvReportReader,
  type DailyCost,
  DailyCostSums,
  DEFAULT_READ_LIMITS,
  type LineItem,
  readReport,
} from '@almanac/cur';
import { Decimal } from '@almanac/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { FORMATS, type WriteOptions, writeReport } from '../scripts/sample-report/index.ts';

// Generated reports of every format, read by columns and, as the measure, with csv-parse row by row.

async function* once(bytes: Uint8Array) {
  yield bytes;
}

const plain = (periods: Map<string, DailyCost[]>) => JSON.parse(JSON.stringify([...periods]));

async function rowByRow(report: Uint8Array) {
  const { batches, findings, format } = await csvReportReader.open(once(report), DEFAULT_READ_LIMITS);
  const sums = new DailyCostSums();
  const items: LineItem[] = [];
  for await (const batch of batches) items.push(...batch);
  for (const item of items) sums.add(item);
  return { format, findings, items, periods: plain(sums.byPeriod()) };
}

async function byColumns(report: Uint8Array) {
  const files: Record<string, Buffer[]> = {};
  const openPart = (period: string) => {
    const chunks: Buffer[] = [];
    files[period] = chunks;
    return {
      write: async (bytes: Uint8Array) => void chunks.push(Buffer.from(bytes)),
      close: async () => undefined,
      abort: async () => undefined,
    };
  };
  const { periods, ...rest } = await readReport(once(report), { limits: DEFAULT_READ_LIMITS, openPart });
  return { ...rest, periods: plain(periods), files };
}

/** What the curated file should say of a line item, as text. */
const curatedRow = (item: LineItem) =>
  Object.fromEntries(
    CURATED_COLUMNS.map(([name, kind]) => {
      const value = kind === 'json' ? JSON.stringify(item[name]) : item[name];
      return [name, value instanceof Decimal ? value.toString() : value];
    }),
  );

async function rowsOf(file: Buffer) {
  const bytes = new Uint8Array(file).buffer;
  const metadata = parquetMetadata(bytes);
  // hyparquet would turn decimals into floating point: take their type away and it gives the stored bytes.
  for (const element of metadata.schema) if (element.converted_type === 'DECIMAL') delete element.converted_type;
  const compressors = { ZSTD: (page: Uint8Array) => zstdDecompressSync(page) };
  const rows = await parquetReadObjects({ file: bytes, metadata, compressors });
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, readable(value)])));
}

function readable(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (!(value instanceof Uint8Array)) return value;
  return Decimal.of(BigInt.asIntN(128, BigInt(`0x${Buffer.from(value).toString('hex')}`)), 18).toString();
}

describe('reading generated reports by columns', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'almanac-reading-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const VARIANTS: Omit<WriteOptions, 'rows'>[] = [
    {},
    { currencies: ['USD', 'EUR'] },
    { nullWord: 'NULL' },
    { lineEnd: '\r\n', byteOrderMark: true },
  ];

  it.each(FORMATS)('finds in %s what csv-parse finds row by row, and curates it', async (format) => {
    for (const [i, variant] of VARIANTS.entries()) {
      const file = join(folder, `${format}-${i}.csv.gz`);
      await writeReport(file, { rows: 800, format, ...variant });
      const report = await readFile(file);
      const { items, ...expected } = await rowByRow(report);
      const { files, payers, ...found } = await byColumns(report);
      expect(found).toEqual(expected);
      expect(payers).toEqual([...new Set(items.map((item) => item.BillingAccountId))].sort());
      for (const [period, chunks] of Object.entries(files)) {
        const inPeriod = items.filter((item) => item.BillingPeriodStart.startsWith(period));
        expect(await rowsOf(Buffer.concat(chunks))).toEqual(inPeriod.map(curatedRow));
      }
    }
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { Decimal } from '@almanac/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { csvReportReader } from '../csv-report-reader.ts';
import type { LineItem } from '../line-item.ts';
import { readReport } from '../read-report.ts';
import { ROW_GROUP_ROWS, rowGroupRows } from '../reading/column-batch.ts';
import { DEFAULT_READ_LIMITS } from '../report-reader.ts';
import { CURATED_COLUMNS } from './curated-columns.ts';

const PYTHON = join(import.meta.dirname, '../../../../.local/venv/bin/python');

async function* once(bytes: Uint8Array) {
  yield bytes;
}

/** The curated files of a report, by billing period. */
async function curate(report: Uint8Array): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const openPart = (billingPeriod: string) => {
    const chunks: Uint8Array[] = [];
    return {
      write: async (bytes: Uint8Array) => void chunks.push(Buffer.from(bytes)),
      close: async () => void files.set(billingPeriod, Buffer.concat(chunks)),
      abort: async () => undefined,
    };
  };
  await readReport(once(report), { limits: DEFAULT_READ_LIMITS, openPart });
  return files;
}

type Row = Record<string, unknown>;

/** The same rows as csv-parse and the normaliser read them, in the curated file's terms. */
async function expectedRows(report: Uint8Array): Promise<Row[]> {
  const rows: Row[] = [];
  const { batches } = await csvReportReader.open(once(report), DEFAULT_READ_LIMITS);
  for await (const batch of batches) rows.push(...batch.map(curatedRow));
  return rows;
}

const curatedRow = (item: LineItem): Row =>
  Object.fromEntries(
    CURATED_COLUMNS.map(([name, kind]) => [name, kind === 'json' ? JSON.stringify(item[name]) : plain(item[name])]),
  );

const plain = (value: unknown): unknown => (value instanceof Decimal ? value.toString() : value);

/** Rows of a file as hyparquet reads them, amounts exactly. */
async function rowsOf(file: Buffer): Promise<Row[]> {
  const bytes = new Uint8Array(file).buffer;
  const metadata = parquetMetadata(bytes);
  for (const element of metadata.schema) {
    // hyparquet would turn decimals into floating point: take their type away and it gives the stored bytes.
    if (element.converted_type === 'DECIMAL') delete element.converted_type;
  }
  const compressors = { ZSTD: (page: Uint8Array) => zstdDecompressSync(page) };
  const rows = await parquetReadObjects({ file: bytes, metadata, compressors });
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, readable(value)])));
}

function readable(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (!(value instanceof Uint8Array)) return value;
  return Decimal.of(BigInt.asIntN(128, BigInt(`0x${Buffer.from(value).toString('hex')}`)), 18).toString();
}

const ODDITIES = `bill/BillingPeriodStartDate,lineItem/UsageAccountId,lineItem/LineItemType,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UnblendedCost,lineItem/LineItemDescription,resourceTags/user:Team
2024-03-01T00:00:00Z,2,Usage,1969-12-31T23:00:00Z,AmazonEC2,-0.000000000000000001,"größer, ""so""\nund mehr",a
2024-02-01T00:00:00Z,2,Usage,2024-02-01T00:00:00Z,AmazonEC2,99999999999999999999.999999999999999999,NULL,"b ""c"""
2024-03-01T00:00:00Z,2,Usage,2024-02-01T00:00:00Z,AmazonEC2,-99999999999999999999.999999999999999999,,
`;

describe('curated files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curated-files-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const inPeriod = (rows: Row[], period: string) =>
    rows.filter((row) => String(row.BillingPeriodStart).startsWith(period));

  it('hold every digit, quotes as they are, and times before 1970', async () => {
    const files = await curate(Buffer.from(ODDITIES));
    const expected = await expectedRows(Buffer.from(ODDITIES));
    expect([...files.keys()].sort()).toEqual(['2024-02', '2024-03']);
    for (const [period, file] of files) expect(await rowsOf(file)).toEqual(inPeriod(expected, period));
  });

  it('have bounded row groups, which say what times they hold', async () => {
    const [header, row = ''] = ODDITIES.replaceAll(/"[^"]*(""[^"]*)*"/g, 'text').split('\n');
    const report = `${header}\n${`${row}\n`.repeat(ROW_GROUP_ROWS + 10)}`;
    const [file] = (await curate(Buffer.from(report))).values();
    const { row_groups } = parquetMetadata(new Uint8Array(file ?? []).buffer);
    expect(row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([ROW_GROUP_ROWS, 10]);
    const start = row_groups[0]?.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === 'ChargePeriodStart');
    expect(start?.meta_data?.statistics).toMatchObject({ null_count: 0n, min_value: new Date('1969-12-31T23:00:00Z') });
  });

  it('have smaller row groups where there are many tags, and all of those', async () => {
    const [header = '', row = ''] = ODDITIES.replaceAll(/"[^"]*(""[^"]*)*"/g, 'text').split('\n');
    const tags = Array.from({ length: 600 }, (_, i) => `tag ${i}`);
    const rows = Array.from(
      { length: 4000 },
      (_, i) => `${row}${tags.map((__, at) => (at % 7 === i % 7 ? `,${i % 50}` : ',')).join('')}`,
    );
    const names = tags.map((tag, at) => `resourceTags/user:${at < 2 ? 'twice' : tag}`);
    const report = Buffer.from([[header, ...names].join(), ...rows, ''].join('\n'));
    const [file = Buffer.alloc(0)] = (await curate(report)).values();
    const { row_groups } = parquetMetadata(new Uint8Array(file).buffer);
    const sizes = row_groups.map(({ num_rows }) => Number(num_rows));
    expect(sizes).toHaveLength(2);
    expect(sizes[0]).toBeLessThanOrEqual(rowGroupRows(tags.length));
    expect(await rowsOf(file)).toEqual(await expectedRows(report));
  });

  it('are none for a report of nothing, and none is left of a report that fails', async () => {
    const header = ODDITIES.slice(0, ODDITIES.indexOf('\n'));
    expect(await curate(Buffer.from(header))).toEqual(new Map());
    await expect(curate(Buffer.from(`${ODDITIES}a,b\n`))).rejects.toMatchObject({ code: 'WRONG_FIELD_COUNT' });
  });

  it('are refused for absurdly many billing periods', async () => {
    const [header] = ODDITIES.split('\n');
    const rows = Array.from(
      { length: 121 },
      (_, i) =>
        `${1900 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-01,2,Usage,2024-02-01,AmazonEC2,1,,`,
    );
    await expect(curate(Buffer.from([header, ...rows].join('\n')))).rejects.toMatchObject({ code: 'TOO_MANY_PERIODS' });
  });

  (existsSync(PYTHON) ? it : it.skip)('read the same in DuckDB', async () => {
    const many = `${ODDITIES}${ODDITIES.split('\n').slice(1).join('\n').repeat(500)}`;
    for (const report of [Buffer.from(ODDITIES), Buffer.from(many.replaceAll(/999+/g, '7'))]) {
      const file = join(folder, 'part.parquet');
      await writeFile(file, (await curate(report)).get('2024-03') ?? '');
      const columns = CURATED_COLUMNS.map(([name, kind]) =>
        kind === 'amount'
          ? `"${name}"::VARCHAR AS "${name}"`
          : kind === 'time'
            ? `strftime("${name}", '%Y-%m-%dT%H:%M:%SZ') AS "${name}"`
            : `"${name}"`,
      );
      const script =
        'import duckdb, json, sys; r = duckdb.sql(sys.argv[1]); print(json.dumps([dict(zip(r.columns, row)) for row in r.fetchall()]))';
      const rows = JSON.parse(
        execFileSync(PYTHON, ['-c', script, `SELECT ${columns.join(', ')} FROM '${file}'`], {
          encoding: 'utf8',
          maxBuffer: 1e9,
        }),
      );
      const trimmed = (row: Row) =>
        Object.fromEntries(
          CURATED_COLUMNS.map(([name, kind]) => [
            name,
            kind === 'amount' && row[name] !== null ? Decimal.parse(String(row[name])).toString() : row[name],
          ]),
        );
      expect(rows.map(trimmed)).toEqual(inPeriod(await expectedRows(report), '2024-03'));
    }
  });
});

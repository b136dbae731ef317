import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  csvReportReader,
  type DailyCost,
  DailyCostSums,
  DEFAULT_READ_LIMITS,
  inMemory,
  type LineItem,
  openParquetReport,
  type PartUpload,
  type Report,
  readParquetReport,
  readReport,
} from '@almanac/cur';
import { AlmanacError } from '@almanac/kernel';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import { FORMATS, writeReport } from '../scripts/sample-report/index.ts';
import { writeParquet } from '../scripts/sample-report/parquet.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures', 'parquet');
const folder = mkdtempSync(join(tmpdir(), 'parquet-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const limits = DEFAULT_READ_LIMITS;

async function* once(bytes: Uint8Array) {
  yield bytes;
}

const itemsOf = async ({ format, batches, findings }: Report) => {
  const items: LineItem[] = [];
  for await (const batch of batches) items.push(...batch);
  return { format, items, rows: findings.rows, amortized: findings.amortized, warnings: [...findings.warnings] };
};

/** Decimals compared by value. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
const dailyOf = (periods: Map<string, DailyCost[]>) => plain([...periods]);

const byRows = async (bytes: Uint8Array) => itemsOf(await openParquetReport(inMemory(bytes), limits));
const byColumns = async (bytes: Uint8Array) => {
  const { format, findings, periods } = await readParquetReport(inMemory(bytes), { limits });
  return { format, rows: findings.rows, warnings: [...findings.warnings], daily: dailyOf(periods) };
};

/** The rows of the curated files that are written on the way, by billing period. */
async function curated(read: (openPart: (billingPeriod: string) => PartUpload) => Promise<unknown>) {
  const parts = new Map<string, Buffer[]>();
  await read((period) => {
    const pieces: Buffer[] = [];
    parts.set(period, pieces);
    return {
      write: async (bytes) => void pieces.push(Buffer.from(bytes)),
      close: async () => undefined,
      abort: async () => undefined,
    };
  });
  const rows = [...parts].map(async ([period, pieces]) => {
    const file = Uint8Array.from(Buffer.concat(pieces)).buffer;
    return [period, await parquetReadObjects({ file, compressors })] as const;
  });
  return Object.fromEntries(await Promise.all(rows));
}

describe('the same rows as other writers put them', () => {
  const files = readdirSync(FIXTURES).filter((name) => name.endsWith('.parquet'));
  const csv = readFileSync(join(FIXTURES, 'rows.csv'));

  it('are there', () => {
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(files)('are the line items of the csv: %s', async (name) => {
    const expected = await itemsOf(await csvReportReader.open(once(csv), limits));
    expect(expected).toMatchObject({ format: 'cur-2.0', rows: 60 });
    const bytes = readFileSync(join(FIXTURES, name));
    expect(plain(await byRows(bytes))).toEqual(plain(expected));
    const sums = new DailyCostSums();
    for (const item of expected.items) sums.add(item);
    expect(await byColumns(bytes)).toMatchObject({ rows: 60, daily: dailyOf(sums.byPeriod()) });
  });

  it.each(files)('make the same curated files as the csv: %s', async (name) => {
    const bytes = readFileSync(join(FIXTURES, name));
    const expected = await curated((openPart) => readReport(once(csv), { limits, openPart }));
    expect(Object.keys(expected)).toEqual(['2025-01', '2025-02']);
    const found = await curated((openPart) => readParquetReport(inMemory(bytes), { limits, openPart }));
    expect(found).toEqual(expected);
  });
});

describe('reports of the generator', () => {
  it.each(FORMATS)('add up to their truth, to the last digit: %s', async (format) => {
    const path = join(folder, `${format}.parquet`);
    const options = { rows: 700, seed: 3, format, currencies: ['USD', 'EUR'] };
    const truth = await writeReport(path, options);
    const read = await byColumns(readFileSync(path));
    expect(read).toMatchObject({ format, rows: 700 });
    const rows = read.daily.flatMap(([, daily]: [string, object[]]) => daily).map(truthRow);
    expect(rows.sort(byKey)).toEqual(truth.daily?.map(plain).sort(byKey));
  });

  const truthRow = (row: Record<string, unknown>) => ({
    billing_period: row.billingPeriod,
    usage_date: row.usageDate,
    account_id: row.accountId,
    service_code: row.serviceCode,
    region: row.region,
    charge_category: row.chargeCategory,
    currency: row.currency,
    unblended: row.unblendedCost,
    amortized: row.amortizedCost,
    line_items: row.lineItems,
  });
  const byKey = (left: object, right: object) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1);
});

const COLUMNS = [
  { name: 'SubAccountId', kind: 'text' },
  { name: 'ChargePeriodStart', kind: 'time' },
  { name: 'ServiceName', kind: 'text' },
  { name: 'RegionId', kind: 'text' },
  { name: 'BilledCost', kind: 'double' },
  { name: 'EffectiveCost', kind: 'double' },
  { name: 'Tags', kind: 'map' },
] as const;

const text = fc.oneof(
  fc.constantFrom('', 'AmazonS3', 'eu-west-1'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
);
const word = text.map((value) => value.replaceAll(/[\0\r\uD800-\uDFFF]/g, '').trim());
const double = fc.oneof(
  fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1e4),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => Number(value.toFixed(12))),
);
const cost = fc.option(double, { nil: undefined }).map((value) => (value === undefined ? '' : String(value)));
const time = fc.date({ min: new Date('2024-01-01Z'), max: new Date('2024-12-31Z'), noInvalidDate: true });
const row = fc.tuple(
  fc.constantFrom('000000000001', '000000000002'),
  time.map((date) => date.toISOString()),
  word,
  word,
  cost,
  cost,
  fc.oneof(
    fc.constant(''),
    fc.dictionary(word, word, { maxKeys: 3 }).map((map) => JSON.stringify(map)),
  ),
);
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

it('makes the same daily costs of the same rows as csv and as Parquet', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (rows) => {
      const path = join(folder, 'random.parquet');
      await writeParquet(
        path,
        COLUMNS.map((column) => ({ ...column, optional: true })),
        rows,
      );
      const header = COLUMNS.map(({ name }) => name);
      const csv = Buffer.from([header, ...rows].map((cells) => cells.map(quoted).join(',')).join('\n'));
      const expected = await readReport(once(csv), { limits });
      const bytes = readFileSync(path);
      expect((await byColumns(bytes)).daily).toEqual(dailyOf(expected.periods));
      const items = await itemsOf(await csvReportReader.open(once(csv), limits));
      expect(plain((await byRows(bytes)).items)).toEqual(plain(items.items));
    }),
    { numRuns: 60 },
  );
});

it('reads maps that never repeat, batch after batch of one row group', async () => {
  const rows = 150_000;
  const columns = [
    { name: 'SubAccountId', data: Array(rows).fill('1'), type: 'STRING' as const },
    { name: 'ChargePeriodStart', data: Array(rows).fill('2024-01-01'), type: 'STRING' as const },
    { name: 'ServiceName', data: Array.from({ length: rows }, (_, i) => `service ${i % 5}`), type: 'STRING' as const },
    { name: 'BilledCost', data: Array(rows).fill(0.1), type: 'DOUBLE' as const },
    { name: 'Tags', data: Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? null : { n: `${i}` })) },
  ];
  const optional = { repetition_type: 'OPTIONAL' } as const;
  const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
  const schema = [
    { name: 'root', num_children: columns.length },
    ...['SubAccountId', 'ChargePeriodStart', 'ServiceName'].map((name) => ({ name, ...text, ...optional })),
    { name: 'BilledCost', type: 'DOUBLE' as const, ...optional },
    { name: 'Tags', converted_type: 'MAP' as const, num_children: 1, ...optional },
    { name: 'key_value', repetition_type: 'REPEATED' as const, num_children: 2 },
    { name: 'key', ...text, repetition_type: 'REQUIRED' as const },
    { name: 'value', ...text, ...optional },
  ];
  const writer = new ByteWriter();
  const columnData = columns.map(({ name, data }) => ({ name, data }));
  parquetWrite({ writer, columnData, schema, rowGroupSize: rows });
  const { items } = await byRows(new Uint8Array(writer.getBuffer()));
  expect(items).toHaveLength(rows);
  items.forEach(({ Tags, ServiceName }, i) => {
    if (Tags.n !== (i % 3 === 0 ? undefined : `${i}`) || ServiceName !== `service ${i % 5}`) {
      throw new Error(`row ${i} has the tags ${JSON.stringify(Tags)} and is of ${ServiceName}`);
    }
  });
});

describe('what is wrong with a file', () => {
  const good = readFileSync(join(FIXTURES, 'pyarrow-snappy.parquet'));
  const failure = (bytes: Uint8Array, more = {}) =>
    readParquetReport(inMemory(bytes), { limits: { ...limits, ...more } }).then(
      () => 'read',
      (error: unknown) => error,
    );
  const written = async (columns: { name: string; kind: 'text' | 'time' | 'double' | 'map' }[], rows: string[][]) => {
    const path = join(folder, 'wrong.parquet');
    await writeParquet(
      path,
      columns.map((column) => ({ ...column, optional: true })),
      rows,
    );
    return readFileSync(path);
  };
  const withType = (name: string, kind: 'text' | 'time' | 'double' | 'map') =>
    COLUMNS.map((column) => (column.name === name ? { name, kind } : column));
  const cells = ['000000000001', '2024-01-01T00:00:00Z', 'AmazonS3', '', '1', '1', ''];
  const withCell = (index: number, value: string) => [cells, cells.with(index, value)];

  it.each([
    ['not even a footer', Buffer.from('PAR1'), 'PARQUET_DAMAGED'],
    ['a footer that is longer than the file', Buffer.from('PAR1\xff\xff\xff\x00PAR1', 'latin1'), 'PARQUET_DAMAGED'],
    ['a footer that is none', Buffer.from('PAR1abcdefgh\x08\x00\x00\x00PAR1', 'latin1'), 'PARQUET_DAMAGED'],
    ['cut off', good.subarray(0, -20), 'PARQUET_DAMAGED'],
    ['encrypted', Buffer.from('PAREabcdefgh\x08\x00\x00\x00PARE', 'latin1'), 'PARQUET_UNSUPPORTED'],
  ])('is told: %s', async (_name, bytes, code) => {
    expect(await failure(bytes)).toMatchObject({ code });
  });

  it('is a page whose checksum does not fit', async () => {
    const bytes = Buffer.from(readFileSync(join(FIXTURES, 'pyarrow-checksums.parquet')));
    const at = bytes.indexOf('000000000001');
    bytes.write('9', at);
    expect(await failure(bytes)).toMatchObject({
      code: 'PARQUET_DAMAGED',
      message: expect.stringContaining('checksum'),
    });
  });

  it('is a needed column that is not there', async () => {
    const columns = COLUMNS.filter(({ name }) => name !== 'BilledCost');
    const bytes = await written([...columns], [['1', '2024-01-01T00:00:00Z', '', '', '', '']]);
    const message = expect.stringContaining('no column BilledCost');
    expect(await failure(bytes)).toMatchObject({ code: 'MISSING_COLUMN', message });
  });

  it('is a file that is no report', async () => {
    expect(await failure(await written([{ name: 'a', kind: 'text' }], [['1']]))).toMatchObject({
      code: 'NOT_A_REPORT',
    });
  });

  it.each([
    [
      'an amount that is none',
      withType('BilledCost', 'text'),
      withCell(4, 'twelve'),
      'BAD_AMOUNT',
      'Row 2, column BilledCost',
    ],
    ['an endless amount', COLUMNS, withCell(4, 'Infinity'), 'BAD_AMOUNT', 'Row 2, column BilledCost'],
    ['too many decimals', COLUMNS, withCell(4, '1.5e-19'), 'AMOUNT_OUT_OF_RANGE', 'Row 2, column BilledCost'],
    ['no time', COLUMNS, withCell(1, ''), 'BAD_TIME', 'Row 2, column ChargePeriodStart'],
    ['a map for an amount', withType('BilledCost', 'map'), [cells.with(4, '{}')], 'PARQUET_UNSUPPORTED', 'BilledCost'],
  ])('is told with its place: %s', async (_name, columns, rows, code, place) => {
    const failed = await failure(await written([...columns], rows));
    expect(failed).toMatchObject({ code, message: expect.stringContaining(place) });
  });

  it('is text that is no UTF-8', async () => {
    const bytes = Buffer.from(readFileSync(join(FIXTURES, 'pyarrow-none.parquet')));
    bytes.writeUInt8(0xff, bytes.indexOf('AmazonEC2'));
    expect(await failure(bytes)).toMatchObject({ code: 'NOT_TEXT', message: expect.stringContaining('product_code') });
  });

  it('is more than may be unpacked', async () => {
    expect(await failure(good, { maxUncompressedBytes: 100 })).toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  it('is told as an error of ours wherever a file is cut off or a byte of it is wrong', async () => {
    const names = ['pyarrow-snappy', 'pyarrow-v2', 'pyarrow-other-encodings', 'duckdb-zstd', 'pyarrow-small-pages'];
    const files = names.map((name) => readFileSync(join(FIXTURES, `${name}.parquet`)));
    const isTold = async (bytes: Uint8Array) => {
      const failed = await failure(bytes);
      if (failed !== 'read') expect(failed).toBeInstanceOf(AlmanacError);
    };
    const place = fc.double({ min: 0, max: 0.999999, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        place,
        fc.integer({ min: 1, max: 255 }),
        async (file, share, change) => {
          const at = Math.floor(share * file.length);
          await isTold(file.subarray(0, at));
          const bytes = Buffer.from(file);
          bytes[at] = (bytes[at] as number) ^ change;
          await isTold(bytes);
        },
      ),
      { numRuns: 400 },
    );
  });
});

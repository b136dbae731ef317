import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { csvReportReader } from './csv-report-reader.ts';
import type { LineItem } from './line-item.ts';
import { DEFAULT_READ_LIMITS } from './report-reader.ts';

const HEADER = [
  'identity/LineItemId',
  'bill/PayerAccountId',
  'bill/BillingPeriodStartDate',
  'lineItem/UsageAccountId',
  'lineItem/LineItemType',
  'lineItem/UsageStartDate',
  'lineItem/ProductCode',
  'lineItem/AvailabilityZone',
  'lineItem/UnblendedCost',
  'lineItem/LineItemDescription',
  'product/region',
  'resourceTags/user:Team',
  'resourceTags/user:team',
];
type Row = Partial<Record<string, string>>;

const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const BASE: Row = {
  'identity/LineItemId': 'x1',
  'lineItem/UsageAccountId': '000123456789',
  'lineItem/UsageStartDate': '2024-02-29T23:00:00Z',
  'lineItem/ProductCode': 'AmazonEC2',
  'lineItem/UnblendedCost': '1.5',
};
const csv = (rows: Row[], header = HEADER, end = '\n') =>
  [header, ...rows.map((row) => header.map((name) => ({ ...BASE, ...row })[name] ?? ''))]
    .map((fields) => fields.map(field).join(','))
    .join(end) + end;

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string | Uint8Array, limits = DEFAULT_READ_LIMITS, pieceSize = 1000) {
  const report = await csvReportReader.open(pieces(Buffer.from(text), pieceSize), limits);
  const items: LineItem[] = [];
  for await (const batch of report.batches) items.push(...batch);
  return { ...report, items };
}
const first = async (row: Row) => (await read(csv([row]))).items[0];
const failure = (code: string, ...words: string[]) =>
  expect.objectContaining({ code, message: expect.stringMatching(new RegExp(words.join('.*'))) });

describe('what it reads', () => {
  it('takes of columns of the same tag the last that says something', async () => {
    const rows = ['a,b', 'a,'].map((tags) => `1,2024-02-29T23:00:00Z,AmazonEC2,1,${tags}`);
    const columns = 'lineItem/UsageAccountId,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UnblendedCost';
    const { items } = await read([`${columns},resourceTags/user:Team,resourceTags/user:Team`, ...rows, ''].join('\n'));
    expect(items.map(({ Tags }) => Tags)).toEqual([{ 'user:Team': 'b' }, { 'user:Team': 'a' }]);
  });

  it('gives line items in FOCUS terms', async () => {
    const item = await first({
      'bill/PayerAccountId': '000000000001',
      'bill/BillingPeriodStartDate': '2024-03-01T00:00:00Z',
      'lineItem/LineItemDescription': 'per "hour",\nplus tax',
      'resourceTags/user:Team': 'a',
      'resourceTags/user:team': 'b',
    });
    expect(item).toMatchObject({
      BillingAccountId: '000000000001',
      SubAccountId: '000123456789',
      BillingPeriodStart: '2024-03-01T00:00:00Z',
      ChargePeriodStart: '2024-02-29T23:00:00Z',
      x_ServiceCode: 'AmazonEC2',
      ServiceName: 'AmazonEC2',
      RegionId: null,
      ChargeCategory: 'Usage',
      ChargeDescription: 'per "hour",\nplus tax',
      BillingCurrency: 'USD',
      Tags: { 'user:Team': 'a', 'user:team': 'b' },
    });
  });

  it('takes the billing period from the usage where the column is empty', async () => {
    expect(await first({})).toMatchObject({ BillingPeriodStart: '2024-02-01T00:00:00Z' });
  });

  it.each([
    [{ 'product/region': 'eu-west-1', 'lineItem/AvailabilityZone': 'us-east-1a' }, 'eu-west-1'],
    [{ 'lineItem/AvailabilityZone': 'us-gov-west-1b' }, 'us-gov-west-1'],
    [{ 'lineItem/AvailabilityZone': 'us-west-2-lax-1a' }, 'us-west-2'],
    [{}, null],
  ])('finds the region of %j', async (row, region) => {
    expect((await first(row))?.RegionId).toBe(region);
  });

  it.each(['', 'NULL', '\\N', '0', '-0.000'])('counts the cost %j as zero', async (cost) => {
    expect((await first({ 'lineItem/UnblendedCost': cost }))?.BilledCost.toString()).toBe('0');
  });

  it.each([
    ['-0.000000000000000001', '-0.000000000000000001'],
    ['1.2E-7', '0.00000012'],
    [' 12.50 ', '12.5'],
    ['99999999999999999999.999999999999999999', '99999999999999999999.999999999999999999'],
  ])('keeps every digit of %s', async (cost, plain) => {
    expect((await first({ 'lineItem/UnblendedCost': cost }))?.BilledCost.toString()).toBe(plain);
  });

  it.each([
    ['2024-02-01T00:00:00Z', '2024-02-01T00:00:00Z'],
    ['2024-02-01T01:02:03.000Z', '2024-02-01T01:02:03Z'],
    ['2024-02-01 00:00:00+00:00', '2024-02-01T00:00:00Z'],
    ['2024-02-01', '2024-02-01T00:00:00Z'],
  ])('reads the time %s', async (time, instant) => {
    expect((await first({ 'lineItem/UsageStartDate': time }))?.ChargePeriodStart).toBe(instant);
  });

  it('reads every line ending, a byte order mark, blank lines and no last newline alike', async () => {
    const rows = [BASE, { ...BASE, 'lineItem/LineItemDescription': 'two\r\nlines' }];
    const plain = (await read(csv(rows))).items;
    for (const text of [
      csv(rows, HEADER, '\r\n'),
      csv(rows, HEADER, '\r'),
      `\ufeff${csv(rows)}`,
      `${csv(rows)}\n\r\n`,
      csv(rows).trimEnd(),
    ]) {
      expect((await read(text)).items).toEqual(plain);
    }
  });

  it('finds columns in any order, and in other case where nothing fits better', async () => {
    const reversed = [...HEADER].reverse();
    expect((await read(csv([BASE], reversed))).items).toEqual((await read(csv([BASE]))).items);
    const lower = csv([BASE]).replace('lineItem/UnblendedCost', 'lineitem/unblendedcost');
    expect((await read(lower)).items[0]?.BilledCost.toString()).toBe('1.5');
  });

  it('reads gzip of several members whatever the name says', async () => {
    const [head, ...rest] = csv([BASE, BASE]).split(/(?<=\n)/);
    const members = Buffer.concat([gzipSync(head ?? ''), ...rest.map((part) => gzipSync(part))]);
    expect((await read(members)).items).toHaveLength(2);
  });

  it('reads the csv in a zip', async () => {
    const zip = zipSync({ 'r/bill.csv': Buffer.from(csv([BASE, BASE])), 'r/r-Manifest.json': Buffer.from('{}') });
    expect((await read(zip)).items).toHaveLength(2);
  });

  it('takes a header without rows for a report of nothing', async () => {
    expect(await read(csv([]))).toMatchObject({ items: [], findings: { rows: 0 }, format: 'cur-legacy' });
  });

  it('reads the same whatever the chunks', async () => {
    const text = csv([BASE, { ...BASE, 'lineItem/LineItemDescription': '"größer"\n,\r\n€' }]);
    const whole = (await read(text)).items;
    for (let size = 1; size < 40; size++) expect((await read(text, DEFAULT_READ_LIMITS, size)).items).toEqual(whole);
    for (const size of [1, 3, 7]) expect((await read(gzipSync(text), DEFAULT_READ_LIMITS, size)).items).toEqual(whole);
  });

  it('gives back any text of a field', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'ü', ' ', ';') });
    await fc.assert(
      fc.asyncProperty(text, async (description) => {
        const item = await first({ 'lineItem/LineItemDescription': description });
        expect(item?.ChargeDescription ?? '').toBe(description);
      }),
    );
  });

  it('warns of a line item type it does not know, once', async () => {
    const { findings, items } = await read(
      csv([{ 'lineItem/LineItemType': 'Novelty' }, { 'lineItem/LineItemType': 'Novelty' }]),
    );
    expect([...findings.warnings]).toEqual([expect.stringContaining('"Novelty"')]);
    expect(items[0]?.ChargeCategory).toBe('Usage');
  });
});

describe('what it refuses, saying where and why', () => {
  it.each([
    ['an empty file', '', failure('EMPTY_FILE')],
    ['blank lines', '\n\n', failure('EMPTY_FILE')],
    ['a page of html', '<html>\n', failure('NOT_A_REPORT', '<html>')],
    ['a broken zip file', 'PK\x03\x04...', failure('ZIP_DAMAGED')],
    [
      'half a CUR 2.0',
      'line_item_usage_account_id,x\n',
      failure('MISSING_COLUMN', 'cur-2.0', 'line_item_unblended_cost'),
    ],
    ['half a FOCUS export', 'BilledCost,x\n', failure('MISSING_COLUMN', 'focus-1.0', 'SubAccountId')],
    [
      'absurdly many columns',
      csv([BASE], [...HEADER, ...Array.from({ length: 10_000 }, (_, i) => `resourceTags/user:${i}`)]),
      failure('TOO_MANY_COLUMNS', '10013 columns', '10000'),
    ],
    ['NUL bytes', csv([{ 'lineItem/ProductCode': 'a\0b' }]), failure('NOT_TEXT', 'NUL')],
    [
      'a text that is not UTF-8',
      Buffer.from(csv([{ 'lineItem/ProductCode': 'café' }]), 'latin1'),
      failure('NOT_TEXT', 'UTF-8'),
    ],
    ['a short row', `${csv([BASE])}a,b\n`, failure('WRONG_FIELD_COUNT', 'Row 3 .*2 fields')],
    ['a long row', `${csv([BASE]).trimEnd()},more\n`, failure('WRONG_FIELD_COUNT', 'Row 2')],
    ['an open quote', `${csv([BASE])}"a,b\n`, failure('QUOTE_NOT_CLOSED', 'Row 3')],
    ['a stray quote', `${csv([BASE])}a"b,${'x,'.repeat(11)}\n`, failure('BAD_CSV', 'Row 3')],
    [
      'a cost that is text',
      csv([BASE, { 'lineItem/UnblendedCost': 'abc' }]),
      failure('BAD_AMOUNT', 'Row 3, column lineItem/UnblendedCost', '"abc"'),
    ],
    [
      'too many decimals',
      csv([{ 'lineItem/UnblendedCost': '1E-19' }]),
      failure('AMOUNT_OUT_OF_RANGE', 'Row 2, column lineItem/UnblendedCost'),
    ],
    ['too many digits', csv([{ 'lineItem/UnblendedCost': `1${'0'.repeat(20)}` }]), failure('AMOUNT_OUT_OF_RANGE')],
    ['an exponent bomb', csv([{ 'lineItem/UnblendedCost': '1E999999999' }]), failure('AMOUNT_OUT_OF_RANGE')],
    [
      'a day that is none',
      csv([{ 'lineItem/UsageStartDate': '2023-02-29T00:00:00Z' }]),
      failure('BAD_TIME', 'Row 2, column lineItem/UsageStartDate'),
    ],
    ['a row without a day', csv([{ 'lineItem/UsageStartDate': '' }]), failure('BAD_TIME', 'Row 2')],
  ])('%s', async (_name, content, expected) => {
    await expect(read(content)).rejects.toEqual(expected);
  });

  it.each(['lineItem/UsageAccountId', 'lineItem/UsageStartDate', 'lineItem/ProductCode', 'lineItem/UnblendedCost'])(
    'a file without %s',
    async (column) => {
      const header = HEADER.filter((name) => name !== column);
      await expect(read(csv([BASE], header))).rejects.toEqual(failure('MISSING_COLUMN', 'cur-legacy', column));
    },
  );

  it('gzip that ends early or is damaged', async () => {
    const whole = gzipSync(csv(Array.from({ length: 50 }, () => BASE)));
    await expect(read(whole.subarray(0, -9))).rejects.toEqual(failure('GZIP_TRUNCATED'));
    const damaged = Buffer.from(whole);
    damaged[damaged.length - 6] = (damaged[damaged.length - 6] ?? 0) ^ 0xff;
    await expect(read(damaged)).rejects.toEqual(failure('GZIP_CORRUPT'));
  });

  it('a line and a file beyond their limits', async () => {
    const limits = { maxLineBytes: 2000, maxUncompressedBytes: 5000 };
    await expect(read(csv([{ 'lineItem/LineItemDescription': 'x'.repeat(3000) }]), limits)).rejects.toEqual(
      failure('LINE_TOO_LONG', 'Row 2', 'max_line_bytes'),
    );
    await expect(read(gzipSync(csv(Array.from({ length: 99 }, () => BASE))), limits)).rejects.toEqual(
      failure('FILE_TOO_LARGE', 'max_uncompressed_bytes'),
    );
  });
});

import { Decimal } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';

import { CuratedParts } from './curated-parts.ts';
import type { LineItem } from './line-item.ts';
import { CURATED_COLUMNS } from './writing/curated-columns.ts';

const item = (over: Partial<LineItem> = {}): LineItem => ({
  ...(Object.fromEntries(CURATED_COLUMNS.map(([name]) => [name, null])) as unknown as LineItem),
  BillingAccountId: '000000000001',
  SubAccountId: '000123456789',
  BillingPeriodStart: '2024-02-01T00:00:00Z',
  ChargePeriodStart: '2024-01-31T23:00:00Z',
  ServiceName: 'Größe, "S3"',
  x_ServiceCode: 'AmazonS3',
  RegionId: 'global',
  ChargeCategory: 'Usage',
  ConsumedQuantity: Decimal.parse('3'),
  ListUnitPrice: '0.000000000000000001',
  BilledCost: Decimal.parse('-0.000000000000000001'),
  EffectiveCost: Decimal.parse('99999999999999999999.999999999999999999'),
  BillingCurrency: 'USD',
  Tags: { 'user:Team': 'a' },
  x_LineItemType: 'Usage',
  ...over,
});

/** Writes items batch by batch; returns the bytes of each billing period's file. */
async function write(batches: LineItem[][]) {
  const files = new Map<string, Buffer>();
  const parts = new CuratedParts((billingPeriod) => {
    const chunks: Uint8Array[] = [];
    return {
      write: async (bytes) => void chunks.push(bytes),
      close: async () => void files.set(billingPeriod, Buffer.concat(chunks)),
      abort: async () => undefined,
    };
  });
  for (const batch of batches) await parts.append(batch);
  await parts.close();
  return files;
}

const bytesOf = (file: Buffer | undefined) => new Uint8Array(file ?? Buffer.alloc(0)).buffer;

/** hyparquet would turn decimals into floating point: take their type away and it gives the stored bytes. */
function withoutDecimals(file: ArrayBuffer) {
  const metadata = parquetMetadata(file);
  for (const element of metadata.schema) {
    if (element.converted_type !== 'DECIMAL') continue;
    delete element.converted_type;
    delete element.logical_type;
  }
  return metadata;
}

const unscaled = (bytes: Uint8Array) => BigInt.asIntN(128, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));

describe('the curated file', () => {
  it('has every column with its type, each optional', async () => {
    const { schema } = parquetMetadata(bytesOf((await write([[item()]])).get('2024-02')));
    expect(schema.slice(1).map(({ name }) => name)).toEqual(CURATED_COLUMNS.map(([name]) => name));
    const element = (column: string) => schema.find(({ name }) => name === column);
    expect(element('BilledCost')).toMatchObject({
      converted_type: 'DECIMAL',
      precision: 38,
      scale: 18,
      type_length: 16,
    });
    expect(element('ChargePeriodStart')).toMatchObject({ converted_type: 'TIMESTAMP_MILLIS' });
    expect(element('Tags')).toMatchObject({ converted_type: 'UTF8', repetition_type: 'OPTIONAL' });
  });

  it('keeps texts, absences and times', async () => {
    const file = bytesOf((await write([[item()]])).get('2024-02'));
    const [row] = await parquetReadObjects({ file });
    expect(row).toMatchObject({
      SubAccountId: '000123456789',
      ServiceName: 'Größe, "S3"',
      ChargePeriodStart: new Date('2024-01-31T23:00:00Z'),
      ChargePeriodEnd: null,
      ListCost: null,
      Tags: '{"user:Team":"a"}',
    });
  });

  it('keeps every digit: the stored integer is the amount in 10^-18', async () => {
    const file = bytesOf((await write([[item()]])).get('2024-02'));
    const [row] = await parquetReadObjects({
      file,
      metadata: withoutDecimals(file),
      columns: ['BilledCost', 'EffectiveCost'],
    });
    expect(unscaled(row?.BilledCost)).toBe(-1n);
    expect(unscaled(row?.EffectiveCost)).toBe(10n ** 38n - 1n);
  });

  it('writes one file per billing period, in bounded row groups, losing no row', async () => {
    const items = Array.from({ length: 12_001 }, (_, i) =>
      item({
        ResourceId: String(i),
        BillingPeriodStart: i % 4 === 0 ? '2024-03-01T00:00:00Z' : '2024-02-01T00:00:00Z',
      }),
    );
    const batches = Array.from({ length: 25 }, (_, i) => items.slice(i * 500, (i + 1) * 500));
    const files = await write(batches);
    expect([...files.keys()].sort()).toEqual(['2024-02', '2024-03']);
    const ids: string[] = [];
    for (const file of files.values()) {
      const metadata = parquetMetadata(bytesOf(file));
      for (const { num_rows } of metadata.row_groups) expect(Number(num_rows)).toBeLessThanOrEqual(5_500);
      ids.push(...(await parquetReadObjects({ file: bytesOf(file) })).map((row) => String(row.ResourceId)));
    }
    expect(ids.map(Number).sort((a, b) => a - b)).toEqual(items.map((_, i) => i));
  });

  it('refuses a file of absurdly many billing periods', async () => {
    const items = Array.from({ length: 121 }, (_, i) =>
      item({
        BillingPeriodStart: `${1900 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-01T00:00:00Z`,
      }),
    );
    await expect(write([items])).rejects.toMatchObject({ code: 'TOO_MANY_PERIODS' });
  });
});

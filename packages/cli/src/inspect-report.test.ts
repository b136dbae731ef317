import { Readable } from 'node:stream';
import { inMemory } from '@almanac/cur';
import { describe, expect, it } from '@jest/globals';
import { inspectReport } from './inspect-report.ts';
import { openLocalFile } from './local-file.ts';

const HEADER =
  'lineItem/UsageAccountId,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UnblendedCost,lineItem/LineItemType,lineItem/CurrencyCode';
const inspect = (...rows: string[]) => {
  const bytes = Buffer.from(`${[HEADER, ...rows].join('\n')}\n`);
  return inspectReport({ content: Readable.from([bytes]), ranges: inMemory(bytes) });
};

describe('inspectReport', () => {
  it('sums exactly, per currency and day', async () => {
    const report = await inspect(
      '001,2025-01-02T00:00:00Z,AmazonEC2,0.1,Usage,USD',
      '001,2025-01-01T00:00:00Z,AmazonEC2,1E-18,Usage,USD',
      '001,2025-01-02T05:00:00Z,AmazonEC2,0.2,Usage,USD',
      '001,2025-01-01T00:00:00Z,AmazonEC2,-3,Usage,EUR',
    );
    expect(report).toMatchObject({ format: 'cur-legacy', rows: 4, amortized: 'full', warnings: [] });
    expect(JSON.stringify(report.totals)).toBe(
      '{"EUR":{"unblendedCost":"-3","amortizedCost":"-3"},"USD":{"unblendedCost":"0.300000000000000001","amortizedCost":"0.300000000000000001"}}',
    );
    expect(report.daily.map(({ usageDate, currency, lineItems }) => [usageDate, currency, lineItems])).toEqual([
      ['2025-01-01', 'EUR', 1],
      ['2025-01-01', 'USD', 1],
      ['2025-01-02', 'USD', 2],
    ]);
  });

  it('says where amortised costs cannot be known, and warns of what is new', async () => {
    const report = await inspect(
      '001,2025-01-02T00:00:00Z,AmazonEC2,5,DiscountedUsage,USD',
      '001,2025-01-02T00:00:00Z,AmazonEC2,5,Novelty,USD',
    );
    expect(report.amortized).toBe('partial');
    expect(report.warnings).toEqual([expect.stringContaining('Novelty')]);
  });

  it('names what is wrong with the file', async () => {
    await expect(inspect('001,2025-01-02T00:00:00Z,AmazonEC2,lots,Usage,USD')).rejects.toMatchObject({
      code: 'BAD_AMOUNT',
      details: { row: 2, column: 'lineItem/UnblendedCost' },
    });
  });

  it.each([
    ['no such file', '/nowhere/at/all.csv'],
    ['a folder', '/'],
  ])('says that there is %s', async (sentence, path) => {
    const reading = openLocalFile(path, () => {}).then(inspectReport);
    await expect(reading).rejects.toMatchObject({
      code: 'UNREADABLE_FILE',
      message: expect.stringContaining(sentence),
    });
  });
});

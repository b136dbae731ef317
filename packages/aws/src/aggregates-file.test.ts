import { gunzipSync } from 'node:zlib';
import type { DailyCost } from '@almanac/cur';
import { Decimal } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aggregatesFile, daysOfFile, rowsOfMembers } from './aggregates-file.ts';

const row = (usageDate: string, serviceCode: string): DailyCost => ({
  billingPeriod: '2024-02',
  usageDate,
  accountId: '000123456789',
  serviceCode,
  serviceName: serviceCode,
  region: 'eu-west-1',
  chargeCategory: 'Usage',
  currency: 'USD',
  unblendedCost: Decimal.parse('0.100'),
  amortizedCost: Decimal.parse('-2'),
  lineItems: 1,
});

/** Answers ranges as S3 does, and notes them. */
function served(file: Buffer) {
  const ranges: string[] = [];
  const fetch = async (range: string) => {
    ranges.push(range);
    return file.subarray(-Number(/^bytes=-(\d+)$/.exec(range)?.[1]));
  };
  return { ranges, fetch };
}

const arbitraryRows = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 40 }), fc.string({ unit: 'binary', maxLength: 5 })).map(([day, service]) => {
    return row(new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10), service);
  }),
  { maxLength: 60 },
);

describe('an aggregates file', () => {
  it('gives back the rows of any days, from the bytes of these days alone', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, fc.func(fc.boolean()), async (rows, isWanted) => {
        const file = await aggregatesFile(rows);
        const days = (await daysOfFile(served(file).fetch, 'f')).filter(({ day }) => isWanted(day));
        const members = days.map(({ start, end }) => Buffer.from(file.subarray(start, end)));
        const wanted = new Set(days.map(({ day }) => day));
        const sorted = rows.filter(({ usageDate }) => wanted.has(usageDate));
        sorted.sort((a, b) => (a.usageDate < b.usageDate ? -1 : a.usageDate > b.usageDate ? 1 : 0));
        expect(JSON.stringify(await rowsOfMembers('2024-02', members))).toBe(JSON.stringify(sorted));
      }),
      { numRuns: 30 },
    );
  });

  it('is one gzip file for people: a line per row, the index in the last', async () => {
    const lines = gunzipSync(await aggregatesFile([row('2024-02-02', 'b'), row('2024-02-01', 'a')]))
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^\["2024-02-01",/);
    expect(Object.keys(JSON.parse(lines[2] ?? ''))).toEqual(['days']);
  });

  it('needs one request to say its days, and a second where the index is longer than what it asked for', async () => {
    const month = Array.from({ length: 29 }, (_, i) => row(`2024-02-${String(i + 1).padStart(2, '0')}`, `s${i}`));
    const file = await aggregatesFile(month);
    const { ranges, fetch } = served(file);
    const days = await daysOfFile(fetch, 'f');
    expect(days).toHaveLength(29);
    expect(ranges).toEqual(['bytes=-65536']);
    expect(await daysOfFile(fetch, 'f', 40)).toEqual(days);
    expect(ranges.slice(1)).toEqual(['bytes=-40', expect.stringMatching(/^bytes=-\d{3}$/)]);
  });

  it('says what is wrong with a file that is cut off', async () => {
    const file = await aggregatesFile([row('2024-02-02', 'b')]);
    await expect(daysOfFile(served(file.subarray(0, -1)).fetch, 'part-1.json.gz')).rejects.toThrow(
      'part-1.json.gz does not end in an index of its days',
    );
  });
});

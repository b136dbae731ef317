import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { toRecord } from './columns.ts';
import { sumAmounts } from './decimals.ts';
import { layoutOf } from './formats.ts';
import { FORMATS, type Format, InvalidOption, type WriteOptions } from './options.ts';
import { dailyOf, type Recount, recount } from './recount.ts';
import { sampleReport } from './report.ts';
import type { Truth } from './truth.ts';
import { writeReport } from './write-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'sample-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));
const OPTIONS = { rows: 1000, currencies: ['USD', 'EUR'], months: ['2025-01'] };
const NEW_FORMATS = FORMATS.filter((format) => format !== 'cur-legacy');

type Written = { path: string; truth: Truth; read: Recount };
const written = async (name: string, options: Partial<WriteOptions>): Promise<Written> => {
  const path = join(folder, name);
  const truth = await writeReport(path, { ...OPTIONS, ...options });
  return { path, truth, read: await recount(path, options.format) };
};

const files = new Map<Format, Written>();
const file = (format: Format): Written => files.get(format) as Written;
beforeAll(async () => {
  for (const format of FORMATS) files.set(format, await written(`${format}.csv`, { format }));
});

const header = (format: Format, awsColumns = true): string => layoutOf({ rows: 0, format, awsColumns }).header;
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const values = (row: Record<string, string>): string[] =>
  Object.values(row).flatMap((value) => (/^\{.*\}$/.test(value) ? Object.values(JSON.parse(value)) : value));

describe('more tags', () => {
  it('are columns behind the others, of which a line item has some, the same ones whenever it comes', async () => {
    const [few, many] = [file('cur-legacy'), await written('tags.csv', { tags: 30 })];
    expect(many.truth.totals).toEqual(few.truth.totals);
    const added = Array.from({ length: 30 }, (_, i) => `resourceTags/user:tag-${i + 1}`);
    expect(Object.keys(many.read.rows[0] ?? {})).toEqual([...header('cur-legacy').split(','), ...added]);
    const sets = many.read.rows.map((row) => added.map((name) => row[name]));
    const share = sets.flat().filter((value) => value !== '').length / sets.flat().length;
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.23);
    expect(new Set(sets.map(String)).size).toBeGreaterThan(700);
    expect(await written('again.csv', { tags: 30 })).toMatchObject({ read: many.read });
  });

  it('are refused where the layout has a map of them', async () => {
    await expect(written('map.csv', { tags: 1, format: 'cur-2.0' })).rejects.toThrow(InvalidOption);
  });
});

describe('the header', () => {
  it('of CUR 2.0 is that of a real export of all columns', () => {
    expect(header('cur-2.0').split(',')).toHaveLength(127);
    expect(digest(header('cur-2.0'))).toBe('adec3705e5d5d469578b9085bde04904e7e8a90c84585d9fdf2c3ebc54a7befd');
  });

  it("of FOCUS 1.0 is that of the FOCUS group's sample data, and what AWS adds", () => {
    const bare = header('focus-1.0', false);
    expect(digest(bare)).toBe('dc2d99c4a4ffb29818a1d7336ad709416d6b9dcef467928a9ee4b090d93b5f46');
    expect(header('focus-1.0')).toBe(`${bare},x_CostCategories,x_Discounts,x_Operation,x_ServiceCode,x_UsageType`);
  });

  it('of FOCUS 1.2 has the 57 columns of the specification and three of AWS', () => {
    const bare = header('focus-1.2', false).split(',');
    expect(bare).toHaveLength(57);
    expect(bare).toEqual([...bare].sort());
    expect(bare).toEqual(expect.arrayContaining(header('focus-1.0', false).split(',')));
    expect(header('focus-1.2').split(',').slice(57)).toEqual(['x_Discounts', 'x_Operation', 'x_ServiceCode']);
  });

  it.each(FORMATS)('is what the file of %s begins with', (format) => {
    expect(readFileSync(file(format).path, 'utf8').split('\n')[0]).toBe(header(format));
    expect(file(format).read.rows).toHaveLength(OPTIONS.rows);
  });
});

describe.each(NEW_FORMATS)('a report in %s', (format) => {
  it('adds up to its truth by a second reckoning, in total and by day', () => {
    const { truth, read } = file(format);
    const totals = Object.values(truth.totals);
    expect(sumAmounts(totals.map(({ unblended }) => unblended))).toBe(read.unblended);
    expect(sumAmounts(totals.map(({ amortized }) => amortized))).toBe(read.amortized);
    expect(truth.daily).toEqual(dailyOf(read.rows, format));
  });

  it('adds up to what the legacy report does, in total, by day and at the spike', () => {
    const { totals, months, daily, spike } = file(format).truth;
    const legacy = file('cur-legacy').truth;
    expect({ totals, months, daily, spike }).toEqual({
      ...{ totals: legacy.totals, months: legacy.months, daily: legacy.daily, spike: legacy.spike },
    });
  });

  it('has the same bytes every time', async () => {
    const again = join(folder, `again-${format}.csv`);
    await writeReport(again, { ...OPTIONS, format, dailyTruth: false });
    expect(readFileSync(again).equals(readFileSync(file(format).path))).toBe(true);
  });

  it('writes times with milliseconds, and no word for what is absent', () => {
    const texts = file(format).read.rows.flatMap((row) => Object.values(row));
    const times = texts.filter((text) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text));
    expect(times.length).toBeGreaterThanOrEqual(4 * OPTIONS.rows);
    expect(times.filter((text) => !text.endsWith(':00.000Z'))).toEqual([]);
    expect(/NULL|undefined/.test(readFileSync(file(format).path, 'utf8'))).toBe(false);
  });

  it('writes a word for what is absent if asked to, and means the same', async () => {
    const { path, truth, read } = await written(`null-${format}.csv`, { format, nullWord: 'NULL' });
    expect(truth).toEqual(file(format).truth);
    expect(read).toEqual(file(format).read);
    const cells = (parse(readFileSync(path)) as string[][]).flat();
    expect(cells.filter((cell) => cell === '')).toEqual([]);
    expect(cells.filter((cell) => cell === 'NULL').length).toBeGreaterThan(OPTIONS.rows);
  });
});

describe('CUR 2.0', () => {
  it('has every value of the legacy report, in a column of its own or in a map', () => {
    const legacy = [...sampleReport(OPTIONS).rows()].map(toRecord);
    const lost = file('cur-2.0').read.rows.flatMap((row, index) => {
      const there = new Set(values(row).flatMap((value) => [value, value.replace('.000Z', 'Z')]));
      return Object.entries(legacy[index] ?? {}).filter(([, value]) => value !== '' && !there.has(value));
    });
    expect(lost).toEqual([]);
  });

  it('names the keys of its maps as AWS does', () => {
    const row = file('cur-2.0').read.rows.find((candidate) => candidate.line_item_usage_type === 'BoxUsage:m5.xlarge');
    expect(JSON.parse(row?.product ?? '')).toMatchObject({
      ...{ product_name: 'Amazon Elastic Compute Cloud', region: 'us-east-1', instance_type_family: 'm5', vcpu: '4' },
      ...{ pre_installed_sw: 'NA', normalization_size_factor: '8', current_generation: 'Yes' },
    });
    const keysOf = (column: string) =>
      new Set(file('cur-2.0').read.rows.flatMap((r) => Object.keys(JSON.parse(r[column] ?? ''))));
    expect(keysOf('resource_tags')).toEqual(new Set(['aws_created_by', 'user_environment', 'user_name', 'user_team']));
    expect(keysOf('tags')).toContain('resourceTags/user:Environment');
    expect(keysOf('discount')).toEqual(new Set());
  });
});

describe('FOCUS', () => {
  const pairs = (format: Format) =>
    file(format).read.rows.map(
      (row, index) => [file('cur-legacy').read.rows[index]?.['lineItem/LineItemType'], row] as const,
    );

  it.each(['focus-1.0', 'focus-1.2'] as const)('%s says how each line item type is charged', (format) => {
    const seen = new Map(
      pairs(format).map(([type, row]) => [
        type,
        [row.ChargeCategory, row.ChargeFrequency, row.CommitmentDiscountStatus],
      ]),
    );
    expect(Object.fromEntries(seen)).toEqual({
      Usage: ['Usage', 'Usage-Based', ''],
      SavingsPlanCoveredUsage: ['Usage', 'Usage-Based', 'Used'],
      SavingsPlanNegation: ['Usage', 'Usage-Based', 'Used'],
      DiscountedUsage: ['Usage', 'Usage-Based', 'Used'],
      BundledDiscount: ['Usage', 'Usage-Based', ''],
      Fee: ['Purchase', 'One-Time', ''],
      RIFee: ['Purchase', 'Recurring', 'Unused'],
      SavingsPlanRecurringFee: ['Purchase', 'Recurring', 'Unused'],
      SavingsPlanUpfrontFee: ['Purchase', 'One-Time', ''],
      Tax: ['Tax', 'One-Time', ''],
      Credit: ['Credit', 'One-Time', ''],
      Refund: ['Adjustment', 'One-Time', ''],
    });
    expect(file(format).truth.line_item_types).toMatchObject({ Adjustment: 2 });
  });

  it('has tags as a map with the keys that users gave, and nothing where there are none', () => {
    const tags = file('focus-1.2').read.rows.map((row) => row.Tags ?? '');
    const keys = new Set(tags.filter((text) => text !== '').flatMap((text) => Object.keys(JSON.parse(text))));
    expect(keys).toEqual(new Set(['aws:createdBy', 'Environment', 'Name', 'Team']));
    expect(tags).toContain('');
  });

  it('corrects an earlier period once', () => {
    const corrections = pairs('focus-1.0').filter(([, row]) => row.ChargeClass === 'Correction');
    expect(corrections.map(([type, row]) => [type, row.ChargePeriodStart])).toEqual([
      ['Refund', '2024-12-09T00:00:00.000Z'],
    ]);
  });

  it.each(['focus-1.0', 'focus-1.2'] as const)('%s without the columns of AWS names services only', async (format) => {
    const { truth, read } = await written(`bare-${format}.csv`, { format, awsColumns: false });
    expect(Object.keys(read.rows[0] ?? {}).join(',')).toBe(header(format, false));
    expect(truth.totals).toEqual(file('cur-legacy').truth.totals);
    expect(truth.daily).toEqual(dailyOf(read.rows, format));
    expect(truth.spike).toEqual({ ...file('cur-legacy').truth.spike, service_code: 'AWS Glue' });
  });
});

it.each([
  [{ format: 'cur-3.0' as Format }, /^format must be one of cur-legacy/],
  [{ gzipMemberBytes: 0 }, /^gzip-member-bytes must be/],
  [{ zipFolder: '../up/' }, /^zip-folder must be/],
])('refuses %p', async (options, message) => {
  const writing = writeReport(join(folder, 'refused.csv'), { ...OPTIONS, ...options });
  await expect(writing).rejects.toThrow(InvalidOption);
  await expect(writing).rejects.toThrow(message);
});

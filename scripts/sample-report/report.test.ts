import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toRecord } from './columns.ts';
import { canonical, sumAmounts } from './decimals.ts';
import { dailyOf, type Recount, recount } from './recount.ts';
import { sampleReport } from './report.ts';
import type { Truth } from './truth.ts';
import { writeReport } from './write-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'sample-report-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ROWS = 4000;
const cost = (row: Record<string, string>): string => row['lineItem/UnblendedCost'] ?? '';
const ofType = ({ rows }: Recount, type: string) => rows.filter((row) => row['lineItem/LineItemType'] === type);
const sumOf = (rows: Record<string, string>[], column: string): string =>
  sumAmounts(rows.map((row) => row[column] ?? ''));

const dayTotals = (
  truth: Truth,
  matches: (row: NonNullable<Truth['daily']>[number]) => boolean,
): Map<string, number> => {
  const days = new Map<string, number>();
  for (const row of (truth.daily ?? []).filter(matches)) {
    days.set(row.usage_date, (days.get(row.usage_date) ?? 0) + Number(row.unblended));
  }
  return days;
};

describe('a written report', () => {
  const path = join(folder, 'report.csv.gz');
  let truth: Truth;
  let read: Recount;
  beforeAll(async () => {
    truth = await writeReport(path, { rows: ROWS, currencies: ['USD', 'EUR'] });
    read = await recount(path);
  });

  it('has the rows asked for, each with its own id', () => {
    expect(read.rows).toHaveLength(ROWS);
    expect(truth.rows).toBe(ROWS);
    expect(new Set(read.rows.map((row) => row['identity/LineItemId'])).size).toBe(ROWS);
  });

  it('adds up to its truth by currency', () => {
    const { USD, EUR } = truth.totals;
    expect(sumAmounts([USD?.unblended ?? '', EUR?.unblended ?? ''])).toBe(read.unblended);
    expect(sumAmounts([USD?.amortized ?? '', EUR?.amortized ?? ''])).toBe(read.amortized);
    const euros = read.rows.filter((row) => row['lineItem/CurrencyCode'] === 'EUR');
    expect(EUR).toMatchObject({ unblended: sumOf(euros, 'lineItem/UnblendedCost'), line_items: euros.length });
  });

  it('has daily sums that add up to the totals', () => {
    const daily = truth.daily ?? [];
    expect(sumAmounts(daily.map((row) => row.unblended))).toBe(read.unblended);
    expect(sumAmounts(daily.map((row) => row.amortized))).toBe(read.amortized);
    expect(daily.reduce((sum, row) => sum + row.line_items, 0)).toBe(ROWS);
    expect(daily.length).toBeGreaterThan(1000);
  });

  it('has the very daily sums of a second reckoning, zones without a region included', () => {
    expect(truth.daily).toEqual(dailyOf(read.rows));
    const zoneOnly = read.rows.filter((row) => row['lineItem/AvailabilityZone'] && !row['product/regionCode']);
    expect(zoneOnly.length).toBeGreaterThan(50);
  });

  it('has every line item type', () => {
    expect(Object.keys(truth.line_item_types)).toEqual([
      ...['BundledDiscount', 'Credit', 'DiscountedUsage', 'Fee', 'RIFee', 'Refund', 'SavingsPlanCoveredUsage'],
      ...['SavingsPlanNegation', 'SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee', 'Tax', 'Usage'],
    ]);
  });

  it('is lower on weekends and grows', () => {
    const days = dayTotals(truth, (row) => row.charge_category === 'Usage' && row.service_code !== 'AWSGlue');
    const mean = (dates: string[]) => dates.reduce((sum, date) => sum + (days.get(date) ?? 0), 0) / dates.length;
    const january = (list: number[]) => list.map((day) => `2025-01-${String(day).padStart(2, '0')}`);
    expect(mean(january([11, 12, 18, 19]))).toBeLessThan(0.7 * mean(january([13, 14, 15, 16, 17])));
    expect(mean(['2025-02-17', '2025-02-18'])).toBeGreaterThan(1.05 * mean(['2025-01-06', '2025-01-07']));
    expect(mean(january([13, 14, 15]))).toBeGreaterThan(1000);
    expect(mean(january([13, 14, 15]))).toBeLessThan(2000);
  });

  it('spikes once, about eight times its usual cost', () => {
    const spike = truth.spike;
    const days = dayTotals(truth, (row) => row.service_code === 'AWSGlue' && row.account_id === spike?.account_id);
    const [highest, second] = [...days].sort((left, right) => right[1] - left[1]);
    expect(highest?.[0]).toBe(spike?.usage_date);
    expect(Number(spike?.amount)).toBeCloseTo(highest?.[1] ?? 0, 6);
    expect(Number(spike?.amount)).toBeGreaterThan(4 * (second?.[1] ?? 0));
    expect(Number(spike?.amount)).toBeGreaterThan(6 * Number(spike?.usual));
  });

  it('never uses more of a Savings Plan than was committed, and all that it uses', () => {
    for (const plan of new Set(
      ofType(read, 'SavingsPlanRecurringFee').map((row) => row['savingsPlan/SavingsPlanARN']),
    )) {
      const fees = ofType(read, 'SavingsPlanRecurringFee').filter((row) => row['savingsPlan/SavingsPlanARN'] === plan);
      const use = ofType(read, 'SavingsPlanCoveredUsage').filter((row) => row['savingsPlan/SavingsPlanARN'] === plan);
      expect(sumOf(fees, 'savingsPlan/UsedCommitment')).toBe(sumOf(use, 'savingsPlan/SavingsPlanEffectiveCost'));
      expect(
        fees.every(
          (row) => Number(row['savingsPlan/UsedCommitment']) <= Number(row['savingsPlan/TotalCommitmentToDate']),
        ),
      ).toBe(true);
    }
    const cancelling = [...ofType(read, 'SavingsPlanCoveredUsage'), ...ofType(read, 'SavingsPlanNegation')];
    expect(sumOf(cancelling, 'lineItem/UnblendedCost')).toBe('0');
  });

  it('uses a reservation and charges the rest of it', () => {
    for (const month of ['2025-01', '2025-02']) {
      const inMonth = (row: Record<string, string>) => row['bill/BillingPeriodStartDate']?.startsWith(month);
      const fee = ofType(read, 'RIFee').filter(inMonth);
      const used = sumOf(ofType(read, 'DiscountedUsage').filter(inMonth), 'reservation/RecurringFeeForUsage');
      expect(sumAmounts([used, sumOf(fee, 'reservation/UnusedRecurringFee')])).toBe(
        sumOf(fee, 'lineItem/UnblendedCost'),
      );
      expect(Number(used)).toBeGreaterThan(0);
    }
  });

  it('bills a refund and nothing else for use of the month before', () => {
    const early = read.rows.filter(
      (row) => (row['lineItem/UsageStartDate'] ?? '') < (row['bill/BillingPeriodStartDate'] ?? ''),
    );
    expect(early.map((row) => row['lineItem/LineItemType'])).toEqual(['Refund', 'Refund']);
    expect(early.every((row) => Number(cost(row)) < 0)).toBe(true);
  });

  it('writes amounts and texts in all the ways of real reports', () => {
    const costs = read.rows.map(cost);
    for (const form of [/^$/, /^\d+\.\d{10}$/, /^\d+\.\d{18}$/, /^[\d.]+E-\d+$/, /^-/, /^0E-10$/]) {
      expect(costs.some((text) => form.test(text))).toBe(true);
    }
    expect(costs.every((text) => (canonical(text).split('.')[1] ?? '').length <= 18)).toBe(true);
    const texts = read.rows.flatMap((row) => [row['lineItem/LineItemDescription'], row['resourceTags/user:Name']]);
    for (const form of [/,/, /"/, /\n/, /Ü/, /データ/]) expect(texts.some((text) => form.test(text ?? ''))).toBe(true);
  });

  it('knows many services, regions and accounts', () => {
    const count = (key: 'service_code' | 'region' | 'account_id') => new Set(truth.daily?.map((row) => row[key])).size;
    expect(count('service_code')).toBeGreaterThanOrEqual(16);
    expect(count('region')).toBe(8);
    expect(count('account_id')).toBe(5);
  });
});

describe('the bytes of a report', () => {
  const options = { rows: 700, seed: 11, months: ['2024-02'] };
  const written = async (name: string, more: object = {}): Promise<Buffer> => {
    await writeReport(join(folder, name), { ...options, ...more });
    return readFileSync(join(folder, name));
  };

  it.each(['a.csv', 'a.csv.gz'])('are the same for the same options: %s', async (name) => {
    expect((await written(name)).equals(await written(`2${name}`))).toBe(true);
  });

  it('differ for another seed', async () => {
    expect((await written('b.csv')).equals(await written('c.csv', { seed: 12 }))).toBe(false);
  });

  it('end lines and begin as asked', async () => {
    const bytes = await written('d.csv', { lineEnd: '\r\n', byteOrderMark: true });
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect((await recount(join(folder, 'd.csv'))).rows).toHaveLength(700);
    expect(bytes.subarray(-2).toString()).toBe('\r\n');
  });
});

describe('a report of any size', () => {
  it.each([0, 1, 2, 5, 61, 200, 961, 5000])('has exactly %d rows', (rows) => {
    expect([...sampleReport({ rows }).rows()]).toHaveLength(rows);
  });

  it('charges each Savings Plan by the hour on days of many rows, in order of time', () => {
    const rows = [...sampleReport({ rows: 1500, months: ['2025-01'], days: 1 }).rows()].map(toRecord);
    const fees = rows.filter((row) => row['lineItem/LineItemType'] === 'SavingsPlanRecurringFee');
    expect(fees).toHaveLength(48);
    for (const row of fees) {
      const used = Number(row['savingsPlan/UsedCommitment']) / Number(row['savingsPlan/TotalCommitmentToDate']);
      expect(used).toBeGreaterThan(0.3);
      expect(used).toBeLessThanOrEqual(1);
    }
    const starts = fees.map((row) => row['lineItem/UsageStartDate']);
    expect(starts).toEqual([...starts].sort());
  });

  it('is the sum of its months', async () => {
    const report = sampleReport({ rows: 500 });
    expect([...report.rows('2025-01'), ...report.rows('2025-02')]).toEqual([...report.rows()]);
  });

  it('stops at the days asked for', () => {
    const dates = [...sampleReport({ rows: 300, months: ['2025-01'], days: 3 }).rows()].map((row) => row[11] ?? '');
    expect(dates.every((date) => date < '2025-01-10')).toBe(true);
    expect(dates.some((date) => date.startsWith('2025-01-03'))).toBe(true);
  });

  it('is sorted by item when asked to, an item having one id at all times, and adds up to the same', () => {
    const options = { rows: ROWS, months: ['2025-01'] };
    const records = [...sampleReport({ ...options, order: 'item' }).rows()].map(toRecord);
    const ids = records.map((row) => row['identity/LineItemId'] ?? '');
    const begins = ids.filter((id, row) => id !== ids[row - 1]);
    expect(new Set(begins).size).toBe(begins.length);
    expect(begins.length).toBeLessThan(ROWS / 2);
    const times = records.map((row) => row['lineItem/UsageStartDate'] ?? '');
    expect(ids.every((id, row) => id !== ids[row - 1] || (times[row] ?? '') >= (times[row - 1] ?? ''))).toBe(true);
    const byTime = [...sampleReport(options).rows()].map(toRecord);
    expect(sumAmounts(records.map(cost))).toBe(sumAmounts(byTime.map(cost)));
  });

  it('keeps an id for each line when asked to, in the order of items', () => {
    const options = { rows: ROWS, months: ['2025-01'] };
    const byLine = [...sampleReport({ ...options, order: 'line' }).rows()].map(toRecord);
    const byItem = [...sampleReport({ ...options, order: 'item' }).rows()].map(toRecord);
    expect(new Set(byLine.map((row) => row['identity/LineItemId'])).size).toBe(ROWS);
    const withoutId = (row: Record<string, string>) => ({ ...row, 'identity/LineItemId': '' });
    expect(byLine.map(withoutId)).toEqual(byItem.map(withoutId));
  });

  it('is sorted by day and in it by item when asked to, and adds up to the same', () => {
    const options = { rows: ROWS, months: ['2025-01'] };
    const records = [...sampleReport({ ...options, order: 'day' }).rows()].map(toRecord);
    const byTime = [...sampleReport(options).rows()].map(toRecord);
    const usage = records.filter((row) => row['lineItem/LineItemType'] === 'Usage');
    const items = usage.map((row) => `${row['identity/LineItemId']} ${row['lineItem/UsageStartDate']?.slice(0, 10)}`);
    const begins = items.filter((item, row) => item !== items[row - 1]);
    expect(new Set(begins).size).toBe(begins.length);
    expect(begins.length).toBeLessThan(usage.length);
    expect(sumAmounts(records.map(cost))).toBe(sumAmounts(byTime.map(cost)));
  });

  it('makes rows one by one, so that a huge report begins at once', () => {
    const rows = sampleReport({ rows: 1e7, accounts: 200 }).rows();
    expect(rows.next().done).toBe(false);
    rows.return(undefined);
  });
});

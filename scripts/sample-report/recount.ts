import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { canonical, sumAmounts } from './decimals.ts';
import type { DailySums } from './truth.ts';

/** What a written file holds by a second reckoning: csv-parse for the text, amounts by column name, no shared sums. */
export type Recount = { rows: Record<string, string>[]; unblended: string; amortized: string };

const value = (row: Record<string, string>, column: string): string => canonical(row[column] ?? '');

const minus = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

/** The parts that make up a line item's amortised cost. */
export const amortizedParts = (row: Record<string, string>): string[] => {
  const type = row['lineItem/LineItemType'];
  if (type === 'SavingsPlanCoveredUsage') return [value(row, 'savingsPlan/SavingsPlanEffectiveCost')];
  if (type === 'DiscountedUsage') return [value(row, 'reservation/EffectiveCost')];
  if (type === 'SavingsPlanNegation' || type === 'SavingsPlanUpfrontFee') return [];
  if (type === 'SavingsPlanRecurringFee') {
    return [value(row, 'savingsPlan/TotalCommitmentToDate'), minus(value(row, 'savingsPlan/UsedCommitment'))];
  }
  if (type === 'RIFee') {
    const unused = 'reservation/UnusedAmortizedUpfrontFeeForBillingPeriod';
    return [value(row, unused), value(row, 'reservation/UnusedRecurringFee')];
  }
  if (type === 'Fee' && row['reservation/ReservationARN'] !== '') return [];
  return [value(row, 'lineItem/UnblendedCost')];
};

const CATEGORIES: [RegExp, string][] = [
  [/^(Fee|RIFee|SavingsPlan\w+Fee)$/, 'Purchase'],
  [/^(Tax|Credit)$/, '$&'],
  [/^Refund$/, 'Adjustment'],
];

const category = (type: string): string => {
  const found = CATEGORIES.find(([pattern]) => pattern.test(type));
  return found ? type.replace(found[0], found[1]) : 'Usage';
};

const dayKey = (row: Record<string, string>) => ({
  billing_period: row['bill/BillingPeriodStartDate']?.slice(0, 7) ?? '',
  usage_date: row['lineItem/UsageStartDate']?.split('T')[0] ?? '',
  account_id: row['lineItem/UsageAccountId'] ?? '',
  service_code: row['lineItem/ProductCode'] ?? '',
  region:
    row['product/region'] || row['product/regionCode'] || row['lineItem/AvailabilityZone']?.slice(0, -1) || 'global',
  charge_category: category(row['lineItem/LineItemType'] ?? ''),
  currency: row['lineItem/CurrencyCode'] ?? '',
});

/** Daily sums of rows, ordered by key. */
export const dailyOf = (rows: readonly Record<string, string>[]): DailySums[] => {
  const groups = new Map<string, Record<string, string>[]>();
  for (const row of rows) {
    const key = Object.values(dayKey(row)).join('\t');
    groups
      .set(key, groups.get(key) ?? [])
      .get(key)
      ?.push(row);
  }
  const sorted = [...groups].sort(([left], [right]) => (left < right ? -1 : 1));
  return sorted.map(([, group]) => ({
    ...dayKey(group[0] ?? {}),
    unblended: sumAmounts(group.map((row) => row['lineItem/UnblendedCost'] ?? '')),
    amortized: sumAmounts(group.flatMap(amortizedParts)),
    line_items: group.length,
  }));
};

/** Reads a report back, csv or gzip. For tests: holds all rows. */
export const recount = async (path: string): Promise<Recount> => {
  const file = createReadStream(path);
  const text = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const rows: Record<string, string>[] = [];
  for await (const row of text.pipe(parse({ columns: true, bom: true }))) rows.push(row);
  return {
    rows,
    unblended: sumAmounts(rows.map((row) => row['lineItem/UnblendedCost'] ?? '')),
    amortized: sumAmounts(rows.flatMap(amortizedParts)),
  };
};

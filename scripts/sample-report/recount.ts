import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { parquetReadObjects } from 'hyparquet';
import { COLUMNS } from './columns.ts';
import { cur2Name } from './cur2-layout.ts';
import { canonical, sumAmounts } from './decimals.ts';
import type { Format } from './options.ts';
import type { DailySums } from './truth.ts';

/** What a written file holds by a second reckoning: csv-parse for the text, amounts by column name, no shared sums. */
export type Recount = { rows: Record<string, string>[]; unblended: string; amortized: string };

const value = (row: Record<string, string>, column: string): string => canonical(row[column] ?? '');

const minus = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

/** The parts that make up a line item's amortised cost. */
const legacyAmortized = (row: Record<string, string>): string[] => {
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

const legacyDay = (row: Record<string, string>) => ({
  billing_period: row['bill/BillingPeriodStartDate']?.slice(0, 7) ?? '',
  usage_date: row['lineItem/UsageStartDate']?.split('T')[0] ?? '',
  account_id: row['lineItem/UsageAccountId'] ?? '',
  service_code: row['lineItem/ProductCode'] ?? '',
  region:
    row['product/region'] || row['product/regionCode'] || row['lineItem/AvailabilityZone']?.slice(0, -1) || 'global',
  charge_category: category(row['lineItem/LineItemType'] ?? ''),
  currency: row['lineItem/CurrencyCode'] ?? '',
});

const CUR2_NAMES = {
  'lineItem/LineItemType': 'line_item_line_item_type',
  'bill/BillingPeriodStartDate': 'bill_billing_period_start_date',
  'lineItem/UsageStartDate': 'line_item_usage_start_date',
  'lineItem/UsageAccountId': 'line_item_usage_account_id',
  'lineItem/ProductCode': 'line_item_product_code',
  'product/regionCode': 'product_region_code',
  'lineItem/AvailabilityZone': 'line_item_availability_zone',
  'lineItem/CurrencyCode': 'line_item_currency_code',
  'lineItem/UnblendedCost': 'line_item_unblended_cost',
  'savingsPlan/SavingsPlanEffectiveCost': 'savings_plan_savings_plan_effective_cost',
  'savingsPlan/TotalCommitmentToDate': 'savings_plan_total_commitment_to_date',
  'savingsPlan/UsedCommitment': 'savings_plan_used_commitment',
  'reservation/ReservationARN': 'reservation_reservation_a_r_n',
  'reservation/EffectiveCost': 'reservation_effective_cost',
  'reservation/UnusedAmortizedUpfrontFeeForBillingPeriod':
    'reservation_unused_amortized_upfront_fee_for_billing_period',
  'reservation/UnusedRecurringFee': 'reservation_unused_recurring_fee',
};

const fromCur2 = (row: Record<string, string>): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(CUR2_NAMES).map(([legacy, name]) => [legacy, row[name] ?? 'no such column'])),
  'product/region': JSON.parse(row.product ?? '').region ?? '',
});

const focusDay = (row: Record<string, string>) => ({
  billing_period: row.BillingPeriodStart?.slice(0, 7) ?? '',
  usage_date: row.ChargePeriodStart?.split('T')[0] ?? '',
  account_id: row.SubAccountId ?? '',
  service_code: row.x_ServiceCode ?? row.ServiceName ?? '',
  region: row.RegionId || 'global',
  charge_category: row.ChargeCategory ?? '',
  currency: row.BillingCurrency ?? '',
});

type Line = { day: ReturnType<typeof legacyDay>; unblended: string; amortized: string[] };

const line = (row: Record<string, string>, format: Format): Line => {
  if (format === 'focus-1.0' || format === 'focus-1.2') {
    return { day: focusDay(row), unblended: row.BilledCost ?? 'none', amortized: [row.EffectiveCost ?? 'none'] };
  }
  const legacy = format === 'cur-2.0' ? fromCur2(row) : row;
  const unblended = legacy['lineItem/UnblendedCost'] ?? 'none';
  return { day: legacyDay(legacy), unblended, amortized: legacyAmortized(legacy) };
};

/** Daily sums of rows, ordered by key. */
export const dailyOf = (rows: readonly Record<string, string>[], format: Format = 'cur-legacy'): DailySums[] => {
  const groups = new Map<string, Line[]>();
  for (const entry of rows.map((row) => line(row, format))) {
    const key = keyOf(entry);
    groups
      .set(key, groups.get(key) ?? [])
      .get(key)
      ?.push(entry);
  }
  const sorted = [...groups.values()].sort(([left], [right]) => (keyOf(left) < keyOf(right) ? -1 : 1));
  return sorted.map((group) => ({
    ...(group[0] as Line).day,
    unblended: sumAmounts(group.map(({ unblended }) => unblended)),
    amortized: sumAmounts(group.flatMap(({ amortized }) => amortized)),
    line_items: group.length,
  }));
};

const keyOf = (entry: Line | undefined): string => Object.values(entry?.day ?? {}).join('\t');

/** The csv text of a file: plain, gzip, or the only csv of a zip. */
export const csvOf = (path: string): Buffer => {
  const bytes = readFileSync(path);
  if (path.endsWith('.gz')) return gunzipSync(bytes);
  if (!path.endsWith('.zip')) return bytes;
  const inside = Object.entries(unzipSync(bytes)).filter(([name]) => name.endsWith('.csv'));
  return Buffer.from(inside[0]?.[1] ?? []);
};

/** A value of a Parquet file as csv has it. */
const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** Legacy columns of a Parquet file by the names that csv has for them. */
const LEGACY_NAMES = new Map(COLUMNS.map((column) => [cur2Name(column), column as string]));

const parquetRows = async (path: string, format: Format): Promise<Record<string, string>[]> => {
  const nameOf = (name: string) => (format === 'cur-legacy' ? (LEGACY_NAMES.get(name) ?? 'no such column') : name);
  const rows = await parquetReadObjects({ file: Uint8Array.from(readFileSync(path)).buffer });
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [nameOf(name), cellOf(value)])),
  );
};

const csvRows = (path: string): Record<string, string>[] => {
  const cast = (value: string, { header }: { header: boolean }) => (!header && value === 'NULL' ? '' : value);
  return parse(csvOf(path), { columns: true, bom: true, cast });
};

/**
 * Reads a report back: csv, gzip, zip or Parquet, by another reader than Almanac's; a value that is the word NULL is an
 * absent one. For tests: holds all rows.
 */
export const recount = async (path: string, format: Format = 'cur-legacy'): Promise<Recount> => {
  const rows = path.endsWith('.parquet') ? await parquetRows(path, format) : csvRows(path);
  const lines = rows.map((row) => line(row, format));
  return {
    rows,
    unblended: sumAmounts(lines.map(({ unblended }) => unblended)),
    amortized: sumAmounts(lines.flatMap(({ amortized }) => amortized)),
  };
};

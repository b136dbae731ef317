import { AlmanacError, type Decimal } from '@almanac/kernel';
import type { LineItem } from './line-item.ts';
import { addCosts, assertStorable, type CostPair, sumTotals, type Totals, ZERO_COSTS } from './totals.ts';

/** What one day cost in one account, service, region, charge category and currency, billed in one period. */
export interface DailyCost extends CostPair {
  readonly billingPeriod: string;
  /** UTC day of the usage, `YYYY-MM-DD`. */
  readonly usageDate: string;
  readonly accountId: string;
  readonly serviceCode: string;
  readonly serviceName: string;
  readonly region: string;
  readonly chargeCategory: string;
  readonly currency: string;
  /** Count of input rows. */
  readonly lineItems: number;
}

const dimensions = (row: DailyCost) => [row.accountId, row.serviceCode, row.region, row.chargeCategory, row.currency];

const encodePart = (part: string) => part.replace(/[%#]/g, (c) => (c === '%' ? '%25' : '%23'));

/** Sort key of `cost_daily`: one item belongs to exactly one (report, billing period). */
export function dimensionKey(report: string, row: DailyCost): string {
  return [report, row.billingPeriod, ...dimensions(row)].map(encodePart).join('#');
}

/** Identity of a row within its (report, billing period). */
export const rowKey = (row: DailyCost): string => `${row.usageDate}#${dimensions(row).map(encodePart).join('#')}`;

/** DynamoDB's sort key holds 1,024 bytes and a report name takes up to 220 of them. */
const MAX_DIMENSION_BYTES = 700;

/** What a daily cost calls the region of charges that belong to none. */
export const NO_REGION = 'global';

/** What of a line item decides which daily cost it belongs to, and that one's name. */
export type DailyCostKey = Pick<
  LineItem,
  | 'BillingPeriodStart'
  | 'ChargePeriodStart'
  | 'SubAccountId'
  | 'x_ServiceCode'
  | 'ServiceName'
  | 'RegionId'
  | 'ChargeCategory'
  | 'BillingCurrency'
>;

/** The daily cost of such line items, before any is added. @throws AlmanacError `VALUE_TOO_LONG` */
export function emptyDailyCost(item: DailyCostKey): DailyCost {
  const row: DailyCost = {
    billingPeriod: item.BillingPeriodStart.slice(0, 7),
    usageDate: item.ChargePeriodStart.slice(0, 10),
    accountId: item.SubAccountId,
    serviceCode: item.x_ServiceCode,
    serviceName: item.ServiceName,
    region: item.RegionId ?? NO_REGION,
    chargeCategory: item.ChargeCategory,
    currency: item.BillingCurrency,
    ...ZERO_COSTS,
    lineItems: 0,
  };
  const characters = row.usageDate.length + dimensions(row).join('#').length + 1;
  // No character takes more than three bytes, encoded or not: mostly that is enough to know.
  if (characters * 3 > MAX_DIMENSION_BYTES && Buffer.byteLength(rowKey(row)) > MAX_DIMENSION_BYTES) {
    throw new AlmanacError(
      'VALUE_TOO_LONG',
      `Account, service, region and currency together exceed ${MAX_DIMENSION_BYTES} bytes: "${rowKey(row).slice(0, 120)}…"`,
    );
  }
  return row;
}

/** The smaller name wins where a service has several, so that the order of rows and files does not matter. */
export const mergeRows = (a: DailyCost, b: DailyCost): DailyCost => ({
  ...a,
  ...addCosts(a, b),
  serviceName: a.serviceName < b.serviceName ? a.serviceName : b.serviceName,
  lineItems: a.lineItems + b.lineItems,
});

interface RunningSum {
  readonly row: DailyCost;
  unblendedCost: Decimal;
  amortizedCost: Decimal;
  serviceName: string;
  lineItems: number;
}

/** Sums line items into daily costs, exactly, whatever their order. */
export class DailyCostSums {
  readonly #sums = new Map<string, RunningSum>();

  add(item: LineItem): void {
    const day = item.ChargePeriodStart.slice(0, 10);
    const key = `${item.BillingPeriodStart}\n${day}\n${item.SubAccountId}\n${item.x_ServiceCode}\n${item.RegionId ?? NO_REGION}\n${item.ChargeCategory}\n${item.BillingCurrency}`;
    let sum = this.#sums.get(key);
    if (!sum) {
      const row = emptyDailyCost(item);
      sum = { row, ...ZERO_COSTS, serviceName: row.serviceName, lineItems: 0 };
      this.#sums.set(key, sum);
    }
    sum.unblendedCost = sum.unblendedCost.plus(item.BilledCost);
    sum.amortizedCost = sum.amortizedCost.plus(item.EffectiveCost);
    if (item.ServiceName < sum.serviceName) sum.serviceName = item.ServiceName;
    sum.lineItems += 1;
  }

  /**
   * Rows by billing period, periods in ascending order, rows in the order of their first line item.
   * @throws AlmanacError `AMOUNT_OUT_OF_RANGE` where a sum cannot be stored exactly
   */
  byPeriod(): Map<string, DailyCost[]> {
    return costsByPeriod([...this.#sums.values()].map(({ row, ...sum }) => ({ ...row, ...sum })));
  }
}

/**
 * Rows by billing period, periods in ascending order.
 * @throws AlmanacError `AMOUNT_OUT_OF_RANGE` where a sum cannot be stored exactly
 */
export function costsByPeriod(rows: Iterable<DailyCost>): Map<string, DailyCost[]> {
  const periods = new Map<string, DailyCost[]>();
  for (const row of rows) {
    assertStorable(row, `${row.serviceCode} on ${row.usageDate}`);
    const known = periods.get(row.billingPeriod);
    if (known) known.push(row);
    else periods.set(row.billingPeriod, [row]);
  }
  return new Map([...periods].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Usage days, ascending, with their rows in the order they came. */
export function rowsByDay(rows: Iterable<DailyCost>): [day: string, rows: DailyCost[]][] {
  const days = new Map<string, DailyCost[]>();
  for (const row of rows) {
    const known = days.get(row.usageDate);
    if (known) known.push(row);
    else days.set(row.usageDate, [row]);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Merges the rows of several files of one (report, billing period): equal keys are summed. */
export function mergeDailyCosts(parts: Iterable<readonly DailyCost[]>): DailyCost[] {
  const merged = new Map<string, DailyCost>();
  for (const part of parts) mergeInto(merged, part);
  return [...merged.values()];
}

/** Adds the rows of a file to those of others, by {@link rowKey}. */
export function mergeInto(merged: Map<string, DailyCost>, rows: Iterable<DailyCost>): void {
  for (const row of rows) {
    const key = rowKey(row);
    const known = merged.get(key);
    merged.set(key, known ? mergeRows(known, row) : row);
  }
}

/**
 * Totals per currency of daily costs.
 * @throws AlmanacError `AMOUNT_OUT_OF_RANGE` where a total cannot be stored exactly
 */
export function totalsOf(rows: Iterable<DailyCost>): Totals {
  const totals = sumTotals(
    [...rows].map((row) => ({
      [row.currency]: { unblendedCost: row.unblendedCost, amortizedCost: row.amortizedCost },
    })),
  );
  for (const [currency, costs] of Object.entries(totals)) assertStorable(costs, `all ${currency} line items`);
  return totals;
}

export const countLineItems = (rows: readonly DailyCost[]): number => rows.reduce((sum, row) => sum + row.lineItems, 0);

export const sameRow = (a: DailyCost, b: DailyCost): boolean =>
  a.unblendedCost.equals(b.unblendedCost) &&
  a.amortizedCost.equals(b.amortizedCost) &&
  a.lineItems === b.lineItems &&
  a.serviceName === b.serviceName;

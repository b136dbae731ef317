import { type DailyCost, dimensionKey } from '@almanac/cur';
import * as z from 'zod';
import { decimal, number, plainNumber } from './ledger-items.ts';

export const dailyCostKey = (report: string, row: DailyCost) => ({
  usage_date: row.usageDate,
  dimension_key: dimensionKey(report, row),
});

/** An item of `cost_daily`. */
export const dailyCostItem = (report: string, row: DailyCost, deliveryId: string, updatedAt: string) => ({
  ...dailyCostKey(report, row),
  report,
  billing_period: row.billingPeriod,
  delivery_id: deliveryId,
  account_id: row.accountId,
  service_code: row.serviceCode,
  service_name: row.serviceName,
  region: row.region,
  charge_category: row.chargeCategory,
  currency: row.currency,
  unblended_cost: number(row.unblendedCost),
  amortized_cost: number(row.amortizedCost),
  line_items: number(row.lineItems),
  updated_at: updatedAt,
});

const text = z.string();
const item = z.strictObject({
  usage_date: text,
  dimension_key: text,
  report: text,
  billing_period: text,
  delivery_id: text,
  account_id: text,
  service_code: text,
  service_name: text,
  region: text,
  charge_category: text,
  currency: text,
  unblended_cost: decimal,
  amortized_cost: decimal,
  line_items: plainNumber,
  updated_at: text,
});

/** The row of an item; undefined where its attributes are not exactly those of a row, or not those that its key says. */
export function dailyCostOf(stored: unknown): DailyCost | undefined {
  const { success, data } = item.safeParse(stored);
  if (!success) return undefined;
  const row: DailyCost = {
    billingPeriod: data.billing_period,
    usageDate: data.usage_date,
    accountId: data.account_id,
    serviceCode: data.service_code,
    serviceName: data.service_name,
    region: data.region,
    chargeCategory: data.charge_category,
    currency: data.currency,
    unblendedCost: data.unblended_cost,
    amortizedCost: data.amortized_cost,
    lineItems: data.line_items,
  };
  return dimensionKey(data.report, row) === data.dimension_key ? row : undefined;
}

import type { DailyCost } from '@almanac/cur';
import { Decimal } from '@almanac/kernel';
import * as z from 'zod';

const aggregateRow = z.tuple([
  z.string(), // usage date
  z.string(), // account
  z.string(), // service code
  z.string(), // service name
  z.string(), // region
  z.string(), // charge category
  z.string(), // currency
  z.string(), // unblended cost
  z.string(), // amortized cost
  z.int(), // line items
]);

/** A row as a line of an aggregates file, without the billing period, which the file's key names. */
export const toAggregateLine = (row: DailyCost): string => JSON.stringify(encodeRow(row));

const encodeRow = (row: DailyCost): z.infer<typeof aggregateRow> => [
  row.usageDate,
  row.accountId,
  row.serviceCode,
  row.serviceName,
  row.region,
  row.chargeCategory,
  row.currency,
  row.unblendedCost.toString(),
  row.amortizedCost.toString(),
  row.lineItems,
];

export function fromAggregateLine(billingPeriod: string, line: string): DailyCost {
  const [
    usageDate,
    accountId,
    serviceCode,
    serviceName,
    region,
    chargeCategory,
    currency,
    unblended,
    amortized,
    lineItems,
  ] = aggregateRow.parse(JSON.parse(line));
  return {
    billingPeriod,
    usageDate,
    accountId,
    serviceCode,
    serviceName,
    region,
    chargeCategory,
    currency,
    unblendedCost: Decimal.parse(unblended),
    amortizedCost: Decimal.parse(amortized),
    lineItems,
  };
}

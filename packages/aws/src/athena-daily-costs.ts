import { type DailyCost, type DeliveryRef, NO_REGION } from '@almanac/cur';
import { Decimal } from '@almanac/kernel';
import type { AthenaClient } from '@aws-sdk/client-athena';
import * as z from 'zod';
import { athenaRows, type LakeNames, sqlText } from './athena-query.ts';

/** Grouped as the rows of `cost_daily` are. A delivery's partition is named, so that no other file is read. */
const dailyQuery = (table: string, { report, billingPeriod, deliveryId }: DeliveryRef) =>
  `
SELECT CAST(part.chargeperiodstart AS date) AS usage_date, part.subaccountid, part.x_servicecode,
  coalesce(part.regionid, ${sqlText(NO_REGION)}), part.chargecategory, part.billingcurrency,
  min(part.servicename) AS service_name, sum(part.billedcost) AS unblended_cost, sum(part.effectivecost) AS amortized_cost,
  count(*) AS line_items
FROM ${table} AS part
WHERE part.report = ${sqlText(report)} AND part.billing_period = ${sqlText(billingPeriod)}
  AND part.delivery = ${sqlText(deliveryId)}
GROUP BY 1, 2, 3, 4, 5, 6`.trim();

/** Athena leaves the value of an empty text away. */
const text = z.string().default('');
const amount = z.string().transform((value) => Decimal.parse(value));
const count = z.string().regex(/^\d+$/).transform(Number);
const cells = z.tuple([z.iso.date(), text, text, text, text, text, text, amount, amount, count]);

/**
 * What a delivery cost by day, account, service, region, charge category and currency, from its curated files alone;
 * exact, as costs are DECIMAL. Costs what Athena reads of nine columns of that delivery's Parquet files.
 * @throws AlmanacError `QUERY_FAILED` with Athena's reason
 */
export async function athenaDailyCosts(
  athena: AthenaClient,
  lake: LakeNames,
  sleep: (ms: number) => Promise<unknown>,
  delivery: DeliveryRef,
): Promise<DailyCost[]> {
  const rows: DailyCost[] = [];
  for await (const row of athenaRows(athena, lake, sleep, dailyQuery(lake.table, delivery))) {
    rows.push(dailyCost(delivery.billingPeriod, row));
  }
  return rows;
}

function dailyCost(billingPeriod: string, row: readonly (string | undefined)[]): DailyCost {
  const [usageDate, accountId, serviceCode, region, chargeCategory, currency, serviceName, ...sums] = cells.parse(row);
  const [unblendedCost, amortizedCost, lineItems] = sums;
  return {
    ...{ billingPeriod, usageDate, accountId, serviceCode, serviceName, region, chargeCategory, currency },
    ...{ unblendedCost, amortizedCost, lineItems },
  };
}

import type { BookEntry } from '@almanac/cur';
import { Decimal } from '@almanac/kernel';
import type { AthenaClient } from '@aws-sdk/client-athena';
import * as z from 'zod';
import { athenaRows, type LakeNames, sqlText } from './athena-query.ts';
import type { BookScope } from './daily-cost-sums.ts';

function sumsQuery(table: string, { report, billingPeriod }: BookScope): string {
  const conditions = [
    ...(report === undefined ? [] : [`part.report = ${sqlText(report)}`]),
    ...(billingPeriod === undefined ? [] : [`part.billing_period = ${sqlText(billingPeriod)}`]),
  ];
  return `
SELECT part.report, part.billing_period, part.billingcurrency,
  sum(part.billedcost) AS unblended_cost, sum(part.effectivecost) AS amortized_cost, count(*) AS line_items
FROM ${table} AS part
JOIN (
  SELECT report, billing_period, delivery FROM live_deliveries
  UNION ALL SELECT report, billing_period, delivery FROM shadow_deliveries
) AS live
  ON part.report = live.report AND part.billing_period = live.billing_period AND part.delivery = live.delivery
${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}\n` : ''}GROUP BY 1, 2, 3`.trim();
}

const amount = z.string().transform((value) => Decimal.parse(value));
const row = z.tuple([z.string(), z.string(), z.string(), amount, amount, z.string().regex(/^\d+$/).transform(Number)]);

/**
 * What Athena holds of live deliveries, those kept out of the totals included, by report, billing period and currency: one query, exact, as costs are DECIMAL.
 * Costs what Athena reads of two cost columns, a fraction of the Parquet files in scope.
 * @throws AlmanacError `QUERY_FAILED` with Athena's reason
 */
export async function athenaSums(
  athena: AthenaClient,
  lake: LakeNames,
  sleep: (ms: number) => Promise<unknown>,
  scope: BookScope = {},
): Promise<BookEntry[]> {
  const entries: BookEntry[] = [];
  const query = sumsQuery(lake.table, scope);
  for await (const cells of athenaRows(athena, lake, sleep, query)) entries.push(entryOf(cells));
  return entries;
}

function entryOf(cells: readonly (string | undefined)[]): BookEntry {
  const [report, billingPeriod, currency, unblendedCost, amortizedCost, lineItems] = row.parse(cells);
  return { report, billingPeriod, currency, unblendedCost, amortizedCost, lineItems };
}

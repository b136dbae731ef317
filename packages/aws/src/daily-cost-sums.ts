import type { BookEntry, PeriodRef } from '@almanac/cur';
import { Decimal } from '@almanac/kernel';
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { decimal, plainNumber } from './ledger-items.ts';

/** What to sum: everything, or only one report, one billing period, or both. */
export type BookScope = Partial<PeriodRef>;

const row = z.object({
  report: z.string(),
  billing_period: z.string(),
  currency: z.string(),
  unblended_cost: decimal,
  amortized_cost: decimal,
  line_items: plainNumber,
});

const ATTRIBUTES = Object.keys(row.shape);
const names = Object.fromEntries(ATTRIBUTES.map((name) => [`#${name}`, name]));

/**
 * What the rows of `cost_daily` add up to by report, billing period and currency, exactly. Reads the whole table,
 * strongly consistent, whatever the scope is: it has no index by report. Holds one page and the sums in memory.
 */
export async function dailyCostSums(
  dynamo: DynamoDBDocumentClient,
  table: string,
  scope: BookScope = {},
): Promise<BookEntry[]> {
  const sums = new Map<string, BookEntry>();
  const pages = paginateScan(
    { client: dynamo },
    {
      TableName: table,
      ConsistentRead: true,
      ProjectionExpression: Object.keys(names).join(', '),
      ExpressionAttributeNames: names,
      ...filter(scope),
    },
  );
  for await (const { Items = [] } of pages) for (const item of Items) add(sums, row.parse(item));
  return [...sums.values()];
}

function filter({ report, billingPeriod }: BookScope) {
  const given = Object.entries({ report, billing_period: billingPeriod }).filter(([, value]) => value !== undefined);
  if (given.length === 0) return {};
  return {
    FilterExpression: given.map(([name]) => `#${name} = :${name}`).join(' AND '),
    ExpressionAttributeValues: Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
  };
}

function add(sums: Map<string, BookEntry>, item: z.infer<typeof row>): void {
  const { report, billing_period: billingPeriod, currency } = item;
  const key = `${report}\n${billingPeriod}\n${currency}`;
  const sum = sums.get(key);
  sums.set(key, {
    report,
    billingPeriod,
    currency,
    unblendedCost: item.unblended_cost.plus(sum?.unblendedCost ?? Decimal.ZERO),
    amortizedCost: item.amortized_cost.plus(sum?.amortizedCost ?? Decimal.ZERO),
    lineItems: item.line_items + (sum?.lineItems ?? 0),
  });
}

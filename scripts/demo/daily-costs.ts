import { Decimal } from '@almanac/kernel';
import { type AttributeValue, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { LocalStack } from './stack.ts';

/** A row of `cost_daily`, as far as the demo shows it. */
export type DailyCost = {
  day: string;
  period: string;
  account: string;
  service: string;
  unblended: Decimal;
  amortized: Decimal;
  lineItems: number;
};

/** Every row of one published report, read account by account through the table's `account-date-index`. */
export const dailyCosts = async (
  { dynamo, cost_daily_table }: LocalStack,
  report: string,
  accounts: readonly string[],
): Promise<DailyCost[]> => {
  const rowsOf = async (account: string): Promise<DailyCost[]> => {
    const query = {
      TableName: cost_daily_table,
      IndexName: 'account-date-index',
      KeyConditionExpression: 'account_id = :account',
      FilterExpression: 'report = :report',
      ExpressionAttributeValues: { ':account': { S: account }, ':report': { S: report } },
    };
    const rows: DailyCost[] = [];
    for await (const { Items = [] } of paginateQuery({ client: dynamo }, query)) rows.push(...Items.map(rowOf));
    return rows;
  };
  return (await Promise.all(accounts.map(rowsOf))).flat();
};

const rowOf = (item: Record<string, AttributeValue>): DailyCost => ({
  day: item.usage_date?.S ?? '',
  period: item.billing_period?.S ?? '',
  account: item.account_id?.S ?? '',
  service: item.service_code?.S ?? '',
  unblended: Decimal.parse(item.unblended_cost?.N ?? ''),
  amortized: Decimal.parse(item.amortized_cost?.N ?? ''),
  lineItems: Number(item.line_items?.N),
});

/** Exact sums of rows, one for each value of `keyOf`. */
export const sumBy = (
  rows: readonly DailyCost[],
  keyOf: (row: DailyCost) => string,
  cost: 'unblended' | 'amortized',
): Map<string, Decimal> => {
  const sums = new Map<string, Decimal>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? Decimal.ZERO).plus(row[cost]));
  return sums;
};

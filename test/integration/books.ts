import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { paginateQuery, paginateScan, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { canonical } from '../../scripts/sample-report/index.ts';
import { type CostRow, inOrder } from './reports.ts';
import { dynamo, s3 } from './sdk.ts';
import { stack } from './stack.ts';

const text = z.string();
const amount = text.transform(canonical);
const costItem = z.strictObject({
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
  unblended_cost: amount,
  amortized_cost: amount,
  line_items: text,
  updated_at: z.iso.datetime(),
});

/** Items of `cost_daily` whose report begins so, with exactly the attributes that cur.md names. */
export const costItems = async (reportPrefix: string) => {
  const items: z.infer<typeof costItem>[] = [];
  const pages = paginateScan(
    { client: dynamo },
    {
      TableName: stack.cost_daily_table,
      ConsistentRead: true,
      FilterExpression: 'begins_with(report, :report)',
      ExpressionAttributeValues: { ':report': reportPrefix },
    },
  );
  for await (const { Items = [] } of pages) items.push(...Items.map((item) => costItem.parse(item)));
  return items;
};

/** December 2024 (refunds reach back) to March 2025: asking day by day is cheaper than a scan of everything. */
const WINTER = Array.from({ length: 121 }, (_, day) =>
  new Date(Date.UTC(2024, 11, 1 + day)).toISOString().slice(0, 10),
);

const costsOn = async (day: string, report: string) => {
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new QueryCommand({
      TableName: stack.cost_daily_table,
      ConsistentRead: true,
      KeyConditionExpression: 'usage_date = :day AND begins_with(dimension_key, :report)',
      ExpressionAttributeValues: { ':day': day, ':report': `${report}#` },
    }),
  );
  if (LastEvaluatedKey) throw new Error(`More than a page of rows of ${report} on ${day}`);
  return Items.map((item) => costItem.parse(item));
};

/** Rows of `cost_daily` of a report of the first three months of 2025, in the order of their keys. */
export const costRows = async (report: string): Promise<CostRow[]> => {
  const items = await Promise.all(WINTER.map((day) => costsOn(day, report)));
  return inOrder(items.flat().map(({ delivery_id: _id, updated_at: _at, ...row }) => row));
};

const costs = z.record(text, z.object({ unblended_cost: amount, amortized_cost: amount }));
const failure = z.object({ code: text, message: text, attempt: text, at: text });

/** An upload to a key, or its deletion. */
const change = z.looseObject({
  kind: z.enum(['object', 'deletion']),
  sk: text,
  object_id: text,
  report: text,
  status: text.optional(),
  message_id: text.optional(),
  attempts: text.optional(),
  rows: text.optional(),
  totals: costs.optional(),
  billing_periods: z.array(text).optional(),
  duplicate_of: text.optional(),
  last_error: failure.optional(),
});
export type Change = z.infer<typeof change>;

const query = async (pk: string, skPrefix: string) => {
  const found: Record<string, unknown>[] = [];
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName: stack.cur_ledger_table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': pk, ':sk': skPrefix },
    },
  );
  for await (const { Items = [] } of pages) found.push(...Items);
  return found;
};

/** What the ledger tells of a key: its uploads and deletions, oldest first. */
export const changesOf = async (key: string): Promise<Change[]> =>
  (await query(`object#${stack.cur_bucket}/${key}`, '0')).map((item) => change.parse(item));

const period = z.looseObject({
  billing_period: text,
  state: text,
  totals: costs.optional(),
  live: z.looseObject({ delivery_id: text, shadow: z.boolean() }).optional(),
  announcement: z.looseObject({ due: z.set(text).optional() }).optional(),
});

/** The billing periods of a report in the ledger, by name. */
export const periodsOf = async (report: string) => {
  const items = (await query(`report#${report}`, 'period#')).map((item) => period.parse(item));
  return Object.fromEntries(items.map((item) => [item.billing_period, item]));
};

/** Why a message failed, by the ledger. */
export const failureOf = async (messageId: string) => {
  const [item] = await query(`message#${messageId}`, 'failure');
  return item && z.looseObject({ final: z.boolean(), queue: text, last_error: failure }).parse(item);
};

/** Keys below a prefix of the curated bucket. */
export const curatedKeys = async (prefix: string): Promise<string[]> => {
  const { Contents = [], IsTruncated } = await s3.send(
    new ListObjectsV2Command({ Bucket: stack.curated_bucket, Prefix: prefix }),
  );
  if (IsTruncated) throw new Error(`More than a page of keys below ${prefix}`);
  return Contents.map(({ Key = '' }) => Key);
};

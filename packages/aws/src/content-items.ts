import type { PeriodRef } from '@almanac/cur';
import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';

const holderItem = z.object({ sk: z.string(), key: z.string(), manifest: z.string().optional() });
const uploadItem = z.object({ report: z.string(), billing_periods: z.array(z.string()) });

/** Periods of every upload that holds this content at present. */
export async function sharingUploads(
  dynamo: DynamoDBDocumentClient,
  table: string,
  sha256: string,
): Promise<PeriodRef[]> {
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName: table,
      // Parts of deliveries sort before, with a `!` that no bucket name has.
      KeyConditionExpression: 'pk = :pk AND sk > :parts',
      ExpressionAttributeValues: { ':pk': `content#${sha256}`, ':parts': '"' },
      ConsistentRead: true,
    },
  );
  const found: PeriodRef[] = [];
  for await (const { Items = [] } of pages) {
    for (const { report, billing_periods } of Items.map((item) => uploadItem.parse(item))) {
      found.push(...billing_periods.map((billingPeriod) => ({ report, billingPeriod })));
    }
  }
  return found;
}

/** As many as one read unit holds: the first is the one sought, unless it is of the other kind. */
const HOLDERS_A_PAGE = 16;

/**
 * Of equal contents the one that is taken: a part of a live delivery, otherwise the upload under the smallest key.
 * @param isSameKind whether the report of this upload's or manifest's key is among those that copies are looked for in
 */
export async function winnerOf(
  dynamo: DynamoDBDocumentClient,
  table: string,
  sha256: string,
  isSameKind: (key: string) => boolean,
): Promise<{ sk: string; key: string } | undefined> {
  const pages = paginateQuery(
    { client: dynamo, pageSize: HOLDERS_A_PAGE },
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `content#${sha256}` },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) {
    const holders = Items.map((item) => holderItem.parse(item));
    const found = holders.find(({ key, manifest }) => isSameKind(manifest ?? key));
    if (found) return found;
  }
  return undefined;
}

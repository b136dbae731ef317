import type { PeriodRef } from '@almanac/cur';
import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';

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

import { type DynamoDBDocumentClient, paginateScan, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';

/** All items of a table that an operation sees, page by page, as they are at the time of reading. */
export async function everyItem(dynamo: DynamoDBDocumentClient, scan: ScanCommandInput): Promise<unknown[]> {
  const items: unknown[] = [];
  const pages = paginateScan({ client: dynamo }, { ConsistentRead: true, ...scan });
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}

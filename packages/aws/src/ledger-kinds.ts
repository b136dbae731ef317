import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';

/** Items of the ledger of one kind, last changed first; of those only the ones whose attributes are as `filter` says. */
export const ledgerKinds = (dynamo: DynamoDBDocumentClient, table: string) =>
  async function* itemsOfKind(
    kind: 'object' | 'period' | 'delivery' | 'waiting-manifest',
    filter: Readonly<Record<string, string>> = {},
  ): AsyncGenerator<Record<string, unknown>> {
    const conditions = Object.keys(filter).map((name) => `#${name} = :${name}`);
    const attributes = Object.entries({ kind, ...filter });
    const pages = paginateQuery(
      { client: dynamo },
      {
        TableName: table,
        IndexName: 'kind-index',
        KeyConditionExpression: '#kind = :kind',
        ...(conditions.length > 0 && { FilterExpression: conditions.join(' AND ') }),
        ExpressionAttributeNames: Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(attributes.map(([name, value]) => [`:${name}`, value])),
        ScanIndexForward: false,
      },
    );
    for await (const { Items = [] } of pages) yield* Items;
  };

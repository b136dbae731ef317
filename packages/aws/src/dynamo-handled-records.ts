import { inParallel } from '@almanac/cur';
import type { HandledRecords } from '@almanac/events';
import { DeleteCommand, type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';

const DELETED_AT_ONCE = 16;

/** The table of handled events: by consumer, and by `<time of the fact>#<id>`. */
export function dynamoHandledRecords(dynamo: DynamoDBDocumentClient, table: string): HandledRecords {
  return {
    async clear(consumer, from, to) {
      const query = {
        TableName: table,
        ConsistentRead: true,
        // No key is a bare time, so that `to` itself is left out.
        KeyConditionExpression: 'consumer = :consumer AND handled BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':consumer': consumer, ':from': from, ':to': to },
        ProjectionExpression: 'consumer, handled',
      };
      let cleared = 0;
      for await (const { Items = [] } of paginateQuery({ client: dynamo }, query)) {
        await inParallel(DELETED_AT_ONCE, Items, ({ consumer, handled }) =>
          dynamo.send(new DeleteCommand({ TableName: table, Key: { consumer, handled } })),
        );
        cleared += Items.length;
      }
      return cleared;
    },
  };
}

import { inParallel } from '@almanac/cur';
import type { HandledEvents, HandledKey } from '@almanac/events';
import { type Clock, stableId } from '@almanac/kernel';
import { DeleteCommand, type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { dynamoClaims } from './dynamo-claims.ts';

/** Longer than an archive keeps an event: one that is replayed from it is known. */
const KEPT_SECONDS = 100 * 86_400;
/** Ids beyond this are hashed: DynamoDB takes sort keys of 1,024 bytes. */
const MAX_ID_LENGTH = 200;
const DELETES_AT_ONCE = 16;

/** Table `handled_events`: `consumer`, and `handled`, which is the event's time and id. */
export function dynamoHandledEvents(dynamo: DynamoDBDocumentClient, table: string, clock: Clock): HandledEvents {
  const itemKey = ({ consumer, id, time }: HandledKey) => ({
    consumer,
    handled: `${time}#${id.length > MAX_ID_LENGTH ? stableId(id) : id}`,
  });
  const attributes = (now: Date) => ({ expires: Math.floor(now.getTime() / 1000) + KEPT_SECONDS });

  return {
    ...dynamoClaims(dynamo, { table, itemKey, attributes }, clock),

    async clear(consumer, from, to) {
      const pages = paginateQuery(
        { client: dynamo },
        {
          TableName: table,
          // Each key of a time is greater than the time alone, so that `to` itself is not among them.
          KeyConditionExpression: 'consumer = :consumer AND handled BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':consumer': consumer,
            ':from': new Date(from).toISOString(),
            ':to': new Date(to).toISOString(),
          },
          ProjectionExpression: 'consumer, handled',
          ConsistentRead: true,
        },
      );
      let cleared = 0;
      for await (const { Items = [] } of pages) {
        await inParallel(DELETES_AT_ONCE, Items, (Key) => dynamo.send(new DeleteCommand({ TableName: table, Key })));
        cleared += Items.length;
      }
      return cleared;
    },
  };
}

import type { HandledEvents, HandledKey } from '@almanac/events';
import { type Clock, inParallel, stableId } from '@almanac/kernel';
import { DeleteCommand, type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { dynamoClaims } from './dynamo-claims.ts';

/** Longer than an archive keeps an event: one that is replayed from it is known. */
const KEPT_SECONDS = 100 * 86_400;
/** Ids beyond this are hashed: DynamoDB takes sort keys of 1,024 bytes. */
const MAX_ID_LENGTH = 200;
const AT_ONCE = 16;
/** Stands between an event and its part. */
const OF_PART = '#';
/** The character after it: what lies between the two begins with an event's name and `#`, or with another that is lower still. */
const AFTER_PARTS = '$';

/** An event in a sort key: its id, or a hash of one that is too long or could be taken for an event and its part. */
const sortKeyOf = (id: string): string => (id.length > MAX_ID_LENGTH || id.includes(OF_PART) ? stableId(id) : id);

const items = z.array(z.object({ consumer: z.string(), handled: z.string() }));

/** Table `handled_events`: `consumer`, and `handled`, which is the event's id with `#` and the part where there are parts. */
export function dynamoHandledEvents(dynamo: DynamoDBDocumentClient, table: string, clock: Clock): HandledEvents {
  const itemKey = ({ consumer, id, part }: HandledKey) => ({
    consumer,
    handled: part === undefined ? sortKeyOf(id) : `${sortKeyOf(id)}${OF_PART}${part}`,
  });
  const attributes = (now: Date) => ({ expires: Math.floor(now.getTime() / 1000) + KEPT_SECONDS });

  const recordsOf = async (consumer: string, id: string) => {
    const event = sortKeyOf(id);
    const pages = paginateQuery(
      { client: dynamo },
      {
        TableName: table,
        KeyConditionExpression: 'consumer = :consumer AND handled BETWEEN :event AND :end',
        ExpressionAttributeValues: { ':consumer': consumer, ':event': event, ':end': `${event}${AFTER_PARTS}` },
        ProjectionExpression: 'consumer, handled',
        ConsistentRead: true,
      },
    );
    const records: z.infer<typeof items> = [];
    for await (const { Items } of pages) records.push(...items.parse(Items ?? []));
    return records.filter(({ handled }) => handled === event || handled.startsWith(`${event}${OF_PART}`));
  };

  return {
    ...dynamoClaims(dynamo, { table, itemKey, attributes }, clock),

    async clear(consumer, ids) {
      let cleared = 0;
      await inParallel(AT_ONCE, ids, async (id) => {
        const records = await recordsOf(consumer, id);
        for (const Key of records) await dynamo.send(new DeleteCommand({ TableName: table, Key }));
        cleared += records.length;
      });
      return cleared;
    },
  };
}

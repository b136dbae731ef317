import type { Retries, Sendings } from '@almanac/events';
import { type Clock, stableId } from '@almanac/kernel';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { onlyIf } from './conditional-write.ts';
import { dynamoClaims } from './dynamo-claims.ts';

/** Messages sent, in `media_work`: an item for each key, kept for good. */
export const dynamoSendings = (dynamo: DynamoDBDocumentClient, table: string, clock: Clock): Sendings =>
  dynamoClaims(dynamo, { table, itemKey: (key: string) => ({ pk: `sent#${key}`, sk: 'sent' }) }, clock);

const retriesItem = z.object({ taken: z.array(z.string()) });

/** Retries of each file, in `media_work`: the failures that took one, in their order. */
export function dynamoRetries(dynamo: DynamoDBDocumentClient, table: string): Retries {
  return {
    async take(fileId, eventId, limit) {
      const Key = { pk: `file#${fileId}`, sk: 'retries' };
      const failure = stableId(eventId);
      await onlyIf(
        dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key,
            UpdateExpression: 'SET taken = list_append(if_not_exists(taken, :none), :failures)',
            ConditionExpression:
              ':limit > :zero AND (attribute_not_exists(taken) OR (NOT contains(taken, :failure) AND size(taken) < :limit))',
            ExpressionAttributeValues: {
              ...{ ':none': [], ':failures': [failure], ':failure': failure },
              ...{ ':limit': limit, ':zero': 0 },
            },
          }),
        ),
      );
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      const number = Item ? retriesItem.parse(Item).taken.indexOf(failure) + 1 : 0;
      return number === 0 ? 'none-left' : number;
    },
  };
}

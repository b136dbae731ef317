import type { Clock } from '@almanac/kernel';
import type { Triggers } from '@almanac/schedules';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { triggerKey, triggerOf } from './topic-schedule-items.ts';

const KEPT_SECONDS = 7 * 86_400;

/** Triggers under idempotency keys, items of `topic_schedules` that DynamoDB removes after a week. */
export const dynamoTopicTriggers = (dynamo: DynamoDBDocumentClient, table: string, clock: Clock): Triggers => ({
  async remember(key, { topicId, runId, requestedAt }) {
    const now = Math.floor(clock.now().getTime() / 1000);
    // DynamoDB removes what has expired some time later.
    const kept = await onlyIf(
      dynamo.send(
        new PutCommand({
          TableName: table,
          Item: { ...triggerKey(key), forTopic: topicId, runId, requestedAt, ttl: now + KEPT_SECONDS },
          ConditionExpression: 'attribute_not_exists(topicId) OR #ttl <= :now',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':now': now },
        }),
      ),
    );
    if (kept) return { topicId, runId, requestedAt };
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: triggerKey(key), ConsistentRead: true }),
    );
    return Item ? triggerOf(Item) : { topicId, runId, requestedAt };
  },
});

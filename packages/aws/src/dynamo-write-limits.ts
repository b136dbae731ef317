import type { Clock } from '@almanac/kernel';
import type { WriteLimits } from '@almanac/schedules';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { claimKeys } from './schedule-claims.ts';

const MINUTE_SECONDS = 60;
/** A counter is of no use after its minute; TTL has until then, and no hurry. */
const KEPT_SECONDS = 3_600;

/** Counters in `schedule_claims`, one for each caller and minute. */
export function dynamoWriteLimits(
  dynamo: DynamoDBDocumentClient,
  table: string,
  perMinute: number,
  clock: Clock,
): WriteLimits {
  return {
    async take(caller) {
      const now = clock.now();
      const seconds = Math.floor(now.getTime() / 1_000);
      const isTaken = await onlyIf(
        dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: claimKeys.writes(caller, now.toISOString().slice(0, 16)),
            UpdateExpression: 'SET #ttl = :ttl ADD #taken :one',
            ConditionExpression: 'attribute_not_exists(#taken) OR #taken < :limit',
            ExpressionAttributeNames: { '#ttl': 'ttl', '#taken': 'taken' },
            ExpressionAttributeValues: { ':ttl': seconds + KEPT_SECONDS, ':one': 1, ':limit': perMinute },
          }),
        ),
      );
      return isTaken ? 0 : MINUTE_SECONDS - (seconds % MINUTE_SECONDS);
    },
  };
}

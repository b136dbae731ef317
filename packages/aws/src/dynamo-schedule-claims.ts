import type { Claims } from '@almanac/events';
import type { Clock } from '@almanac/kernel';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoClaims } from './dynamo-claims.ts';

/** Longer than a message can lie in a queue (4 days) and in the dead-letter queue behind it (14 days). */
const KEPT_SECONDS = 30 * 86_400;

/** Table `schedule_claims`: what runs of schedules do once, an item for each key. */
export const dynamoScheduleClaims = (dynamo: DynamoDBDocumentClient, table: string, clock: Clock): Claims<string> =>
  dynamoClaims(
    dynamo,
    {
      table,
      itemKey: (claim: string) => ({ claim }),
      attributes: (now) => ({ ttl: Math.floor(now.getTime() / 1000) + KEPT_SECONDS }),
    },
    clock,
  );

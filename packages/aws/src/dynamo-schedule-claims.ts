import type { Claims } from '@almanac/events';
import type { Clock } from '@almanac/kernel';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoClaims } from './dynamo-claims.ts';
import { REPEATED_SECONDS } from './schedule-claims.ts';

/** Table `schedule_claims`: what runs of schedules do once, an item for each key. */
export const dynamoScheduleClaims = (dynamo: DynamoDBDocumentClient, table: string, clock: Clock): Claims<string> =>
  dynamoClaims(
    dynamo,
    {
      table,
      itemKey: (claim: string) => ({ claim }),
      attributes: (now) => ({ ttl: Math.floor(now.getTime() / 1000) + REPEATED_SECONDS }),
    },
    clock,
  );

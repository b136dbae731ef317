import type { UsedKey } from '@almanac/schedules';
import * as z from 'zod';
import { decimal } from './ledger-items.ts';

/** How long an idempotency key is known. */
const KEY_SECONDS = 7 * 86_400;

/** How long a run or an action may come again: longer than a message can lie in a queue (4 days) and the one behind it (14 days). */
export const REPEATED_SECONDS = 30 * 86_400;

/** Keys of `schedule_claims`. A caller's name is encoded, so that no caller and key read as another caller and key. */
export const claimKeys = {
  name: (name: string) => ({ claim: `name#${name}` }),
  key: (caller: string, key: string) => ({ claim: `key#${encodeURIComponent(caller)}#${key}` }),
  quota: (caller: string) => ({ claim: `quota#${caller}` }),
  run: (schedule_id: string, run_id: string) => ({ claim: `run#${schedule_id}#${run_id}` }),
  writes: (caller: string, minute: string) => ({ claim: `writes#${encodeURIComponent(caller)}#${minute}` }),
};

const seconds = (now: Date): number => Math.floor(now.getTime() / 1_000);

/** Takes a name; where another one has it, the answer says who. */
export const takeName = (TableName: string, name: string, schedule_id: string) => ({
  Put: {
    TableName,
    Item: { ...claimKeys.name(name), schedule_id },
    ConditionExpression: 'attribute_not_exists(claim)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  },
});

export const freeName = (TableName: string, name: string, schedule_id: string) => ({
  Delete: {
    TableName,
    Key: claimKeys.name(name),
    ConditionExpression: 'schedule_id = :id',
    ExpressionAttributeValues: { ':id': schedule_id },
  },
});

/** Takes a key. TTL removes items late, so one that has run out is in nobody's way. */
export const takeKey = (TableName: string, caller: string, key: string, used: UsedKey, now: Date) => ({
  Put: {
    TableName,
    Item: { ...claimKeys.key(caller, key), ...used, ttl: seconds(now) + KEY_SECONDS },
    ConditionExpression: 'attribute_not_exists(claim) OR #ttl <= :now',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':now': seconds(now) },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  },
});

/** Claims a run, so that it is counted once. */
export const takeRun = (TableName: string, schedule_id: string, run_id: string, now: Date) => ({
  Update: {
    TableName,
    Key: claimKeys.run(schedule_id, run_id),
    UpdateExpression: 'SET #ttl = :ttl',
    ConditionExpression: 'attribute_not_exists(claim)',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':ttl': seconds(now) + REPEATED_SECONDS },
  },
});

/** One active schedule more, where there are fewer than `quota`. */
export const takePlace = (TableName: string, caller: string, quota: number) => ({
  Update: {
    TableName,
    Key: claimKeys.quota(caller),
    UpdateExpression: 'ADD active :one',
    ...(Number.isFinite(quota) && { ConditionExpression: 'attribute_not_exists(active) OR active < :quota' }),
    ExpressionAttributeValues: { ':one': 1, ...(Number.isFinite(quota) && { ':quota': quota }) },
  },
});

export const freePlace = (TableName: string, caller: string) => ({
  Update: {
    TableName,
    Key: claimKeys.quota(caller),
    UpdateExpression: 'ADD active :less',
    ExpressionAttributeValues: { ':less': -1 },
  },
});

const nameItem = z.object({ schedule_id: z.string() });
export const holderIn = (item: unknown): string => nameItem.parse(item).schedule_id;

const keyItem = z.object({
  schedule_id: z.string(),
  content_hash: z.string(),
  ttl: decimal.transform((number) => Number(number.toString())),
});

/** What a key was used for; undefined where that is too long ago. */
export function usedKeyIn(item: unknown, now: Date): UsedKey | undefined {
  const { ttl, ...used } = keyItem.parse(item);
  return ttl > seconds(now) ? used : undefined;
}

import { randomUUID } from 'node:crypto';
import type { Claims } from '@almanac/events';
import type { Clock } from '@almanac/kernel';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { setting } from './update-expression.ts';

export interface ClaimTable<Key> {
  readonly table: string;
  /** Primary key of the item that stands for a claim. */
  readonly itemKey: (key: Key) => Record<string, string>;
  /** Further attributes of an item that is written now. */
  readonly attributes?: (now: Date) => Record<string, unknown>;
}

/** Claims as items: `status` is `claimed`, with its `lease` and until when, or `done`. */
export function dynamoClaims<Key>(
  dynamo: DynamoDBDocumentClient,
  { table, itemKey, attributes = () => ({}) }: ClaimTable<Key>,
  clock: Clock,
): Claims<Key> {
  const update = (key: Key, rest: Omit<UpdateCommandInput, 'TableName' | 'Key'>) =>
    dynamo.send(new UpdateCommand({ TableName: table, Key: itemKey(key), ...rest }));

  const take = async (key: Key, lease: string, leaseMs: number): Promise<boolean> => {
    const now = clock.now();
    const until = now.getTime() + leaseMs;
    const change = setting({ status: 'claimed', lease, leased_until: until, ...attributes(now) });
    return onlyIf(
      update(key, {
        ...change,
        ConditionExpression: 'attribute_not_exists(#status) OR (#status = :status AND #leased_until <= :now)',
        ExpressionAttributeValues: { ...change.ExpressionAttributeValues, ':now': now.getTime() },
      }),
    );
  };

  return {
    async claim(key, leaseMs) {
      const lease = randomUUID();
      if (await take(key, lease, leaseMs)) return { state: 'claimed', lease };
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: itemKey(key), ConsistentRead: true }));
      // The client repeats a write whose answer was lost, and then its own claim is in the way.
      if (Item?.lease === lease) return { state: 'claimed', lease };
      return { state: Item?.status === 'done' ? 'done' : 'busy' };
    },

    async done(key) {
      const now = clock.now();
      const change = setting({ status: 'done', done_at: now.toISOString(), ...attributes(now) });
      await update(key, { ...change, UpdateExpression: `${change.UpdateExpression} REMOVE lease, leased_until` });
    },

    async release(key, lease) {
      await onlyIf(
        update(key, {
          UpdateExpression: 'SET leased_until = :never',
          ConditionExpression: 'lease = :lease',
          ExpressionAttributeValues: { ':lease': lease, ':never': 0 },
        }),
      );
    },
  };
}

import type { Origin, PublicationLedger, Target } from '@almanac/cur';
import { AlmanacError, type Clock } from '@almanac/kernel';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { recordFailure } from './dynamo-failures.ts';
import { type HeadItem, headItem, ledgerKeys, type TransactItem } from './ledger-items.ts';
import { periodState } from './publication-items.ts';
import { beginWrites, finishWrites, periodKey } from './publication-writes.ts';
import { setting } from './update-expression.ts';

/** The publishing side of `cur_ledger`: per (report, billing period) what is live, and per delivery what became of it. */
export function dynamoPublicationLedger(
  dynamo: DynamoDBDocumentClient,
  table: string,
  clock: Clock,
): PublicationLedger {
  const now = () => clock.now().toISOString();
  const get = async (key: { pk: string; sk: string }) =>
    (await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;

  /** The smallest key that holds this content at present: the one that counts. */
  const winnerOf = async (sha256: string): Promise<string | undefined> => {
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `content#${sha256}` },
        ConsistentRead: true,
        Limit: 1,
      }),
    );
    return Items[0]?.sk as string | undefined;
  };

  const write = (items: TransactItem[]) => dynamo.send(new TransactWriteCommand({ TransactItems: items }));

  return {
    state: async (period) => periodState(period, await get(periodKey(period))),

    async target({ report, billingPeriod }): Promise<Target> {
      const item = await get(ledgerKeys.head(report));
      if (!item) throw new AlmanacError('UNKNOWN_REPORT', `The ledger knows no report "${report}"`);
      const head = headItem.parse(item);
      const origin = originOf(head);
      if (head.deleted) return { kind: 'nothing', reason: 'deleted', origin };
      const content = head.periods[billingPeriod];
      if (!content || !head.sha256) return { kind: 'nothing', reason: 'not-in-file', origin };
      const own = ledgerKeys.content(head.sha256, head.bucket, head.key).sk;
      const winner = (await winnerOf(head.sha256)) ?? own;
      if (winner !== own)
        return { kind: 'nothing', reason: 'duplicate', origin, duplicateOf: winner.slice(head.bucket.length + 1) };
      return { kind: 'delivery', deliveryId: head.object_id, objectVersions: [head.object_id], ...content, origin };
    },

    begin: async (state, target) => void (await write(beginWrites(table, state, target, now()))),
    finish: async (state, target, announcement) =>
      void (await write(finishWrites(table, state, target, announcement, now()))),

    async announced(period, part) {
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: periodKey(period),
          UpdateExpression: 'DELETE announcement.due :part',
          ExpressionAttributeValues: { ':part': new Set([part]) },
        }),
      );
    },

    async settle(period, target) {
      if (target.kind === 'nothing' && target.reason !== 'duplicate') return { newDuplicate: false };
      const key = await objectKey(target.origin, period.report);
      if (!key) return { newDuplicate: false };
      return target.kind === 'nothing'
        ? markDuplicate(key, target.duplicateOf)
        : markPublished(key, period.billingPeriod);
    },

    async warned(period, target) {
      const key = await objectKey(target.origin, period.report);
      if (!key) return;
      const update = setting({ duplicate_warned_at: now() });
      await dynamo.send(new UpdateCommand({ TableName: table, Key: key, ...update }));
    },

    recordFailure: (failure) => recordFailure(dynamo, table, failure, now()),
  };

  /** Key of the object's own item; undefined where the head has moved on meanwhile. */
  async function objectKey(origin: Origin, report: string): Promise<{ pk: string; sk: string } | undefined> {
    const item = await get(ledgerKeys.head(report));
    const head = item && headItem.parse(item);
    return head?.object_id === origin.id ? { pk: `object#${head.bucket}/${head.key}`, sk: head.object_sk } : undefined;
  }

  async function markDuplicate(key: { pk: string; sk: string }, duplicateOf: string | undefined) {
    await onlyIf(
      dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: key,
          UpdateExpression: 'SET #status = :duplicate, duplicate_of = :of, updated_at = :now REMOVE published_periods',
          ConditionExpression: '#status IN (:parsed, :published)',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':duplicate': 'duplicate',
            ':of': duplicateOf,
            ':now': now(),
            ':parsed': 'parsed',
            ':published': 'published',
          },
        }),
      ),
    );
    const object = await get(key);
    return { newDuplicate: object?.status === 'duplicate' && object.duplicate_warned_at === undefined };
  }

  /** The object is published when every one of its billing periods is. */
  async function markPublished(key: { pk: string; sk: string }, billingPeriod: string) {
    const { Attributes } = await dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: key,
        UpdateExpression: 'ADD published_periods :period',
        ExpressionAttributeValues: { ':period': new Set([billingPeriod]) },
        ReturnValues: 'ALL_NEW',
      }),
    );
    const published = (Attributes?.published_periods ?? new Set()) as Set<string>;
    if (!((Attributes?.billing_periods ?? []) as string[]).every((period) => published.has(period)))
      return { newDuplicate: false };
    await onlyIf(
      dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: key,
          UpdateExpression:
            'SET #status = :published, published_at = :now, updated_at = :now REMOVE duplicate_of, duplicate_warned_at',
          ConditionExpression: '#status IN (:parsed, :duplicate)',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':published': 'published',
            ':now': now(),
            ':parsed': 'parsed',
            ':duplicate': 'duplicate',
          },
        }),
      ),
    );
    return { newDuplicate: false };
  }
}

const originOf = (head: HeadItem): Origin => ({
  bucket: head.bucket,
  key: head.key,
  id: head.object_id,
  eventTime: head.event_time,
  eventId: head.event_id,
});

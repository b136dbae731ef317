import { type Origin, ofSameKind, type PublicationLedger, type Settled, type Target } from '@almanac/cur';
import { AlmanacError, type Clock } from '@almanac/kernel';
import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { sharingUploads, winnerOf } from './content-items.ts';
import { newestItem, objectVersion } from './delivery-items.ts';
import { recordFailure } from './dynamo-failures.ts';
import { type HeadItem, headItem, ledgerKeys, type TransactItem } from './ledger-items.ts';
import { payerTwins } from './payer-twins.ts';
import { periodState } from './publication-items.ts';
import { beginWrites, finishWrites, periodKey, progressWrite } from './publication-writes.ts';
import { settleDelivery } from './settle-delivery.ts';
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

  const deliveries = settleDelivery(dynamo, table, now, (sha256) => sharingUploads(dynamo, table, sha256));

  const write = (items: TransactItem[]) => dynamo.send(new TransactWriteCommand({ TransactItems: items }));

  return {
    state: async (period) => periodState(period, await get(periodKey(period))),

    async target({ report, billingPeriod }, shadowPrefixes): Promise<Target> {
      const newest = await get(ledgerKeys.newest(report, billingPeriod));
      if (newest) return deliveryTarget(newest);
      const item = await get(ledgerKeys.head(report));
      if (!item) throw new AlmanacError('UNKNOWN_REPORT', `The ledger knows no report "${report}"`);
      const head = headItem.parse(item);
      const origin = originOf(head);
      if (head.deleted) return { kind: 'nothing', reason: 'deleted', origin };
      const content = head.periods[billingPeriod];
      if (!content || !head.sha256) return { kind: 'nothing', reason: 'not-in-file', origin };
      const own = ledgerKeys.content(head.sha256, head.bucket, head.key).sk;
      const winner = await winnerOf(dynamo, table, head.sha256, ofSameKind(shadowPrefixes, head.key));
      if (winner && winner.sk !== own) return { kind: 'nothing', reason: 'duplicate', origin, duplicateOf: winner.key };
      const { payers, key } = head;
      const one = { deliveryId: head.object_id, parts: 1, managed: false, files: [key] };
      return { kind: 'delivery', ...one, ...content, payers, origin };
    },

    begin: async (state, intended, target) => void (await write(beginWrites(table, state, intended, target, now()))),
    saveProgress: async (state, progress) => void (await write([progressWrite(table, state, progress)])),
    async finish(state, intended, target, announcement) {
      const writes = finishWrites(table, state, intended, target, announcement, now());
      for (let at = TRANSACTION_WRITES; at < writes.length; at += TRANSACTION_WRITES) {
        await write(writes.slice(at, at + TRANSACTION_WRITES));
      }
      await write(writes.slice(0, TRANSACTION_WRITES));
    },

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
      if (target.kind === 'delivery' && target.managed) return deliveries.settle(period, target);
      if (target.kind === 'nothing' && target.reason !== 'duplicate') return NOTHING;
      const key = await objectKey(target.origin, period.report);
      if (!key) return NOTHING;
      return target.kind === 'nothing'
        ? markDuplicate(key, period.billingPeriod, target.duplicateOf)
        : markPublished(key, period.billingPeriod);
    },

    settled: (period, settled) => deliveries.settled(period, settled),

    async warned(period, target) {
      const key = await objectKey(target.origin, period.report);
      if (!key) return;
      const update = setting({ duplicate_warned_at: now() });
      await dynamo.send(new UpdateCommand({ TableName: table, Key: key, ...update }));
    },

    ...payerTwins(dynamo, table, now),

    recordFailure: (failure) => recordFailure(dynamo, table, failure, now()),
  };

  /** Key of the object's own item; undefined where the head has moved on meanwhile. */
  async function objectKey(origin: Origin, report: string): Promise<{ pk: string; sk: string } | undefined> {
    const item = await get(ledgerKeys.head(report));
    const head = item && headItem.parse(item);
    return head?.object_id === origin.id ? { pk: `object#${head.bucket}/${head.key}`, sk: head.object_sk } : undefined;
  }

  /** Also where one period of the object is a copy and the others are still to be looked at. */
  async function markDuplicate(
    key: { pk: string; sk: string },
    billingPeriod: string,
    duplicateOf: string | undefined,
  ) {
    await onlyIf(
      dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: key,
          UpdateExpression:
            'SET #status = :duplicate, duplicate_of = :of, updated_at = :now DELETE published_periods :periods',
          ConditionExpression:
            '#status IN (:parsed, :published) OR (#status = :duplicate AND (duplicate_of <> :of OR contains(published_periods, :period)))',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':duplicate': 'duplicate',
            ':of': duplicateOf,
            ':period': billingPeriod,
            ':periods': new Set([billingPeriod]),
            ':now': now(),
            ':parsed': 'parsed',
            ':published': 'published',
          },
        }),
      ),
    );
    const object = await get(key);
    return { ...NOTHING, newDuplicate: object?.status === 'duplicate' && object.duplicate_warned_at === undefined };
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
    if (!((Attributes?.billing_periods ?? []) as string[]).every((period) => published.has(period))) return NOTHING;
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
    return NOTHING;
  }
}

/** DynamoDB's limit. */
const TRANSACTION_WRITES = 100;

const NOTHING: Settled = { newDuplicate: false, copies: [], deliveries: [] };

function deliveryTarget(item: Record<string, unknown>): Target {
  const { delivery_id: deliveryId, manifest, event_time: eventTime, ...content } = newestItem.parse(item);
  const { bucket, key, id, eventId } = objectVersion(manifest);
  const { parts, rows, totals, payers, files } = content;
  const origin = { bucket, key, id, eventId, eventTime };
  return { kind: 'delivery', managed: true, deliveryId, parts, rows, totals, payers, files, origin };
}

const originOf = (head: HeadItem): Origin => ({
  bucket: head.bucket,
  key: head.key,
  id: head.object_id,
  eventTime: head.event_time,
  eventId: head.event_id,
});

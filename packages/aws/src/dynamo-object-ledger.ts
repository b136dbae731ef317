import {
  comparableSequencer,
  type ObjectDeletion,
  type ObjectLedger,
  type ObjectStatus,
  type ObjectVersion,
} from '@almanac/cur';
import { AlmanacError, type Clock } from '@almanac/kernel';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { isLostRace, onlyIf } from './conditional-write.ts';
import { sharingUploads } from './content-items.ts';
import { recordFailure } from './dynamo-failures.ts';
import { type HeadItem, headItem, ledgerKeys, replacedItem, type TransactItem } from './ledger-items.ts';
import { adoptWrites, deletionKey, objectAttributes, withdrawWrites } from './object-writes.ts';
import { setting } from './update-expression.ts';

const objectStatus = z.enum(['received', 'parsed', 'published', 'superseded', 'duplicate', 'ignored', 'failed']);
const affectedItem = z.object({
  sha256: z.string().optional(),
  billing_periods: z.array(z.string()).default([]),
  replaced: replacedItem.optional(),
});

/** Lost races after which the message is left to a later try. */
const MAX_ROUNDS = 10;

/** The landing side of `cur_ledger`: one item per object version, and per key what it contributes. */
export function dynamoObjectLedger(dynamo: DynamoDBDocumentClient, table: string, clock: Clock): ObjectLedger {
  const now = () => clock.now().toISOString();
  const get = async (key: { pk: string; sk: string }) =>
    (await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;

  const readHead = async (report: string): Promise<HeadItem | undefined> => {
    const item = await get(ledgerKeys.head(report));
    return item && headItem.parse(item);
  };

  /** Moves an object from `received` or `failed` to a status it keeps. */
  const conclude = async (version: ObjectVersion, status: ObjectStatus, reason?: string): Promise<void> => {
    const update = setting({ status, reason, updated_at: now() });
    await onlyIf(
      dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: ledgerKeys.object(version),
          ...update,
          ConditionExpression: '#status IN (:received, :failed)',
          ExpressionAttributeValues: {
            ...update.ExpressionAttributeValues,
            ':received': 'received',
            ':failed': 'failed',
          },
        }),
      ),
    );
  };

  /** Moves the head to `next` in one transaction; false where a newer event has moved it already. */
  const moveHead = async (
    next: ObjectVersion | ObjectDeletion,
    build: (head: HeadItem | undefined) => TransactItem[],
  ): Promise<boolean> => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const head = await readHead(next.report);
      if (head && head.sequencer >= comparableSequencer(next.sequencer)) return head.object_id === next.id;
      try {
        await dynamo.send(new TransactWriteCommand({ TransactItems: build(head) }));
        return true;
      } catch (error) {
        if (!isLostRace(error)) throw error;
      }
    }
    throw new AlmanacError(
      'LEDGER_CONTENDED',
      `The ledger's entry of ${next.report} keeps changing; the message will be tried again`,
    );
  };

  const sharing = (sha256: string | undefined) => (sha256 ? sharingUploads(dynamo, table, sha256) : []);

  return {
    async receive(version, attempt) {
      const arrival = { ...objectAttributes(version), status: 'received', received_at: now(), updated_at: now() };
      await onlyIf(
        dynamo.send(
          new PutCommand({
            TableName: table,
            Item: { ...ledgerKeys.object(version), ...arrival },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: ledgerKeys.object(version),
          ...setting({ message_id: attempt.messageId, attempts: attempt.number, updated_at: now() }),
          ReturnValues: 'ALL_NEW',
        }),
      );
      const status = objectStatus.parse(Attributes?.status);
      if (status !== 'received' && status !== 'failed') return status;
      const head = await readHead(version.report);
      if (!head || head.sequencer <= comparableSequencer(version.sequencer)) return status;
      await conclude(version, 'superseded');
      return 'superseded';
    },

    hold: (version, reason) => conclude(version, 'received', reason),
    ignore: (version, reason) => conclude(version, 'ignored', reason),
    supersede: (version) => conclude(version, 'superseded'),

    async adopt(version, content) {
      const moved = await moveHead(version, (head) => adoptWrites(table, version, content, head, now()));
      if (!moved) await conclude(version, 'superseded');
      return moved ? 'adopted' : 'superseded';
    },

    async liveVersionId(report) {
      const head = await readHead(report);
      return head && !head.deleted ? head.version_id : undefined;
    },

    async withdraw(deletion) {
      const moved = await moveHead(deletion, (head) => withdrawWrites(table, deletion, head, now()));
      return moved ? 'withdrawn' : 'superseded';
    },

    async affectedBy(object) {
      const item = await get('etag' in object ? ledgerKeys.object(object) : deletionKey(object));
      const { sha256, billing_periods, replaced } = affectedItem.parse(item ?? {});
      const own = [...billing_periods, ...(replaced?.billing_periods ?? [])];
      const periods = [
        ...own.map((billingPeriod) => ({ report: object.report, billingPeriod })),
        ...(await sharing(sha256)),
        ...(replaced?.sha256 === sha256 ? [] : await sharing(replaced?.sha256)),
      ];
      return [...new Map(periods.map((period) => [`${period.report}#${period.billingPeriod}`, period])).values()];
    },

    recordFailure: (failure) => recordFailure(dynamo, table, failure, now()),

    claimFailureAlert: (version, messageId) =>
      onlyIf(
        dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: ledgerKeys.object(version),
            ...setting({ failure_alert: messageId }),
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(failure_alert)',
          }),
        ),
      ),
  };
}

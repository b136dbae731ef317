import {
  comparableSequencer,
  type ObjectDeletion,
  type ObjectLedger,
  type ObjectStatus,
  type ObjectVersion,
  type ParsedContent,
  type PeriodRef,
} from '@almanac/cur';
import type { Clock } from '@almanac/kernel';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { isLostRace, onlyIf } from './conditional-write.ts';
import { recordFailure } from './dynamo-failures.ts';
import {
  contentItem,
  type HeadItem,
  headItem,
  ledgerKeys,
  replacedItem,
  type TransactItem,
  toPeriodsItem,
  toTotalsItem,
} from './ledger-items.ts';

const objectStatus = z.enum(['received', 'parsed', 'published', 'superseded', 'duplicate', 'ignored', 'failed']);
const affectedItem = z.object({
  sha256: z.string().optional(),
  billing_periods: z.array(z.string()).default([]),
  replaced: replacedItem.optional(),
});

/** The landing side of `cur_ledger`: one item per object version, and per key what it contributes. */
export function dynamoObjectLedger(dynamo: DynamoDBDocumentClient, table: string, clock: Clock): ObjectLedger {
  const now = () => clock.now().toISOString();

  const readHead = async (report: string): Promise<HeadItem | undefined> => {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: ledgerKeys.head(report), ConsistentRead: true }),
    );
    return Item && headItem.parse(Item);
  };

  /** Moves an object to `status` unless it is in one of `finalStates` already. */
  const setStatus = async (
    version: ObjectVersion,
    status: ObjectStatus,
    from: ObjectStatus[],
    extra: Record<string, unknown> = {},
  ) => {
    const names = Object.keys(extra);
    await onlyIf(
      dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: ledgerKeys.object(version),
          UpdateExpression: `SET #status = :status, updated_at = :now${names.map((name) => `, ${name} = :${name}`).join('')}`,
          ConditionExpression: `#status IN (${from.map((_, i) => `:from${i}`).join(', ')})`,
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':status': status,
            ':now': now(),
            ...Object.fromEntries(from.map((state, i) => [`:from${i}`, state])),
            ...Object.fromEntries(names.map((name) => [`:${name}`, extra[name]])),
          },
        }),
      ),
    );
  };

  const supersede = (version: ObjectVersion) => setStatus(version, 'superseded', ['received', 'failed']);

  /** Moves the head to `next` in one transaction; false where a newer event has moved it already. */
  const moveHead = async (
    next: ObjectVersion | ObjectDeletion,
    build: (head: HeadItem | undefined) => TransactItem[],
  ) => {
    for (;;) {
      const head = await readHead(next.report);
      if (head && head.sequencer >= comparableSequencer(next.sequencer)) return head.object_id === next.id;
      try {
        await dynamo.send(new TransactWriteCommand({ TransactItems: build(head) }));
        return true;
      } catch (error) {
        if (!isLostRace(error)) throw error;
      }
    }
  };

  const headPut = (
    object: ObjectVersion | ObjectDeletion,
    head: HeadItem | undefined,
    rest: Record<string, unknown>,
  ): TransactItem => ({
    Put: {
      TableName: table,
      Item: {
        ...ledgerKeys.head(object.report),
        kind: 'report',
        report: object.report,
        bucket: object.bucket,
        key: object.key,
        sequencer: comparableSequencer(object.sequencer),
        object_id: object.id,
        event_time: object.eventTime,
        event_id: object.eventId,
        updated_at: now(),
        ...rest,
      },
      ...(head
        ? { ConditionExpression: 'sequencer = :before', ExpressionAttributeValues: { ':before': head.sequencer } }
        : { ConditionExpression: 'attribute_not_exists(pk)' }),
    },
  });

  /** Ends the previous version's say: it is superseded, and its content no longer vouches for its key. */
  const endPrevious = (head: HeadItem | undefined, sha256: string | undefined): TransactItem[] => {
    if (!head || head.deleted) return [];
    const previous: TransactItem = {
      Update: {
        TableName: table,
        Key: { pk: `object#${head.bucket}/${head.key}`, sk: head.object_sk },
        UpdateExpression: 'SET #status = :superseded, updated_at = :now',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':superseded': 'superseded', ':now': now() },
      },
    };
    const content =
      head.sha256 && head.sha256 !== sha256 ? ledgerKeys.content(head.sha256, head.bucket, head.key) : undefined;
    return [previous, ...(content ? [{ Delete: { TableName: table, Key: content } }] : [])];
  };

  const replacedBy = (head: HeadItem | undefined) =>
    head && { sha256: head.sha256, billing_periods: Object.keys(head.periods) };

  const siblings = async (sha256: string | undefined): Promise<PeriodRef[]> => {
    if (!sha256) return [];
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `content#${sha256}` },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => contentItem.parse(item)).flatMap(({ report, billing_periods }) =>
      billing_periods.map((billingPeriod) => ({ report, billingPeriod })),
    );
  };

  return {
    async receive(version, attempt) {
      await onlyIf(
        dynamo.send(
          new PutCommand({
            TableName: table,
            Item: {
              ...ledgerKeys.object(version),
              ...objectAttributes(version),
              status: 'received',
              received_at: now(),
              updated_at: now(),
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: ledgerKeys.object(version),
          UpdateExpression: 'SET message_id = :message, attempts = :attempts, updated_at = :now',
          ExpressionAttributeValues: { ':message': attempt.messageId, ':attempts': attempt.number, ':now': now() },
          ReturnValues: 'ALL_NEW',
        }),
      );
      const status = objectStatus.parse(Attributes?.status);
      if (status !== 'received' && status !== 'failed') return status;
      const head = await readHead(version.report);
      if (!head || head.sequencer <= comparableSequencer(version.sequencer)) return status;
      await supersede(version);
      return 'superseded';
    },

    ignore: (version, reason) => setStatus(version, 'ignored', ['received'], { reason }),
    supersede,

    async adopt(version, content) {
      const { pk: _pk, sk } = ledgerKeys.object(version);
      const moved = await moveHead(version, (head) => [
        headPut(version, head, {
          deleted: false,
          object_sk: sk,
          version_id: version.versionId,
          sha256: content.sha256,
          periods: toPeriodsItem(content.periods),
        }),
        {
          Put: {
            TableName: table,
            Item: {
              ...ledgerKeys.content(content.sha256, version.bucket, version.key),
              report: version.report,
              billing_periods: Object.keys(content.periods),
            },
          },
        },
        ...endPrevious(head, content.sha256),
        parsedUpdate(table, version, content, replacedBy(head), now()),
      ]);
      if (!moved) await supersede(version);
      return moved ? 'adopted' : 'superseded';
    },

    async liveVersionId(report) {
      const head = await readHead(report);
      return head && !head.deleted ? head.version_id : undefined;
    },

    async withdraw(deletion) {
      const sk = ledgerKeys.object({ ...deletion, etag: 'deleted' }).sk;
      const moved = await moveHead(deletion, (head) => [
        headPut(deletion, head, { deleted: true, object_sk: sk, periods: {} }),
        ...endPrevious(head, undefined),
        {
          Put: {
            TableName: table,
            Item: {
              ...ledgerKeys.object({ ...deletion, etag: 'deleted' }),
              kind: 'deletion',
              object_id: deletion.id,
              bucket: deletion.bucket,
              key: deletion.key,
              report: deletion.report,
              event_time: deletion.eventTime,
              updated_at: now(),
              replaced: replacedBy(head),
            },
          },
        },
      ]);
      return moved ? 'withdrawn' : 'superseded';
    },

    async affectedBy(object) {
      const key = ledgerKeys.object({ ...object, etag: 'etag' in object ? object.etag : 'deleted' });
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      const { sha256, billing_periods, replaced } = affectedItem.parse(Item ?? {});
      const own = [...billing_periods, ...(replaced?.billing_periods ?? [])];
      const periods = [
        ...own.map((billingPeriod) => ({ report: object.report, billingPeriod })),
        ...(await siblings(sha256)),
        ...(replaced?.sha256 === sha256 ? [] : await siblings(replaced?.sha256)),
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
            UpdateExpression: 'SET failure_alert = :message',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(failure_alert)',
            ExpressionAttributeValues: { ':message': messageId },
          }),
        ),
      ),
  };
}

const objectAttributes = (version: ObjectVersion) => ({
  kind: 'object',
  object_id: version.id,
  bucket: version.bucket,
  key: version.key,
  report: version.report,
  etag: version.etag,
  sequencer: version.sequencer,
  version_id: version.versionId,
  size_bytes: version.sizeBytes,
  event_time: version.eventTime,
  event_id: version.eventId,
});

/** A file without rows has no period to publish: it is done when it is parsed. */
function parsedUpdate(
  table: string,
  version: ObjectVersion,
  content: ParsedContent,
  replaced: unknown,
  now: string,
): TransactItem {
  const periods = Object.keys(content.periods);
  const attributes: Record<string, unknown> = {
    format: content.format,
    sha256: content.sha256,
    rows: content.rows,
    uncompressed_bytes: content.uncompressedBytes,
    amortized: content.amortized,
    warnings: content.warnings,
    totals: toTotalsItem(content.totals),
    billing_periods: periods,
    replaced,
    last_modified: content.lastModified,
    parse_ms: content.parseMs,
    parsed_at: now,
    updated_at: now,
    ...(periods.length === 0 && { published_at: now }),
  };
  const set = Object.keys(attributes).filter((name) => attributes[name] !== undefined);
  return {
    Update: {
      TableName: table,
      Key: ledgerKeys.object(version),
      UpdateExpression: `SET #status = :status, ${set.map((name) => `#${name} = :${name}`).join(', ')} REMOVE last_error`,
      ConditionExpression: '#status IN (:received, :failed)',
      ExpressionAttributeNames: { '#status': 'status', ...Object.fromEntries(set.map((name) => [`#${name}`, name])) },
      ExpressionAttributeValues: {
        ':status': periods.length === 0 ? 'published' : 'parsed',
        ':received': 'received',
        ':failed': 'failed',
        ...Object.fromEntries(set.map((name) => [`:${name}`, attributes[name]])),
      },
    },
  };
}

import { comparableSequencer, type ObjectDeletion, type ObjectVersion, type ParsedContent } from '@almanac/cur';
import { type HeadItem, ledgerKeys, type TransactItem, toPeriodsItem, toTotalsItem } from './ledger-items.ts';
import { setting } from './update-expression.ts';

/** Key of a deletion's own item: it stands among the versions of its object, in their order. */
export const deletionKey = (deletion: ObjectDeletion) => ledgerKeys.object({ ...deletion, etag: 'deleted' });

/** Attributes of an object version that its S3 event told. */
export const objectAttributes = (version: ObjectVersion) => ({
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

/** `version` becomes what its key contributes, in place of what `head` says. */
export function adoptWrites(
  table: string,
  version: ObjectVersion,
  content: ParsedContent,
  head: HeadItem | undefined,
  now: string,
): TransactItem[] {
  const billingPeriods = Object.keys(content.periods);
  return [
    headPut(table, version, head, now, {
      deleted: false,
      object_sk: ledgerKeys.object(version).sk,
      version_id: version.versionId,
      sha256: content.sha256,
      payers: [...content.payers],
      periods: toPeriodsItem(content.periods),
    }),
    {
      Put: {
        TableName: table,
        Item: {
          ...ledgerKeys.content(content.sha256, version.bucket, version.key),
          key: version.key,
          report: version.report,
          billing_periods: billingPeriods,
        },
      },
    },
    ...endPrevious(table, head, content.sha256, now),
    parsedUpdate(table, version, content, replacedBy(head), now),
  ];
}

/** The key contributes nothing any more. */
export const withdrawWrites = (
  table: string,
  deletion: ObjectDeletion,
  head: HeadItem | undefined,
  now: string,
): TransactItem[] => [
  headPut(table, deletion, head, now, { deleted: true, object_sk: deletionKey(deletion).sk, periods: {} }),
  ...endPrevious(table, head, undefined, now),
  {
    Put: {
      TableName: table,
      Item: {
        ...deletionKey(deletion),
        kind: 'deletion',
        object_id: deletion.id,
        bucket: deletion.bucket,
        key: deletion.key,
        report: deletion.report,
        event_time: deletion.eventTime,
        updated_at: now,
        replaced: replacedBy(head),
      },
    },
  },
];

/** The register of a key; fails where another event has moved it since `head` was read. */
const headPut = (
  table: string,
  object: ObjectVersion | ObjectDeletion,
  head: HeadItem | undefined,
  now: string,
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
      updated_at: now,
      ...rest,
    },
    ...(head
      ? { ConditionExpression: 'sequencer = :before', ExpressionAttributeValues: { ':before': head.sequencer } }
      : { ConditionExpression: 'attribute_not_exists(pk)' }),
  },
});

/** Ends the previous version's say: it is superseded, and its content no longer vouches for its key. */
function endPrevious(
  table: string,
  head: HeadItem | undefined,
  sha256: string | undefined,
  now: string,
): TransactItem[] {
  if (!head || head.deleted) return [];
  const previous: TransactItem = {
    Update: {
      TableName: table,
      Key: { pk: `object#${head.bucket}/${head.key}`, sk: head.object_sk },
      ...setting({ status: 'superseded', updated_at: now }),
    },
  };
  if (!head.sha256 || head.sha256 === sha256) return [previous];
  return [previous, { Delete: { TableName: table, Key: ledgerKeys.content(head.sha256, head.bucket, head.key) } }];
}

const replacedBy = (head: HeadItem | undefined) =>
  head && { sha256: head.sha256, billing_periods: Object.keys(head.periods) };

/** What was read; a file without rows has no period to publish and is done with this. */
function parsedUpdate(
  table: string,
  version: ObjectVersion,
  content: ParsedContent,
  replaced: ReturnType<typeof replacedBy>,
  now: string,
): TransactItem {
  const isDone = Object.keys(content.periods).length === 0;
  const update = setting({
    ...readAttributes(content, now),
    status: isDone ? 'published' : 'parsed',
    replaced,
    published_at: isDone ? now : undefined,
  });
  return {
    Update: {
      TableName: table,
      Key: ledgerKeys.object(version),
      ...update,
      UpdateExpression: `${update.UpdateExpression} REMOVE last_error, reason`,
      ConditionExpression: '#status IN (:received, :failed)',
      ExpressionAttributeValues: {
        ...update.ExpressionAttributeValues,
        ':received': 'received',
        ':failed': 'failed',
      },
    },
  };
}

/** Attributes of an object version that reading it told. */
export const readAttributes = (content: ParsedContent, now: string) => ({
  format: content.format,
  sha256: content.sha256,
  rows: content.rows,
  uncompressed_bytes: content.uncompressedBytes,
  amortized: content.amortized,
  warnings: content.warnings,
  totals: toTotalsItem(content.totals),
  payers: [...content.payers],
  billing_periods: Object.keys(content.periods),
  last_modified: content.lastModified,
  parse_ms: content.parseMs,
  parsed_at: now,
  updated_at: now,
});

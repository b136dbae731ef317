import type { ObjectVersion, PeriodRef } from '@almanac/cur';
import { Decimal, systemClock } from '@almanac/kernel';
import { type DynamoDBDocumentClient, GetCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { onlyIf } from './conditional-write.ts';
import { dynamoObjectLedger } from './dynamo-object-ledger.ts';
import { dynamoPublicationLedger } from './dynamo-publication-ledger.ts';
import { ledgerKeys } from './ledger-items.ts';
import { ledgerKinds } from './ledger-kinds.ts';

const recordedError = z.object({ code: z.string(), message: z.string(), attempt: z.number(), at: z.string() });
const costs = z.record(z.string(), z.object({ unblended_cost: z.string(), amortized_cost: z.string() }));

/** An object version in the ledger; attributes besides those named here come along as they are. */
const ledgerObject = z.looseObject({
  kind: z.literal('object'),
  object_id: z.string(),
  bucket: z.string(),
  key: z.string(),
  report: z.string(),
  etag: z.string(),
  version_id: z.string().optional(),
  size_bytes: z.number(),
  event_time: z.string(),
  event_id: z.string(),
  status: z.enum(['received', 'parsed', 'published', 'superseded', 'duplicate', 'ignored', 'failed']),
  message_id: z.string().optional(),
  attempts: z.number().optional(),
  rows: z.number().optional(),
  totals: costs.optional(),
  billing_periods: z.array(z.string()).optional(),
  last_error: recordedError.optional(),
});
export type LedgerObject = z.infer<typeof ledgerObject>;

const ledgerDeletion = z.looseObject({
  kind: z.literal('deletion'),
  object_id: z.string(),
  bucket: z.string(),
  key: z.string(),
  report: z.string(),
  event_time: z.string(),
});
export type LedgerDeletion = z.infer<typeof ledgerDeletion>;

const change = z.discriminatedUnion('kind', [ledgerObject, ledgerDeletion]);

/** An upload to a key or its deletion. Changes of one key compare by `sequencer`, as text. */
export interface LedgerChange {
  readonly sequencer: string;
  readonly item: LedgerObject | LedgerDeletion;
}

const messageFailure = z.object({
  final: z.boolean(),
  last_error: recordedError,
  bucket: z.string().optional(),
  key: z.string().optional(),
  report: z.string().optional(),
  billing_period: z.string().optional(),
  redriven_at: z.string().optional(),
});
export type MessageFailure = z.infer<typeof messageFailure>;

const delivery = z.object({ delivery_id: z.string() });
const ledgerPeriod = z.object({
  report: z.string(),
  billing_period: z.string(),
  state: z.enum(['live', 'publishing', 'withdrawn']),
  live: delivery.optional(),
  files: z.array(z.string()).default([]),
  parts: z.number().default(0),
  shadow: z.boolean().default(false),
  rows: z.number().default(0),
  totals: costs.default({}),
  published_at: z.string().optional(),
});
export type LedgerPeriod = z.infer<typeof ledgerPeriod>;

/** An item as JSON: costs stay exact, as text; counts and durations become numbers, sets become sorted lists. */
function plain(value: unknown, name = ''): unknown {
  if (value instanceof Decimal) return name.endsWith('_cost') ? value.toString() : Number(value.toString());
  if (value instanceof Set) return [...value].sort();
  if (Array.isArray(value)) return value.map((entry) => plain(entry));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry, key)]));
}

/**
 * What operators ask the ledger; it changes nothing but the note that a message was redriven.
 * @param shadowReportPrefixes key prefixes of the reports that are kept out of all totals
 */
export function ledgerQueries(dynamo: DynamoDBDocumentClient, table: string, shadowReportPrefixes: readonly string[]) {
  const landed = dynamoObjectLedger(dynamo, table, systemClock);
  const publications = dynamoPublicationLedger(dynamo, table, systemClock);

  const itemsOfKind = ledgerKinds(dynamo, table);

  const isLive = async (period: PeriodRef): Promise<{ settled: boolean; counts: boolean }> => {
    const [state, target] = await Promise.all([
      publications.state(period),
      publications.target(period, shadowReportPrefixes),
    ]);
    const wanted = target.kind === 'delivery' ? target.deliveryId : undefined;
    return {
      settled: state.unfinished.length === 0 && state.live?.deliveryId === wanted,
      counts: wanted !== undefined,
    };
  };

  return {
    /** Object versions, last changed first. */
    async objects({ limit, ...filter }: { status?: LedgerObject['status']; report?: string; limit?: number } = {}) {
      const found: LedgerObject[] = [];
      for await (const item of itemsOfKind('object', filter)) {
        if (found.length === limit) break;
        found.push(ledgerObject.parse(withoutKeys(item)));
      }
      return found;
    },

    /** Every (report, billing period), by name. */
    async periods(): Promise<LedgerPeriod[]> {
      const found: LedgerPeriod[] = [];
      for await (const item of itemsOfKind('period')) found.push(ledgerPeriod.parse(plain(item)));
      const name = ({ report, billing_period }: LedgerPeriod) => `${report}\n${billing_period}`;
      return found.sort((a, b) => (name(a) < name(b) ? -1 : 1));
    },

    /** One (report, billing period) as it stands at this moment; undefined where it was never published. */
    async period({ report, billingPeriod }: PeriodRef): Promise<LedgerPeriod | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: ledgerKeys.period(report, billingPeriod), ConsistentRead: true }),
      );
      return Item && ledgerPeriod.parse(plain(Item));
    },

    /** Uploads and deletions of a key, newest first. */
    async changesOf(bucket: string, key: string): Promise<LedgerChange[]> {
      const pages = paginateQuery(
        { client: dynamo },
        {
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `object#${bucket}/${key}` },
          ConsistentRead: true,
          ScanIndexForward: false,
        },
      );
      const found: LedgerChange[] = [];
      for await (const { Items = [] } of pages) {
        for (const item of Items)
          found.push({ sequencer: `${item.sk}`.split('#')[0] ?? '', item: change.parse(withoutKeys(item)) });
      }
      return found;
    },

    /** Why a message failed the last time it was tried. */
    async failureOf(messageId: string): Promise<MessageFailure | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: ledgerKeys.message(messageId), ConsistentRead: true }),
      );
      return Item && messageFailure.parse(plain(Item));
    },

    /** Notes that a message went back to its queue, where it gets a new id: its failure is no longer the last word. */
    async markRedriven(messageId: string, at: Date): Promise<void> {
      await onlyIf(
        dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: ledgerKeys.message(messageId),
            UpdateExpression: 'SET redriven_at = :at',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':at': at.toISOString() },
          }),
        ),
      );
    },

    /**
     * Whether everything that a change touched is as it should be: the periods it brought or took away, and those of
     * files with equal content; and whether the item's status already says so.
     */
    async isSettled({ sequencer, item }: LedgerChange): Promise<boolean> {
      for (const period of await landed.affectedBy(asChange(sequencer, item))) {
        const { settled, counts } = await isLive(period);
        const isOwn = period.report === item.report && periodsOf(item).includes(period.billingPeriod);
        if (!settled || (isOwn && counts !== (item.status === 'published'))) return false;
      }
      return true;
    },
  };
}
export type LedgerQueries = ReturnType<typeof ledgerQueries>;

const withoutKeys = ({ pk: _pk, sk: _sk, ...attributes }: Record<string, unknown>) => plain(attributes);

const periodsOf = (item: LedgerObject | LedgerDeletion): string[] =>
  item.kind === 'object' ? (item.billing_periods ?? []) : [];

function asChange(sequencer: string, item: LedgerObject | LedgerDeletion) {
  const { object_id: id, bucket, key, report, event_time: eventTime } = item;
  const common = { id, bucket, key, report, sequencer, eventTime, eventId: '' };
  if (item.kind === 'deletion') return common;
  return { ...common, etag: item.etag, sizeBytes: item.size_bytes } satisfies ObjectVersion;
}

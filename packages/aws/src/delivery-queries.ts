import { comparableSequencer, type PeriodRef } from '@almanac/cur';
import { inParallel } from '@almanac/kernel';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { managedDeliveryItem, newestItem, objectVersion, waitingManifestItem } from './delivery-items.ts';
import { headItem, ledgerKeys } from './ledger-items.ts';
import { ledgerKinds } from './ledger-kinds.ts';
import { CALLS_AT_ONCE, ledgerTable } from './ledger-table.ts';

/** A scheduled delivery that is later than what its period shows, and not whole yet. */
export interface WaitingDelivery extends PeriodRef {
  /** Missing as long as the manifest itself waits for files to land. */
  readonly deliveryId?: string;
  /** Number of its files; missing as long as no delivery is made of it. */
  readonly files?: number;
  /** How many of them have not landed, or not been read. */
  readonly missing: number;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly order: string;
}

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
}

/** The objects that a report comes from. */
export interface ReportSources {
  /** Of an uploaded report: its file, with the billing periods found in it (none where it was deleted). */
  readonly upload?: StoredObject & { readonly periods: readonly string[] };
  /** Of a scheduled report: by billing period the manifest of its latest delivery. */
  readonly manifests: ReadonlyMap<string, StoredObject>;
}

const listed = z.object({ report: z.string(), billing_period: z.string() });
const since = z.object({ received_at: z.string() });
const noted = z.object({ updated_at: z.string() });

/** What operators ask of the ledger about scheduled deliveries. */
export function deliveryQueries(dynamo: DynamoDBDocumentClient, table: string) {
  const ledger = ledgerTable(dynamo, table);
  const itemsOfKind = ledgerKinds(dynamo, table);

  const isOvertaken = async ({ report, billingPeriod, order }: WaitingDelivery): Promise<boolean> => {
    const newest = await ledger.get(ledgerKeys.newest(report, billingPeriod));
    return newest !== undefined && newestItem.parse(newest).order > order;
  };

  return {
    /** Every delivery that waits, the latest of each (report, billing period). */
    async waiting(): Promise<WaitingDelivery[]> {
      const found: WaitingDelivery[] = [];
      for await (const item of itemsOfKind('delivery', { status: 'waiting' })) found.push(...waitingDelivery(item));
      for await (const item of itemsOfKind('waiting-manifest')) found.push(waitingManifest(item));
      const overtaken = await inParallel(CALLS_AT_ONCE, found, isOvertaken);
      const inOrder = found.filter((_, index) => !overtaken[index]).sort((a, b) => (a.order < b.order ? -1 : 1));
      return [...new Map(inOrder.map((one) => [`${one.report}#${one.billingPeriod}`, one])).values()];
    },

    /** What a report can be taken in from again; undefined where nothing of it was ever read. */
    async sourcesOf(report: string): Promise<ReportSources | undefined> {
      const pk = `report#${report}`;
      const [head, newest, deliveries, manifests] = await Promise.all([
        ledger.get(ledgerKeys.head(report)),
        ledger.query(pk, 'newest#'),
        ledger.query(pk, 'delivery#'),
        ledger.query(pk, 'manifest#'),
      ]);
      const candidates = [
        ...newest.map(newestSource),
        ...deliveries.flatMap(deliverySource),
        ...manifests.map(manifestSource),
      ].sort((a, b) => (a.order < b.order ? -1 : 1));
      if (!head && candidates.length === 0) return undefined;
      const latest = new Map(candidates.map(({ billingPeriod, manifest }) => [billingPeriod, storedObject(manifest)]));
      return { manifests: latest, ...(head && { upload: uploadSource(head) }) };
    },
  };
}
export type DeliveryQueries = ReturnType<typeof deliveryQueries>;

type Item = Record<string, unknown>;

function waitingDelivery(item: Item): WaitingDelivery[] {
  const { success, data } = managedDeliveryItem.safeParse(item);
  if (!success) return [];
  const { report, billing_period: billingPeriod } = listed.parse(item);
  const { delivery_id: deliveryId, parts: files, unread, order } = data;
  return [
    { report, billingPeriod, deliveryId, files, missing: unread.size, since: since.parse(item).received_at, order },
  ];
}

function waitingManifest(item: Item): WaitingDelivery {
  const { report, billing_period: billingPeriod } = listed.parse(item);
  const { absent, manifest } = waitingManifestItem.parse(item);
  return {
    ...{ report, billingPeriod, missing: absent?.size ?? 0 },
    ...{ since: noted.parse(item).updated_at, order: orderOf(manifest) },
  };
}

/** About where its delivery will stand: S3 stamps an event within a second of the object. */
function orderOf(manifest: unknown): string {
  const { eventTime, sequencer } = objectVersion(manifest);
  return `${eventTime}#${comparableSequencer(sequencer)}`;
}

const storedObject = (manifest: unknown): StoredObject => {
  const { bucket, key } = objectVersion(manifest);
  return { bucket, key };
};

/** Sort keys of the ledger have the billing period in the second place. */
const periodIn = ({ sk }: Item): string => `${sk}`.split('#')[1] ?? '';

function newestSource(item: Item) {
  const { order, manifest } = newestItem.parse(item);
  return { billingPeriod: periodIn(item), order, manifest };
}

function deliverySource(item: Item) {
  const { success, data } = managedDeliveryItem.safeParse(item);
  if (!success || data.status !== 'waiting') return [];
  return [{ billingPeriod: periodIn(item), order: data.order, manifest: data.manifest }];
}

function manifestSource(item: Item) {
  const { manifest } = waitingManifestItem.parse(item);
  return { billingPeriod: periodIn(item), order: orderOf(manifest), manifest };
}

function uploadSource(item: Item) {
  const { bucket, key, periods } = headItem.parse(item);
  return { bucket, key, periods: Object.keys(periods).sort() };
}

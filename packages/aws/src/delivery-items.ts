import type { DeliveryRef, DeliveryStatus, ManagedDelivery, ObjectVersion, PinnedFile } from '@almanac/cur';
import * as z from 'zod';
import { ledgerKeys, plainNumber, totalsItem } from './ledger-items.ts';

/** Attributes of an object version as they stand in its own item, and in items that speak of it. */
const objectItem = z.object({
  object_id: z.string(),
  bucket: z.string(),
  key: z.string(),
  report: z.string(),
  etag: z.string(),
  sequencer: z.string(),
  version_id: z.string().optional(),
  size_bytes: plainNumber,
  event_time: z.string(),
  event_id: z.string(),
});

/** An object version from its ledger item. */
export function objectVersion(item: unknown): ObjectVersion {
  const object = objectItem.parse(item);
  return {
    id: object.object_id,
    bucket: object.bucket,
    key: object.key,
    report: object.report,
    etag: object.etag,
    sequencer: object.sequencer,
    ...(object.version_id && { versionId: object.version_id }),
    sizeBytes: object.size_bytes,
    eventTime: object.event_time,
    eventId: object.event_id,
  };
}

const deliveryStatus = z.enum([
  'waiting',
  'complete',
  'publishing',
  'published',
  'superseded',
  'withdrawn',
  'cleaning',
  'cleaned',
] satisfies DeliveryStatus[]);

/** A delivery that may be of no use any more. */
export const replacedItem = z.object({
  report: z.string(),
  billing_period: z.string(),
  delivery_id: z.string(),
  status: deliveryStatus,
  updated_at: z.string(),
});

/** Statuses of a delivery whose files are being deleted, or have been. */
export const CLEANED: readonly string[] = ['cleaning', 'cleaned'];

export const deliveryItemKey = ({ report, billingPeriod, deliveryId }: DeliveryRef) =>
  ledgerKeys.delivery(report, billingPeriod, deliveryId);

const parts = z.set(z.string()).default(new Set());

/** A scheduled delivery; parts are numbered from 1, `unread` names those not read yet. */
export const managedDeliveryItem = z.object({
  delivery_id: z.string(),
  status: deliveryStatus,
  order: z.string(),
  parts: plainNumber,
  unread: parts,
  manifest: z.unknown(),
  manifests: z.set(z.string()),
  /** The state of which all that follows has been seen to, or that this is under way; gone when the delivery changes. */
  settled: z.enum(['settling', 'published', 'superseded']).optional(),
});
export type ManagedDeliveryItem = z.infer<typeof managedDeliveryItem>;

/** Keys of a manifest's own item, as one text in a set. */
export const manifestName = (key: { pk: string; sk: string }) => `${key.pk}\n${key.sk}`;
export const manifestItemKey = (name: string) => {
  const [pk = '', sk = ''] = name.split('\n');
  return { pk, sk };
};

/** That a delivery needs a version of a file; once it is read, what was in it. */
export const expectationItem = z.object({
  delivery_id: z.string(),
  report: z.string(),
  billing_period: z.string(),
  part: plainNumber,
  etag: z.string(),
  version_id: z.string().optional(),
  read: z
    .object({
      pk: z.string(),
      sk: z.string(),
      key: z.string(),
      sha256: z.string(),
      rows: plainNumber,
      totals: totalsItem,
      payers: z.array(z.string()),
      event_time: z.string(),
    })
    .optional(),
});
export type ReadPart = NonNullable<z.infer<typeof expectationItem>['read']>;

export const waitingManifestItem = z.object({ manifest: z.unknown(), absent: z.set(z.string()).optional() });

export const filesItem = z.object({
  bucket: z.string(),
  files: z.array(z.object({ key: z.string(), etag: z.string(), version_id: z.string().optional() })),
});

export const toFileItem = ({ key, etag, versionId }: PinnedFile) => ({ key, etag, version_id: versionId });

export const newestItem = z.object({
  order: z.string(),
  delivery_id: z.string(),
  parts: plainNumber,
  rows: plainNumber,
  totals: totalsItem,
  payers: z.array(z.string()),
  files: z.array(z.string()),
  manifest: z.unknown(),
  event_time: z.string(),
});

/** Names of all parts, as `unread` holds them. */
export const allParts = ({ files }: ManagedDelivery) => new Set(files.map((_, index) => `${index + 1}`));

import { AlmanacError, stableId } from '@almanac/kernel';
import { comparableSequencer, generationOf, type ObjectVersion } from './object-version.ts';
import type { DeliveryRef } from './publication.ts';

/** One version of a key as S3 lists it. */
export interface StoredVersion {
  readonly versionId?: string;
  readonly etag: string;
  readonly sizeBytes: number;
  /** ISO 8601, UTC; S3 itself counts whole seconds. */
  readonly lastModified: string;
}

/** Exactly the version of a file that a manifest means. */
export interface PinnedFile extends Pick<StoredVersion, 'versionId' | 'etag'> {
  readonly key: string;
}

/** What AWS delivered in one go: all files of one assembly or execution, for one report and billing period. */
export interface ManagedDelivery extends DeliveryRef {
  /** Compares as text: the later delivery is the greater. */
  readonly order: string;
  /** In the manifest's order; the first one is part 1. */
  readonly files: readonly PinnedFile[];
  readonly manifest: ObjectVersion;
}

/** Where a delivery stands. One that is `cleaned` is an entry of what once was. */
export type DeliveryStatus =
  | 'waiting'
  | 'complete'
  | 'publishing'
  | 'published'
  | 'superseded'
  | 'withdrawn'
  | 'cleaning'
  | 'cleaned';

/** Statuses in which a delivery may be of no use any more; a `complete` one may have been overtaken before it was published. */
export const REPLACED: readonly DeliveryStatus[] = ['waiting', 'complete', 'superseded', 'withdrawn', 'cleaning'];

/** A delivery that was replaced, as it was found. */
export interface ReplacedDelivery extends DeliveryRef {
  readonly status: DeliveryStatus;
  /** ISO 8601, UTC. */
  readonly changedAt: string;
}

/** A manifest that comes again for a delivery which is being cleaned waits for that to be done. */
export const beingCleaned = ({ deliveryId }: DeliveryRef): AlmanacError =>
  new AlmanacError(
    'DELIVERY_BEING_CLEANED',
    `Delivery ${deliveryId} is being cleaned up at this moment; its manifest will be tried again`,
  );

/** A delivery that needs a certain object version as one of its parts. */
export interface Expectation extends DeliveryRef {
  readonly part: number;
  readonly order: string;
  readonly versionId?: string;
  /** Whether it has been read, in this version or another one with the same bytes. */
  readonly isParsed: boolean;
  /** Whether the version that was read is an earlier one. */
  readonly isWrittenAgain: boolean;
  readonly isSuperseded: boolean;
}

/**
 * The version that a manifest means: the newest one not younger than the manifest, which AWS writes last. Where only
 * younger ones exist the manifest came first, as it may when files are copied or replicated: then the first to come.
 * @param versions every version of a key, newest first
 * @param manifestTime last-modified time of the manifest
 */
export const versionMeant = (versions: readonly StoredVersion[], manifestTime: string): StoredVersion | undefined =>
  versions.find(({ lastModified }) => lastModified <= manifestTime) ?? versions.at(-1);

/** The time that a delivery's place in the order begins with. */
export const timeOf = (order: string): string => order.slice(0, order.indexOf('#'));

/**
 * The delivery that a manifest stands for: the same files in the same versions are the same delivery,
 * unless somebody had it taken in again.
 */
export function managedDelivery(
  { report, billingPeriod }: Omit<DeliveryRef, 'deliveryId'>,
  manifest: ObjectVersion,
  manifestTime: string,
  files: readonly PinnedFile[],
): ManagedDelivery {
  const content = files.flatMap(({ key, etag }) => [key, etag]);
  return {
    report,
    billingPeriod,
    deliveryId: stableId('delivery', report, billingPeriod, generationOf(manifest.sequencer), ...content),
    order: `${manifestTime}#${comparableSequencer(manifest.sequencer)}`,
    files,
    manifest,
  };
}

import type { CostDataPublished, CostFileFailed, PublishRequest } from '@almanac/contracts';
import type { DailyCost } from './daily-costs.ts';
import type { ObjectDeletion, ObjectStatus, ObjectVersion, ParsedContent } from './object-version.ts';
import type { Announcement, DeliveryRef, PeriodRef, PeriodState, Target } from './publication.ts';

export type { ReportReader } from './report-reader.ts';

/** The bucket that reports are uploaded to. */
export interface Landing {
  /** Opens exactly this version; `gone` where it was overwritten or deleted meanwhile. */
  open(version: ObjectVersion): Promise<LandedObject | 'gone'>;
  /** Whether the key has a current version. */
  exists(bucket: string, key: string): Promise<boolean>;
}

export interface LandedObject {
  readonly content: AsyncIterable<Uint8Array>;
  /** ISO 8601, UTC. */
  readonly lastModified: string;
}

/** Where curated Parquet and each file's exact sums are kept. Writing the same thing again replaces it. */
export interface CuratedStore {
  openPart(delivery: DeliveryRef, part: number): PartUpload;
  saveAggregates(objectVersionId: string, billingPeriod: string, rows: readonly DailyCost[]): Promise<void>;
  loadAggregates(objectVersionId: string, billingPeriod: string): Promise<DailyCost[]>;
}

/** One file being written; it exists once `close` has resolved, and not at all after `abort`. */
export interface PartUpload {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/** The lake's catalogue: which deliveries can be queried and which one counts. */
export interface LiveCatalog {
  registerPartition(delivery: DeliveryRef): Promise<void>;
  /** Makes `deliveryId` the one that readers of the lake see, in one step; undefined where nothing is live. */
  setLive(period: PeriodRef, deliveryId: string | undefined): Promise<void>;
}

/** Rows of `cost_daily`. Absolute values: writing the same rows again changes nothing. */
export interface DailyCostStore {
  write(report: string, rows: readonly DailyCost[], deliveryId: string): Promise<void>;
  remove(report: string, rows: readonly DailyCost[]): Promise<void>;
}

/** What is known of landed objects. Every transition is conditional and none goes backwards. */
export interface ObjectLedger {
  /** Records the arrival, once, and which try this is; returns the status so far. */
  receive(version: ObjectVersion, attempt: { messageId: string; number: number }): Promise<ObjectStatus>;
  ignore(version: ObjectVersion, reason: string): Promise<void>;
  supersede(version: ObjectVersion): Promise<void>;
  /** Makes the version what its key contributes, unless a newer version or deletion does already. */
  adopt(version: ObjectVersion, content: ParsedContent): Promise<'adopted' | 'superseded'>;
  /** The version id of the object version that the key contributes at present. */
  liveVersionId(report: string): Promise<string | undefined>;
  /** Takes back what the key contributes, unless a newer version has come. */
  withdraw(deletion: ObjectDeletion): Promise<'withdrawn' | 'superseded'>;
  /** Periods whose target may have changed by adopting this version or by this deletion. */
  affectedBy(object: ObjectVersion | ObjectDeletion): Promise<PeriodRef[]>;
  recordFailure(failure: Failure): Promise<void>;
  /** True for the one caller that may announce that this version failed. */
  claimFailureAlert(version: ObjectVersion, messageId: string): Promise<boolean>;
}

export interface Failure {
  readonly messageId: string;
  readonly queue: string;
  readonly code: string;
  readonly message: string;
  readonly attempt: number;
  /** Whether the message goes to the dead-letter queue after this try. */
  readonly final: boolean;
  readonly version?: ObjectVersion;
  readonly period?: PeriodRef;
}

/** What is live for each (report, billing period), and what should be. */
export interface PublicationLedger {
  state(period: PeriodRef): Promise<PeriodState>;
  target(period: PeriodRef): Promise<Target>;
  /** Records the intent to make `target` live, before the first row is written. */
  begin(state: PeriodState, target: Target): Promise<void>;
  /** Moves the pointer: `target` is live; the announcement is due. */
  finish(state: PeriodState, target: Target, announcement: Announcement): Promise<void>;
  /** Records that one of the announcement's messages has been sent. */
  announced(period: PeriodRef, part: 'alert' | 'event'): Promise<void>;
  /** Brings the status of the object behind `target` up to date; says whether it is a duplicate nobody was warned of. */
  settle(period: PeriodRef, target: Target): Promise<{ newDuplicate: boolean }>;
  /** Records that people have been warned of the duplicate behind `target`. */
  warned(period: PeriodRef, target: Target): Promise<void>;
  recordFailure(failure: Failure): Promise<void>;
}

/** Asks for a (report, billing period) to be published; requests for one period are handled one after another. */
export interface PublishQueue {
  request(requests: readonly PublishRequest[], attempt: number): Promise<void>;
}

/** People's channel. */
export interface Alerts {
  published(announcement: Announcement, period: PeriodRef): Promise<void>;
  duplicate(target: Target & { kind: 'nothing' }, period: PeriodRef): Promise<void>;
  failed(failure: Failure): Promise<void>;
}

/** Machines' channel: the cost bus. */
export interface CostEvents {
  dataPublished(event: CostDataPublished): Promise<void>;
  fileFailed(event: CostFileFailed): Promise<void>;
}

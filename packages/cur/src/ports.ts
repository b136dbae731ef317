import type { CostDataPublished, CostFileFailed, PublishRequest } from '@almanac/contracts';
import type { DailyCost } from './daily-costs.ts';
import type { Expectation, ManagedDelivery, PinnedFile, ReplacedDelivery, StoredVersion } from './delivery.ts';
import type { ObjectDeletion, ObjectStatus, ObjectVersion, ParsedContent } from './object-version.ts';
import type {
  Announcement,
  DeliveryContent,
  DeliveryRef,
  Origin,
  PeriodRef,
  PeriodState,
  Progress,
  Target,
} from './publication.ts';
import type { ReportFile } from './read-report.ts';

/** The bucket that reports are uploaded to. */
export interface Landing {
  /** Opens exactly this version; `gone` where it was overwritten or deleted meanwhile. */
  open(version: ObjectVersion): Promise<LandedObject | 'gone'>;
  /** Whether the key has a current version. */
  exists(bucket: string, key: string): Promise<boolean>;
  /** Every version of a key, newest first; those behind a delete marker included. */
  versions(bucket: string, key: string): Promise<StoredVersion[]>;
}

/** An object version; all of its content is of this version, however it is read. */
export interface LandedObject extends ReportFile {
  /** ISO 8601, UTC. */
  readonly lastModified: string;
}

/** Where curated Parquet and each file's exact sums are kept. Writing the same thing again replaces it. */
export interface CuratedStore {
  openPart(delivery: DeliveryRef, part: number): PartUpload;
  saveAggregates(delivery: DeliveryRef, part: number, rows: readonly DailyCost[]): Promise<void>;
  /** The usage days of a part's sums, ascending. */
  days(delivery: DeliveryRef, part: number): Promise<DayOfSums[]>;
  /** The sums of such days, which {@link days} gave: those of a day in the order they were saved in. */
  loadAggregates(delivery: DeliveryRef, part: number, days: readonly DayOfSums[]): Promise<DailyCost[]>;
}

/** How many sums a part has of a usage day, and where. */
export interface DayOfSums {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly rows: number;
  /** The store's own position of the first sum, and of what comes after the last. */
  readonly start: number;
  readonly end: number;
}

/** Takes away what deliveries left where {@link CuratedStore} writes. */
export interface CuratedCleaner {
  /** Deletes every file of a delivery, its sums included. */
  remove(delivery: DeliveryRef): Promise<Removed>;
  /** Billing periods in which a report has any file. */
  periods(report: string): Promise<string[]>;
}

export interface Removed {
  readonly objects: number;
  readonly bytes: number;
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
  /** Takes back what {@link registerPartition} did; nothing where it never did. */
  dropPartition(delivery: DeliveryRef): Promise<void>;
  /** Makes `delivery` the one that readers of the lake see, in one step; undefined where nothing is live. */
  setLive(period: PeriodRef, delivery: Pick<DeliveryContent, 'deliveryId' | 'shadow'> | undefined): Promise<void>;
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
  /** Says why a received object has to wait. */
  hold(version: ObjectVersion, reason: string): Promise<void>;
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

/** What is known of the deliveries that AWS makes on a schedule. Recording the same thing again changes nothing. */
export interface DeliveryLedger {
  /** Records that a manifest waits for files that have not landed. */
  awaitFiles(manifest: ObjectVersion, period: PeriodRef, absent: readonly string[]): Promise<void>;
  /** Notes that a file has landed; returns the manifests of its period that now wait for nothing. */
  landed(period: PeriodRef, key: string): Promise<ObjectVersion[]>;
  /** The manifest waits for nothing any more, and what it led to has been seen to. */
  followed(manifest: ObjectVersion, period: PeriodRef): Promise<void>;
  /** Records a delivery, and of each of its files in which version it is needed. */
  record(delivery: ManagedDelivery): Promise<void>;
  /** The delivery's files that have not been read: those whose event came, in the version needed, and the others. */
  unread(delivery: ManagedDelivery): Promise<{ received: ObjectVersion[]; missing: PinnedFile[] }>;
  /** The deliveries that need this object version. */
  expecting(version: ObjectVersion): Promise<Expectation[]>;
  /** Records what was read of a part. */
  adoptPart(version: ObjectVersion, expectation: Expectation, content: ParsedContent): Promise<void>;
  /**
   * Once each part has been read: makes the delivery what its period should show, unless a later one is complete already,
   * and has earlier ones that still wait superseded. `given up` where it is superseded and the period has nothing to show.
   */
  complete(delivery: DeliveryRef): Promise<'waiting' | 'complete' | 'superseded' | 'given up'>;
  /** Manifest time of the period's newest delivery, where a manifest under this key told of it. */
  newestTime(period: PeriodRef, manifestKey: string): Promise<string | undefined>;
  /** Gives up a delivery that waits: a file it needs is gone for good, as something newer took its place. */
  supersede(delivery: DeliveryRef): Promise<void>;
}

/** What a cleaning asks of the ledger: what does not count any more, since when, and whether anything still needs it. */
export interface CleaningLedger {
  /** Deliveries that do not count, unchanged since before `before` (ISO 8601), the longest unchanged first. */
  replaced(before: string): AsyncIterable<ReplacedDelivery>;
  /**
   * Whether the delivery is what its period shows or may yet come to show: live, being published, the latest complete one,
   * or what the key of an upload holds.
   */
  isNeeded(delivery: DeliveryRef): Promise<boolean>;
  /** Keeps the delivery from counting while it is cleaned; false where it has changed since it was found. */
  claim(delivery: ReplacedDelivery): Promise<boolean>;
  /**
   * Forgets the files of a claimed delivery; objects that waited with it are superseded. That it once was stays on record;
   * recorded again, it is a new one.
   */
  forget(delivery: DeliveryRef): Promise<void>;
  /** Uploads that were superseded or failed, changed from `after` to `before` (ISO 8601), the longest unchanged first. */
  abandoned(after: string, before: string): AsyncIterable<AbandonedUpload>;
  /** Whether the publishing of the delivery was ever begun. */
  wasBegun(delivery: DeliveryRef): Promise<boolean>;
  /** The time up to which abandoned uploads have been seen to; `''` at first. */
  seenTo(): Promise<string>;
  saveSeenTo(time: string): Promise<void>;
  /** Every period that shows something. */
  live(): AsyncIterable<LivePeriod>;
  /** Every period of every upload that its key holds at present, copies included. */
  uploads(): AsyncIterable<PeriodRef>;
}

export interface AbandonedUpload {
  readonly id: string;
  readonly key: string;
  readonly report: string;
  readonly changedAt: string;
}

export interface LivePeriod extends PeriodRef {
  /** Whether it is kept out of all totals. */
  readonly shadow: boolean;
  /** Of its file or manifest. */
  readonly key: string;
}

/** Has objects looked at once more: their S3 events are sent again, to where S3's events arrive. */
export interface LandingQueue {
  resend(versions: readonly ObjectVersion[]): Promise<void>;
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
  /**
   * What should be live. Copies of an upload are looked for among reports of its kind only: what counts among what counts,
   * and among the others what is kept out of all totals.
   * @param shadowPrefixes key prefixes of the reports that are kept out of all totals
   */
  target(period: PeriodRef, shadowPrefixes: readonly string[]): Promise<Target>;
  /**
   * Records the intent to make `target` live, before the first row is written. Forgets how far another intent got: rows that
   * it counts as written are about to be overwritten.
   */
  begin(state: PeriodState, intended: DeliveryContent, target: Target): Promise<void>;
  /** Records how far a publication got. */
  saveProgress(state: PeriodState, progress: Progress): Promise<void>;
  /** Moves the pointer: `target` is live; the announcement is due. */
  finish(state: PeriodState, intended: DeliveryContent, target: Target, announcement: Announcement): Promise<void>;
  /** Records that one of the announcement's messages has been sent. */
  announced(period: PeriodRef, part: 'alert' | 'event'): Promise<void>;
  /**
   * Brings the status of the objects behind `target` up to date. Says whether it is a duplicate nobody was warned of, and
   * which periods of other reports hold a copy of a delivered file, so that they have to be looked at again: the same ones
   * each time, until {@link settled} says that this has been seen to.
   */
  settle(period: PeriodRef, target: Target): Promise<Settled>;
  /** Records that this has been seen to; a delivery that has changed since {@link settle} is to be settled again. */
  settled(period: PeriodRef, settled: Settled): Promise<void>;
  /** Records that people have been warned of the duplicate behind `target`. */
  warned(period: PeriodRef, target: Target): Promise<void>;
  /** Records that the live content of the period is paid by these accounts: by none where it is out of the totals. */
  recordPayers(period: PeriodRef, payers: readonly string[]): Promise<void>;
  /**
   * Other reports that are live for a payer of this one in the same period, if this one was in no warning yet; none where it
   * is an upload and the day's warnings of such are used up.
   */
  unwarnedTwins(period: PeriodRef, isManaged: boolean): Promise<Twins[]>;
  /** Records that people have been warned of this report and those named with it. */
  warnedOfTwins(period: PeriodRef, twins: Twins, isManaged: boolean): Promise<void>;
  recordFailure(failure: Failure): Promise<void>;
}

export interface Settled {
  readonly newDuplicate: boolean;
  readonly copies: readonly PeriodRef[];
  /** Scheduled deliveries of the period and what became of each, where it was not seen to before. */
  readonly deliveries: readonly { readonly deliveryId: string; readonly state: 'published' | 'superseded' }[];
}

/** Reports that are live for the same payer and period: most likely the same costs, counted more than once. */
export interface Twins {
  readonly payer: string;
  /** Names of the other reports, some at most. */
  readonly others: readonly string[];
}

/** Asks for a (report, billing period) to be published; requests for one period are handled one after another. */
export interface PublishQueue {
  /** @param attempt tells this request from earlier ones of the same cause, which the queue would drop */
  request(requests: readonly PublishRequest[], attempt: number | string): Promise<void>;
}

/** People's channel. */
export interface Alerts {
  published(announcement: Announcement, period: PeriodRef): Promise<void>;
  duplicate(target: Target & { kind: 'nothing' }, period: PeriodRef): Promise<void>;
  twins(twins: Twins, period: PeriodRef, origin: Origin): Promise<void>;
  failed(failure: Failure): Promise<void>;
}

/** Machines' channel: the cost bus. */
export interface CostEvents {
  dataPublished(event: CostDataPublished): Promise<void>;
  fileFailed(event: CostFileFailed): Promise<void>;
}

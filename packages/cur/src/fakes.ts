import { createHash } from 'node:crypto';
import type { CostDataPublished, CostFileFailed, PublishRequest } from '@almanac/contracts';
import { type DailyCost, dimensionKey, rowsByDay } from './daily-costs.ts';
import type { StoredVersion } from './delivery.ts';
import { reportOf } from './object-layout.ts';
import { nextGeneration, type ObjectVersion, objectVersionId } from './object-version.ts';
import { inMemory } from './parquet-input/random-access.ts';
import type {
  Alerts,
  CostEvents,
  CuratedCleaner,
  CuratedStore,
  DailyCostStore,
  DayOfSums,
  Failure,
  Landing,
  LandingQueue,
  LiveCatalog,
  PublishQueue,
  Twins,
} from './ports.ts';
import type { Announcement, DeliveryContent, DeliveryRef, PeriodRef } from './publication.ts';

export { MemoryLedger } from './memory-ledger.ts';

interface FakeVersion extends StoredVersion {
  readonly bytes: Uint8Array;
}

/** A versioned bucket in memory: uploads and deletions give the events that S3 would send. Each upload is a second later. */
export class FakeLanding implements Landing {
  readonly bucket = 'landing';
  /** Newest first, as S3 lists them. */
  readonly #versions = new Map<string, FakeVersion[]>();
  readonly #deleted = new Set<string>();
  readonly #lastSequencers = new Map<string, string>();
  #sequence = 0;

  upload(key: string, bytes: Uint8Array | string): ObjectVersion {
    const content = Buffer.from(bytes);
    const etag = createHash('md5').update(content).digest('hex');
    const sequencer = this.nextSequencer();
    const version = {
      bytes: content,
      etag,
      sizeBytes: content.length,
      lastModified: this.#now(),
      versionId: `v-${sequencer}`,
    };
    this.#versions.set(key, [version, ...(this.#versions.get(key) ?? [])]);
    this.#deleted.delete(key);
    this.#lastSequencers.set(key, sequencer);
    const { versionId: _, ...announced } = this.#event(key, version, sequencer);
    return announced;
  }

  /** The event with which a person has the current version of a key taken in again. */
  takeAgain(key: string): ObjectVersion {
    const [current] = this.#versions.get(key) ?? [];
    if (!current) throw new Error(`nothing under ${key}`);
    this.#sequence += 1; // it is a second later, too
    const sequencer = nextGeneration(this.#lastSequencers.get(key) ?? '');
    this.#lastSequencers.set(key, sequencer);
    return this.#event(key, current, sequencer);
  }

  /** Removes the newest version of a key for good. */
  destroyNewest(key: string): void {
    this.#versions.get(key)?.shift();
  }

  /** Removes the oldest version of a key for good. */
  destroyOldest(key: string): void {
    this.#versions.get(key)?.pop();
  }

  #event(key: string, { etag, versionId, sizeBytes }: StoredVersion, sequencer: string): ObjectVersion {
    return {
      id: objectVersionId(this.bucket, key, sequencer, etag),
      bucket: this.bucket,
      key,
      report: reportOf(key),
      etag,
      sequencer,
      ...(versionId && { versionId }),
      sizeBytes,
      eventTime: this.#now(),
      eventId: `event-${sequencer}`,
    };
  }

  #now(): string {
    return new Date(Date.UTC(2024, 2, 1) + this.#sequence * 1000).toISOString();
  }

  delete(key: string): void {
    this.#deleted.add(key);
  }

  nextSequencer(): string {
    this.#sequence += 1;
    return this.#sequence.toString(16).padStart(16, '0');
  }

  async open({ key, etag, versionId }: ObjectVersion) {
    const versions = this.#versions.get(key) ?? [];
    const current = this.#deleted.has(key) ? undefined : versions[0];
    const found = versionId ? versions.find((version) => version.versionId === versionId) : current;
    if (found?.etag !== etag) return 'gone' as const;
    const content = (async function* () {
      yield found.bytes;
    })();
    return { content, ranges: inMemory(found.bytes), lastModified: found.lastModified };
  }

  async exists(_bucket: string, key: string): Promise<boolean> {
    return this.#versions.has(key) && !this.#deleted.has(key);
  }

  async versions(_bucket: string, key: string): Promise<StoredVersion[]> {
    return this.#versions.get(key) ?? [];
  }
}

export class FakeLandingQueue implements LandingQueue {
  readonly sent: ObjectVersion[] = [];

  async resend(versions: readonly ObjectVersion[]) {
    this.sent.push(...versions);
  }
}

const partName = ({ report, billingPeriod, deliveryId }: DeliveryRef, part: number) =>
  `${report}/${billingPeriod}/${deliveryId}/${part}`;

export class FakeCurated implements CuratedStore, CuratedCleaner {
  readonly parts = new Map<string, Buffer>();
  /** The days of each part, ascending, with their sums. */
  readonly #aggregates = new Map<string, [day: string, rows: readonly DailyCost[]][]>();

  openPart(delivery: DeliveryRef, part: number) {
    const chunks: Uint8Array[] = [];
    return {
      write: async (bytes: Uint8Array) => void chunks.push(bytes),
      close: async () => void this.parts.set(partName(delivery, part), Buffer.concat(chunks)),
      abort: async () => undefined,
    };
  }

  async saveAggregates(delivery: DeliveryRef, part: number, rows: readonly DailyCost[]) {
    this.#aggregates.set(partName(delivery, part), rowsByDay(rows));
  }

  async days(delivery: DeliveryRef, part: number): Promise<DayOfSums[]> {
    return this.#sums(delivery, part).map(([day, { length }], at) => ({ day, rows: length, start: at, end: at + 1 }));
  }

  async loadAggregates(delivery: DeliveryRef, part: number, days: readonly DayOfSums[]) {
    const sums = this.#sums(delivery, part);
    return days.flatMap(({ start, end }) => sums.slice(start, end).flatMap(([, rows]) => rows));
  }

  #sums(delivery: DeliveryRef, part: number) {
    const sums = this.#aggregates.get(partName(delivery, part));
    if (!sums) throw new Error(`no aggregates of ${partName(delivery, part)}`);
    return sums;
  }

  async remove({ report, billingPeriod, deliveryId }: DeliveryRef) {
    const prefix = `${report}/${billingPeriod}/${deliveryId}/`;
    const removed = { objects: 0, bytes: 0 };
    for (const files of [this.parts, this.#aggregates]) {
      for (const key of [...files.keys()].filter((key) => key.startsWith(prefix))) {
        removed.objects += 1;
        removed.bytes += this.parts.get(key)?.length ?? 0;
        files.delete(key);
      }
    }
    return removed;
  }

  async periods(report: string) {
    const keys = [...this.parts.keys(), ...this.#aggregates.keys()].filter((key) => key.startsWith(`${report}/`));
    return [...new Set(keys.map((key) => key.slice(report.length + 1, report.length + 8)))].sort();
  }
}

export class FakeCatalog implements LiveCatalog {
  /** Delivery ids by report and period: those that count, and those kept out of the totals. */
  readonly live = new Map<string, string>();
  readonly shadows = new Map<string, string>();
  readonly partitions = new Set<string>();

  async registerPartition({ report, billingPeriod, deliveryId }: DeliveryRef) {
    this.partitions.add(`${report}/${billingPeriod}/${deliveryId}`);
  }

  async dropPartition({ report, billingPeriod, deliveryId }: DeliveryRef) {
    this.partitions.delete(`${report}/${billingPeriod}/${deliveryId}`);
  }

  async setLive(
    { report, billingPeriod }: PeriodRef,
    delivery: Pick<DeliveryContent, 'deliveryId' | 'shadow'> | undefined,
  ) {
    const key = `${report}/${billingPeriod}`;
    this.live.delete(key);
    this.shadows.delete(key);
    if (delivery) (delivery.shadow ? this.shadows : this.live).set(key, delivery.deliveryId);
  }
}

export class FakeDailyCosts implements DailyCostStore {
  /** Key: usage date and dimension key, as in the table. */
  readonly rows = new Map<string, DailyCost>();

  async write(report: string, rows: readonly DailyCost[]) {
    for (const row of rows) this.rows.set(`${row.usageDate}|${dimensionKey(report, row)}`, row);
  }

  async remove(report: string, rows: readonly DailyCost[]) {
    for (const row of rows) this.rows.delete(`${row.usageDate}|${dimensionKey(report, row)}`);
  }
}

export class FakePublishQueue implements PublishQueue {
  readonly requests: PublishRequest[] = [];

  async request(requests: readonly PublishRequest[]) {
    this.requests.push(...requests);
  }
}

export class FakeAlerts implements Alerts {
  readonly sent: { type: 'published' | 'duplicate' | 'twins' | 'failed'; id: string }[] = [];

  async published(announcement: Announcement) {
    this.sent.push({ type: 'published', id: announcement.id });
  }

  async duplicate({ origin }: { origin: { id: string } }) {
    this.sent.push({ type: 'duplicate', id: origin.id });
  }

  async twins({ payer }: Twins, { report, billingPeriod }: PeriodRef) {
    this.sent.push({ type: 'twins', id: `${payer}/${billingPeriod}/${report}` });
  }

  async failed({ version, messageId }: Failure) {
    this.sent.push({ type: 'failed', id: version?.id ?? messageId });
  }
}

export class FakeCostEvents implements CostEvents {
  readonly published: CostDataPublished[] = [];
  readonly failed: CostFileFailed[] = [];

  async dataPublished(event: CostDataPublished) {
    this.published.push(event);
  }

  async fileFailed(event: CostFileFailed) {
    this.failed.push(event);
  }
}

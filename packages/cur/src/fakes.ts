import { createHash } from 'node:crypto';
import type { CostDataPublished, CostFileFailed, PublishRequest } from '@almanac/contracts';
import { type DailyCost, dimensionKey } from './daily-costs.ts';
import { type ObjectVersion, objectVersionId } from './object-version.ts';
import type {
  Alerts,
  CostEvents,
  CuratedStore,
  DailyCostStore,
  Failure,
  Landing,
  LiveCatalog,
  PublishQueue,
} from './ports.ts';
import type { Announcement, PeriodRef } from './publication.ts';
import { reportSlug } from './report-name.ts';

export { MemoryLedger } from './memory-ledger.ts';

/** A bucket in memory: uploads and deletions give the events that S3 would send. */
export class FakeLanding implements Landing {
  readonly bucket = 'landing';
  readonly #current = new Map<string, { etag: string; bytes: Uint8Array }>();
  #sequence = 0;

  upload(key: string, bytes: Uint8Array | string): ObjectVersion {
    const content = Buffer.from(bytes);
    const etag = createHash('md5').update(content).digest('hex');
    const sequencer = this.nextSequencer();
    this.#current.set(key, { etag, bytes: content });
    return {
      id: objectVersionId(this.bucket, key, sequencer, etag),
      bucket: this.bucket,
      key,
      report: reportSlug(key),
      etag,
      sequencer,
      sizeBytes: content.length,
      eventTime: '2024-03-01T00:00:00Z',
      eventId: `event-${sequencer}`,
    };
  }

  delete(key: string): void {
    this.#current.delete(key);
  }

  nextSequencer(): string {
    this.#sequence += 1;
    return this.#sequence.toString(16).padStart(16, '0');
  }

  async open(version: ObjectVersion) {
    const current = this.#current.get(version.key);
    if (current?.etag !== version.etag) return 'gone' as const;
    const content = (async function* () {
      yield current.bytes;
    })();
    return { content, lastModified: '2024-03-01T00:00:00.000Z' };
  }

  async exists(_bucket: string, key: string): Promise<boolean> {
    return this.#current.has(key);
  }
}

export class FakeCurated implements CuratedStore {
  readonly parts = new Map<string, Buffer>();
  readonly #aggregates = new Map<string, readonly DailyCost[]>();

  openPart({ report, billingPeriod, deliveryId }: PeriodRef & { deliveryId: string }, part: number) {
    const chunks: Uint8Array[] = [];
    return {
      write: async (bytes: Uint8Array) => void chunks.push(bytes),
      close: async () => void this.parts.set(`${report}/${billingPeriod}/${deliveryId}/${part}`, Buffer.concat(chunks)),
      abort: async () => undefined,
    };
  }

  async saveAggregates(objectVersionId: string, billingPeriod: string, rows: readonly DailyCost[]) {
    this.#aggregates.set(`${objectVersionId}/${billingPeriod}`, rows);
  }

  async loadAggregates(objectVersionId: string, billingPeriod: string) {
    const rows = this.#aggregates.get(`${objectVersionId}/${billingPeriod}`);
    if (!rows) throw new Error(`no aggregates of ${objectVersionId} for ${billingPeriod}`);
    return [...rows];
  }
}

export class FakeCatalog implements LiveCatalog {
  readonly live = new Map<string, string>();
  readonly partitions = new Set<string>();

  async registerPartition({ report, billingPeriod, deliveryId }: PeriodRef & { deliveryId: string }) {
    this.partitions.add(`${report}/${billingPeriod}/${deliveryId}`);
  }

  async setLive({ report, billingPeriod }: PeriodRef, deliveryId: string | undefined) {
    const key = `${report}/${billingPeriod}`;
    if (deliveryId) this.live.set(key, deliveryId);
    else this.live.delete(key);
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
  readonly sent: { type: 'published' | 'duplicate' | 'failed'; id: string }[] = [];

  async published(announcement: Announcement) {
    this.sent.push({ type: 'published', id: announcement.id });
  }

  async duplicate({ origin }: { origin: { id: string } }) {
    this.sent.push({ type: 'duplicate', id: origin.id });
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

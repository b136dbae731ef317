import { type Clock, systemClock } from '@almanac/kernel';
import type { DeliveryStatus } from './delivery.ts';
import { memoryCleaning } from './memory-cleaning.ts';
import { memoryDeliveries } from './memory-deliveries.ts';
import { memoryPublications } from './memory-publications.ts';
import {
  type DeliveryRecord,
  deliveryKey,
  type ObjectRecord,
  periodKey,
  periodsOf,
  REVISED,
  type Stage,
  type WaitingManifest,
} from './memory-records.ts';
import {
  comparableSequencer,
  type ObjectDeletion,
  type ObjectStatus,
  type ObjectVersion,
  type ParsedContent,
} from './object-version.ts';
import type { CleaningLedger, DeliveryLedger, Failure, ObjectLedger, PublicationLedger } from './ports.ts';
import type { DeliveryRef, PeriodRef, PeriodState, Target } from './publication.ts';
import { ofSameKind } from './shadow.ts';

/** What a key contributes; without content where it was deleted. */
interface Head {
  readonly object: ObjectVersion | ObjectDeletion;
  readonly content?: ParsedContent;
}

/** The ledger in memory: for tests, and as the shortest statement of what a ledger has to do. */
export class MemoryLedger {
  readonly objects = new Map<string, ObjectRecord>();
  readonly periods = new Map<string, PeriodState>();
  readonly failures = new Map<string, Failure>();
  /** By report, period and delivery id. */
  readonly deliveries = new Map<string, DeliveryRecord>();
  /** Where each delivery stands, uploads included; keys as above. */
  readonly stages = new Map<string, Stage>();
  /** Of each period, the file or manifest that what was published last came from. */
  readonly originKeys = new Map<string, string>();
  readonly waitingManifests = new Map<string, WaitingManifest>();
  /** The latest complete delivery of each scheduled report's period. */
  readonly newest = new Map<string, { readonly order: string; readonly target: Target & { kind: 'delivery' } }>();
  /** Files of live deliveries, each with its manifest's key: by the hash of their content, then by report and period. */
  readonly delivered = new Map<string, Map<string, { readonly key: string; readonly manifest: string }>>();
  /** Reports that are live, by payer and billing period; whether their twins were warned of. */
  readonly payers = new Map<string, Map<string, boolean>>();
  /** Warnings of uploads with the same payer; by payer, billing period and day. */
  readonly uploadWarnings = new Map<string, number>();
  readonly #clock: Clock;
  readonly #heads = new Map<string, Head>();
  readonly #replaced = new Map<string, Head | undefined>();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  statusOf(versionId: string): ObjectStatus | undefined {
    return this.objects.get(versionId)?.status;
  }

  readonly objectSide: ObjectLedger = {
    receive: async (version) => {
      const record = this.objects.get(version.id) ?? {
        ...{ version, status: 'received', published: new Set() },
        changedAt: this.now(),
      };
      this.objects.set(version.id, record);
      record.changedAt = this.now();
      if (REVISED.includes(record.status) && this.#isOlderThanHead(version)) record.status = 'superseded';
      return record.status;
    },
    hold: async (version, reason) => {
      const record = this.objects.get(version.id);
      if (record && REVISED.includes(record.status)) Object.assign(record, { reason, status: 'received' });
    },
    ignore: async (version) => this.#revise(version, 'ignored'),
    supersede: async (version) => this.#revise(version, 'superseded'),
    adopt: async (version, content) => {
      if (!this.#moveHead({ object: version, content })) {
        this.#revise(version, 'superseded');
        return 'superseded';
      }
      const record = this.objects.get(version.id);
      if (record && REVISED.includes(record.status)) {
        record.content = content;
        record.status = periodsOf(content).length === 0 ? 'published' : 'parsed';
      }
      return 'adopted';
    },
    liveVersionId: async (report) => {
      const head = this.#heads.get(report);
      return head?.content && 'versionId' in head.object ? head.object.versionId : undefined;
    },
    withdraw: async (deletion) => (this.#moveHead({ object: deletion }) ? 'withdrawn' : 'superseded'),
    affectedBy: async (object) => {
      const own = this.objects.get(object.id)?.content;
      const replaced = this.#replaced.get(object.id)?.content;
      const { report } = object;
      const periods = [
        ...[...periodsOf(own), ...periodsOf(replaced)].map((billingPeriod) => ({ report, billingPeriod })),
        ...this.copiesOf(own?.sha256),
        ...this.copiesOf(replaced?.sha256),
      ];
      return [...new Map(periods.map((period) => [periodKey(period), period])).values()];
    },
    recordFailure: async (failure) => this.recordFailure(failure),
    claimFailureAlert: async (version, messageId) => {
      const record = this.objects.get(version.id);
      if (!record || record.failureAlert) return false;
      record.failureAlert = messageId;
      return true;
    },
  };

  readonly deliverySide: DeliveryLedger = memoryDeliveries(this);
  readonly publicationSide: PublicationLedger = memoryPublications(this);
  readonly cleaningSide: CleaningLedger = memoryCleaning(this);

  now = (): string => this.#clock.now().toISOString();

  stage({ report, billingPeriod, deliveryId }: DeliveryRef, status: DeliveryStatus): void {
    const delivery = { report, billingPeriod, deliveryId };
    this.stages.set(deliveryKey(delivery), { ...delivery, status, changedAt: this.now() });
  }

  /** The object that the key of an uploaded report holds at present. */
  headRecord(report: string): ObjectRecord | undefined {
    return this.objects.get(this.#heads.get(report)?.object.id ?? '');
  }

  recordFailure(failure: Failure): void {
    this.failures.set(failure.messageId, failure);
    if (failure.version && failure.final) this.#revise(failure.version, 'failed');
  }

  /** Every period of every upload that its key holds at present. */
  uploadedPeriods(): PeriodRef[] {
    return this.#periodsOf([...this.#heads.values()]);
  }

  /** Periods of the uploads that hold this content. */
  copiesOf(sha256: string | undefined): PeriodRef[] {
    return this.#periodsOf(this.#sharing(sha256));
  }

  /** What an uploaded report should show. */
  uploadTarget({ report, billingPeriod }: PeriodRef, shadowPrefixes: readonly string[]): Target {
    const head = this.#heads.get(report);
    if (!head) throw new Error(`unknown report ${report}`);
    const { bucket, key, id, eventTime, eventId } = head.object;
    const origin = { bucket, key, id, eventTime, eventId };
    if (!head.content) return { kind: 'nothing', reason: 'deleted', origin };
    const { periods, sha256, payers } = head.content;
    const period = periods[billingPeriod];
    if (!period) return { kind: 'nothing', reason: 'not-in-file', origin };
    const winner = this.#winnerOf(sha256, ofSameKind(shadowPrefixes, key)) ?? key;
    if (winner !== key) return { kind: 'nothing', reason: 'duplicate', origin, duplicateOf: winner };
    return { kind: 'delivery', deliveryId: id, parts: 1, ...period, payers, origin, managed: false, files: [key] };
  }

  /** Of equal contents the one that is taken: a part of a live delivery, otherwise the upload under the smallest key. */
  #winnerOf(sha256: string, isSameKind: (key: string) => boolean): string | undefined {
    const parts = [...(this.delivered.get(sha256)?.values() ?? [])];
    const uploads = this.#sharing(sha256).map(({ object }) => object.key);
    return parts.find(({ manifest }) => isSameKind(manifest))?.key ?? uploads.filter(isSameKind).sort()[0];
  }

  #revise(version: ObjectVersion, status: ObjectStatus): void {
    const record = this.objects.get(version.id);
    if (record && REVISED.includes(record.status)) Object.assign(record, { status, changedAt: this.now() });
  }

  #isOlderThanHead({ report, sequencer }: ObjectVersion | ObjectDeletion): boolean {
    const head = this.#heads.get(report);
    return head !== undefined && comparableSequencer(head.object.sequencer) > comparableSequencer(sequencer);
  }

  #moveHead(next: Head): boolean {
    const { report } = next.object;
    const head = this.#heads.get(report);
    if (head?.object.id === next.object.id) return true;
    if (this.#isOlderThanHead(next.object)) return false;
    const previous = head && this.objects.get(head.object.id);
    if (previous) Object.assign(previous, { status: 'superseded', changedAt: this.now() });
    this.#replaced.set(next.object.id, head);
    this.#heads.set(report, next);
    return true;
  }

  #periodsOf(heads: readonly Head[]): PeriodRef[] {
    return heads.flatMap(({ object: { report }, content }) =>
      periodsOf(content).map((billingPeriod) => ({ report, billingPeriod })),
    );
  }

  #sharing(sha256: string | undefined): Head[] {
    return [...this.#heads.values()].filter((head) => head.content !== undefined && head.content.sha256 === sha256);
  }
}

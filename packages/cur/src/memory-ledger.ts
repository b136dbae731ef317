import {
  comparableSequencer,
  type ObjectDeletion,
  type ObjectStatus,
  type ObjectVersion,
  type ParsedContent,
} from './object-version.ts';
import type { Failure, ObjectLedger, PublicationLedger } from './ports.ts';
import { type DeliveryContent, intendedContent, type PeriodRef, type PeriodState, type Target } from './publication.ts';

interface Head {
  readonly object: ObjectVersion | ObjectDeletion;
  /** Absent where the key was deleted. */
  readonly content?: ParsedContent;
}

interface ObjectRecord {
  readonly version: ObjectVersion;
  status: ObjectStatus;
  content?: ParsedContent;
  failureAlert?: string;
  duplicateWarned?: boolean;
  readonly published: Set<string>;
}

const REVISED: readonly ObjectStatus[] = ['received', 'failed'];
const periodKey = ({ report, billingPeriod }: PeriodRef) => `${report}#${billingPeriod}`;
const periodsOf = (content: ParsedContent | undefined) => Object.keys(content?.periods ?? {});

/** The ledger in memory: for tests, and as the shortest statement of what a ledger has to do. */
export class MemoryLedger {
  readonly objects = new Map<string, ObjectRecord>();
  readonly periods = new Map<string, PeriodState>();
  readonly failures = new Map<string, Failure>();
  readonly #heads = new Map<string, Head>();
  readonly #replaced = new Map<string, Head | undefined>();

  statusOf(versionId: string): ObjectStatus | undefined {
    return this.objects.get(versionId)?.status;
  }

  readonly objectSide: ObjectLedger = {
    receive: async (version) => {
      const record = this.objects.get(version.id) ?? { version, status: 'received', published: new Set() };
      this.objects.set(version.id, record);
      if (REVISED.includes(record.status) && this.#isOlderThanHead(version)) record.status = 'superseded';
      return record.status;
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
      const periods = [
        ...[...periodsOf(own), ...periodsOf(replaced)].map((billingPeriod) => ({
          report: object.report,
          billingPeriod,
        })),
        ...this.#siblings(own?.sha256),
        ...this.#siblings(replaced?.sha256),
      ];
      return [...new Map(periods.map((period) => [periodKey(period), period])).values()];
    },
    recordFailure: async (failure) => this.#recordFailure(failure),
    claimFailureAlert: async (version, messageId) => {
      const record = this.objects.get(version.id);
      if (!record || record.failureAlert) return false;
      record.failureAlert = messageId;
      return true;
    },
  };

  readonly publicationSide: PublicationLedger = {
    state: async (period) => this.#state(period),
    target: async (period) => this.#target(period),
    begin: async (state, target) => {
      const intended = contentOf(intendedContent(target));
      const others = state.unfinished.filter(({ deliveryId }) => deliveryId !== intended.deliveryId);
      this.periods.set(periodKey(state), { ...this.#guarded(state), unfinished: [...others, intended] });
    },
    finish: async (state, target, announcement) => {
      const { report, billingPeriod } = this.#guarded(state);
      this.periods.set(periodKey(state), {
        report,
        billingPeriod,
        revision: state.revision + 1,
        unfinished: [],
        announcement: { ...announcement, due: ['alert', 'event'] },
        ...(target.kind === 'delivery' && { live: contentOf(target) }),
      });
    },
    announced: async (period, part) => {
      const { announcement, ...state } = this.#state(period);
      const due = announcement?.due.filter((other) => other !== part) ?? [];
      this.periods.set(
        periodKey(period),
        announcement && due.length > 0 ? { ...state, announcement: { ...announcement, due } } : state,
      );
    },
    settle: async ({ report, billingPeriod }, target) => {
      const record = this.objects.get(this.#heads.get(report)?.object.id ?? '');
      if (!record || record.version.id !== target.origin.id) return { newDuplicate: false };
      if (target.kind === 'delivery') {
        record.published.add(billingPeriod);
        const done = periodsOf(record.content).every((period) => record.published.has(period));
        if (done && (record.status === 'parsed' || record.status === 'duplicate')) {
          record.status = 'published';
          record.duplicateWarned = false;
        }
        return { newDuplicate: false };
      }
      if (target.reason !== 'duplicate') return { newDuplicate: false };
      if (record.status === 'parsed' || record.status === 'published') {
        record.status = 'duplicate';
        record.published.clear();
      }
      return { newDuplicate: record.status === 'duplicate' && !record.duplicateWarned };
    },
    warned: async (_period, target) => {
      const record = this.objects.get(target.origin.id);
      if (record) record.duplicateWarned = true;
    },
    recordFailure: async (failure) => this.#recordFailure(failure),
  };

  #revise(version: ObjectVersion, status: ObjectStatus): void {
    const record = this.objects.get(version.id);
    if (record && REVISED.includes(record.status)) record.status = status;
  }

  #recordFailure(failure: Failure): void {
    this.failures.set(failure.messageId, failure);
    if (failure.version && failure.final) this.#revise(failure.version, 'failed');
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
    if (previous) previous.status = 'superseded';
    this.#replaced.set(next.object.id, head);
    this.#heads.set(report, next);
    return true;
  }

  #sharing(sha256: string | undefined): Head[] {
    return [...this.#heads.values()].filter((head) => head.content !== undefined && head.content.sha256 === sha256);
  }

  #siblings(sha256: string | undefined): PeriodRef[] {
    return this.#sharing(sha256).flatMap(({ object, content }) =>
      periodsOf(content).map((billingPeriod) => ({ report: object.report, billingPeriod })),
    );
  }

  #state(period: PeriodRef): PeriodState {
    return this.periods.get(periodKey(period)) ?? { ...period, revision: 0, unfinished: [] };
  }

  #guarded(state: PeriodState): PeriodState {
    const current = this.#state(state);
    if (current.revision !== state.revision) throw new Error(`revision ${state.revision} is not current`);
    return current;
  }

  #target({ report, billingPeriod }: PeriodRef): Target {
    const head = this.#heads.get(report);
    if (!head) throw new Error(`unknown report ${report}`);
    const { bucket, key, id, eventTime, eventId } = head.object;
    const origin = { bucket, key, id, eventTime, eventId };
    if (!head.content) return { kind: 'nothing', reason: 'deleted', origin };
    const period = head.content.periods[billingPeriod];
    if (!period) return { kind: 'nothing', reason: 'not-in-file', origin };
    const winner = this.#sharing(head.content.sha256)
      .map(({ object }) => object.key)
      .sort()[0];
    if (winner !== key) return { kind: 'nothing', reason: 'duplicate', origin, duplicateOf: winner ?? key };
    return { kind: 'delivery', deliveryId: id, objectVersions: [id], ...period, origin };
  }
}

const contentOf = ({ deliveryId, objectVersions, rows, totals }: DeliveryContent): DeliveryContent => ({
  deliveryId,
  objectVersions,
  rows,
  totals,
});

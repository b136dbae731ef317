import { beingCleaned, type Expectation, timeOf } from './delivery.ts';
import type { MemoryLedger } from './memory-ledger.ts';
import { type DeliveryRecord, deliveryKey, periodKey, REVISED } from './memory-records.ts';
import { comparableSequencer, type ObjectVersion } from './object-version.ts';
import type { DeliveryLedger } from './ports.ts';
import { type DeliveryRef, MAX_NAMED_FILES, type PeriodRef, type Target } from './publication.ts';
import { sumTotals } from './totals.ts';

/** The deliveries' side of the ledger in memory. */
export function memoryDeliveries(ledger: MemoryLedger): DeliveryLedger {
  const recordOf = (delivery: DeliveryRef): DeliveryRecord => {
    const record = ledger.deliveries.get(deliveryKey(delivery));
    if (!record) throw new Error(`unknown delivery ${delivery.deliveryId}`);
    return record;
  };
  const setStatus = (record: DeliveryRecord, status: DeliveryRecord['status']): void => {
    record.status = status;
    ledger.stage(record.delivery, status);
  };
  const stageOf = (delivery: DeliveryRef) => ledger.stages.get(deliveryKey(delivery))?.status;
  const ofPeriod = (period: PeriodRef) =>
    [...ledger.deliveries.values()].filter(({ delivery }) => periodKey(delivery) === periodKey(period));

  return {
    async awaitFiles(manifest, period, absent) {
      ledger.waitingManifests.set(manifest.id, { manifest, period, absent: new Set(absent) });
    },
    async landed(period, key) {
      const waiting = [...ledger.waitingManifests.values()].filter(
        (one) => periodKey(one.period) === periodKey(period),
      );
      for (const { absent } of waiting) absent.delete(key);
      return waiting.filter(({ absent }) => absent.size === 0).map(({ manifest }) => manifest);
    },
    async followed(manifest) {
      ledger.waitingManifests.delete(manifest.id);
    },
    async record(delivery) {
      if (stageOf(delivery) === 'cleaning') throw beingCleaned(delivery);
      const key = deliveryKey(delivery);
      const known = ledger.deliveries.get(key);
      const record: DeliveryRecord = known ?? { delivery, status: 'waiting', parts: new Map(), manifests: new Set() };
      ledger.deliveries.set(key, record);
      if (record.delivery.order < delivery.order) record.delivery = { ...record.delivery, order: delivery.order };
      if (!known || [record.status, stageOf(delivery)].includes('superseded')) setStatus(record, 'waiting');
      else ledger.stage(delivery, stageOf(delivery) ?? 'waiting');
      if (!record.manifests.has(delivery.manifest.id)) delete record.settled;
      record.manifests.add(delivery.manifest.id);
      const manifest = ledger.objects.get(delivery.manifest.id);
      if (manifest && REVISED.includes(manifest.status)) manifest.status = 'parsed';
    },
    async unread(delivery) {
      const { parts } = recordOf(delivery);
      const { bucket } = delivery.manifest;
      const unread = delivery.files.filter((_, index) => !parts.has(index + 1));
      const versions = [...ledger.objects.values()].map(({ version }) => version);
      return {
        received: versions.filter((version) => unread.some((file) => isPinned(version, file, bucket))),
        missing: unread.filter((file) => !versions.some((version) => isPinned(version, file, bucket))),
      };
    },
    async expecting(version) {
      return [...ledger.deliveries.values()].flatMap(({ delivery, status, parts }) =>
        delivery.files.flatMap((file, index): Expectation[] => {
          if (!isPinned(version, file, delivery.manifest.bucket)) return [];
          const { report, billingPeriod, deliveryId, order } = delivery;
          const part = index + 1;
          const read = parts.get(part)?.object;
          const state = {
            isParsed: read !== undefined,
            isWrittenAgain: read !== undefined && isLater(version, read),
            isSuperseded: status === 'superseded',
          };
          const { versionId } = file;
          return [{ report, billingPeriod, deliveryId, order, part, ...(versionId && { versionId }), ...state }];
        }),
      );
    },
    async adoptPart(version, expectation, content) {
      const { deliveryId, order, part } = expectation;
      const record = ledger.objects.get(version.id);
      if (record && (record.partOf?.order ?? '') <= order) {
        Object.assign(record, { content, status: 'parsed', partOf: { deliveryId, order } });
      }
      const delivery = recordOf(expectation);
      const before = ledger.objects.get(delivery.parts.get(part)?.object.id ?? '');
      if (before && before.version.id !== version.id && before.partOf?.deliveryId === deliveryId) {
        before.status = 'superseded';
        delete before.partOf;
      }
      delivery.parts.set(part, { object: version, content });
      delete delivery.settled;
    },
    async complete(ref) {
      const newest = ledger.newest.get(periodKey(ref));
      if (['cleaning', 'cleaned'].includes(stageOf(ref) ?? '')) return newest ? 'superseded' : 'given up';
      const record = recordOf(ref);
      const { delivery, parts } = record;
      if (parts.size < delivery.files.length) {
        if (record.status !== 'superseded') return 'waiting';
        return newest ? 'superseded' : 'given up';
      }
      const isOvertaken = newest !== undefined && newest.order > delivery.order;
      setStatus(record, isOvertaken ? 'superseded' : 'complete');
      if (isOvertaken) return record.status;
      ledger.newest.set(periodKey(delivery), { order: delivery.order, target: targetOf(record) });
      for (const other of ofPeriod(delivery)) {
        if (other.status === 'waiting' && other.delivery.order < delivery.order) setStatus(other, 'superseded');
      }
      return record.status;
    },
    async newestTime(period, manifestKey) {
      const newest = ledger.newest.get(periodKey(period));
      return newest?.target.origin.key === manifestKey ? timeOf(newest.order) : undefined;
    },
    async supersede(delivery) {
      const record = recordOf(delivery);
      if (record.status === 'waiting') setStatus(record, 'superseded');
    },
  };
}

/** Equal bytes of a key are the same file, whichever version holds them. */
const isPinned = (version: ObjectVersion, file: { key: string; etag: string }, bucket: string): boolean =>
  version.bucket === bucket && version.key === file.key && version.etag === file.etag;

const isLater = (a: ObjectVersion, b: ObjectVersion): boolean =>
  comparableSequencer(a.sequencer) > comparableSequencer(b.sequencer);

function targetOf({ delivery, parts }: DeliveryRecord): Target & { kind: 'delivery' } {
  const all = [...parts.values()];
  const last = [delivery.manifest, ...all.map(({ object }) => object)].reduce((a, b) =>
    a.eventTime >= b.eventTime ? a : b,
  );
  const { bucket, key, id, eventId } = delivery.manifest;
  return {
    kind: 'delivery',
    managed: true,
    deliveryId: delivery.deliveryId,
    parts: parts.size,
    rows: all.reduce((sum, { content }) => sum + content.rows, 0),
    totals: sumTotals(all.map(({ content }) => content.totals)),
    payers: [...new Set(all.flatMap(({ content }) => content.payers))].sort(),
    files: delivery.files.slice(0, MAX_NAMED_FILES).map((file) => file.key),
    origin: { bucket, key, id, eventId, eventTime: last.eventTime },
  };
}

import { REPLACED, type ReplacedDelivery } from './delivery.ts';
import type { MemoryLedger } from './memory-ledger.ts';
import { conclude } from './memory-publications.ts';
import { deliveryKey, periodKey } from './memory-records.ts';
import type { AbandonedUpload, CleaningLedger, LivePeriod } from './ports.ts';
import type { PeriodRef } from './publication.ts';

const byAge = (a: { changedAt: string }, b: { changedAt: string }) => (a.changedAt < b.changedAt ? -1 : 1);

/** The cleaning's side of the ledger in memory. */
export function memoryCleaning(ledger: MemoryLedger): CleaningLedger {
  let seenTo = '';
  return {
    async *replaced(before): AsyncGenerator<ReplacedDelivery> {
      const found = [...ledger.stages.values()].filter(({ changedAt }) => changedAt < before);
      yield* found.filter(({ status }) => REPLACED.includes(status)).sort(byAge);
    },
    async isNeeded(delivery) {
      const { live, unfinished } = ledger.periods.get(periodKey(delivery)) ?? { unfinished: [] };
      const held = ledger.headRecord(delivery.report)?.version.id;
      const newest = ledger.newest.get(periodKey(delivery))?.target.deliveryId;
      const shown = [...unfinished, ...(live ? [live] : [])].map(({ deliveryId }) => deliveryId);
      return [...shown, held, newest].includes(delivery.deliveryId);
    },
    async claim(delivery) {
      const key = deliveryKey(delivery);
      const current = ledger.stages.get(key);
      if (current?.status !== delivery.status || current.changedAt !== delivery.changedAt) return false;
      ledger.stages.set(key, { ...current, status: 'cleaning' });
      return true;
    },
    async forget(delivery) {
      const record = ledger.deliveries.get(deliveryKey(delivery));
      if (record && record.settled !== 'superseded') conclude(ledger, record, 'superseded');
      ledger.deliveries.delete(deliveryKey(delivery));
      ledger.stage(delivery, 'cleaned');
    },
    async *abandoned(after, before): AsyncGenerator<AbandonedUpload> {
      const found = [...ledger.objects.values()].filter(
        ({ status, changedAt }) =>
          ['superseded', 'failed'].includes(status) && changedAt >= after && changedAt < before,
      );
      for (const { version, changedAt } of found.sort(byAge)) {
        yield { id: version.id, key: version.key, report: version.report, changedAt };
      }
    },
    wasBegun: async (delivery) => ledger.stages.has(deliveryKey(delivery)),
    seenTo: async () => seenTo,
    saveSeenTo: async (time) => {
      seenTo = time;
    },
    async *live(): AsyncGenerator<LivePeriod> {
      for (const { report, billingPeriod, live } of ledger.periods.values()) {
        const key = ledger.originKeys.get(periodKey({ report, billingPeriod }));
        if (live && key) yield { report, billingPeriod, shadow: live.shadow, key };
      }
    },
    async *uploads(): AsyncGenerator<PeriodRef> {
      yield* ledger.uploadedPeriods();
    },
  };
}

import type { MemoryLedger } from './memory-ledger.ts';
import { type DeliveryRecord, deliveryKey, periodKey, periodsOf } from './memory-records.ts';
import type { PublicationLedger, Settled } from './ports.ts';
import { type PeriodRef, type PeriodState, sameContent, type Target, UPLOAD_WARNINGS_A_DAY } from './publication.ts';

/** The publishing side of the ledger in memory. */
export function memoryPublications(ledger: MemoryLedger): PublicationLedger {
  const stateOf = ({ report, billingPeriod }: PeriodRef): PeriodState =>
    ledger.periods.get(periodKey({ report, billingPeriod })) ?? { report, billingPeriod, revision: 0, unfinished: [] };
  const guarded = (state: PeriodState): PeriodState => {
    const current = stateOf(state);
    if (current.revision !== state.revision) throw new Error(`revision ${state.revision} is not current`);
    return current;
  };
  const set = (state: PeriodState) => void ledger.periods.set(periodKey(state), state);
  const warningsKey = (payer: string, { billingPeriod }: PeriodRef) =>
    `${payer}#${billingPeriod}#${ledger.now().slice(0, 10)}`;
  const warningsToday = (payer: string, period: PeriodRef) =>
    ledger.uploadWarnings.get(warningsKey(payer, period)) ?? 0;
  const listed = (payer: string, { billingPeriod }: PeriodRef) => ledger.payers.get(`${payer}#${billingPeriod}`);
  const payersOf = (period: PeriodRef) =>
    [...ledger.payers.keys()]
      .filter((key) => key.endsWith(`#${period.billingPeriod}`) && ledger.payers.get(key)?.has(period.report))
      .map((key) => key.slice(0, key.indexOf('#')));

  return {
    state: async (period) => stateOf(period),
    target: async (period, shadowPrefixes) =>
      ledger.newest.get(periodKey(period))?.target ?? ledger.uploadTarget(period, shadowPrefixes),
    begin: async (state, intended) => {
      const { progress, ...current } = guarded(state);
      if (intended.parts > 0) ledger.stage({ ...periodOf(state), deliveryId: intended.deliveryId }, 'publishing');
      const others = state.unfinished.filter((content) => !sameContent(content, intended));
      const goesOn = sameContent(state.unfinished.at(-1), intended);
      set({ ...current, unfinished: [...others, intended], ...(goesOn && progress && { progress }) });
    },
    saveProgress: async (state, progress) => set({ ...guarded(state), progress }),
    finish: async (state, intended, target, announcement) => {
      const { live, unfinished } = guarded(state);
      const period = periodOf(state);
      const isDelivery = target.kind === 'delivery';
      for (const { deliveryId, parts } of [...unfinished, ...(live ? [live] : [])]) {
        if (parts > 0) ledger.stage({ ...period, deliveryId }, isDelivery ? 'superseded' : 'withdrawn');
      }
      if (isDelivery) ledger.stage({ ...period, deliveryId: intended.deliveryId }, 'published');
      ledger.originKeys.set(periodKey(period), target.origin.key);
      set({
        ...period,
        revision: state.revision + 1,
        unfinished: [],
        announcement: { ...announcement, due: ['alert', 'event'] },
        ...(isDelivery && { live: intended }),
      });
    },
    announced: async (period, part) => {
      const { announcement, ...state } = stateOf(period);
      const due = announcement?.due.filter((other) => other !== part) ?? [];
      set(announcement && due.length > 0 ? { ...state, announcement: { ...announcement, due } } : state);
    },
    settle: async (period, target) =>
      target.kind === 'delivery' && target.managed
        ? settleDelivery(ledger, period, target)
        : settleUpload(ledger, period, target),
    settled: async (period, { deliveries }) => {
      for (const { deliveryId, state } of deliveries) {
        const record = ledger.deliveries.get(deliveryKey({ ...period, deliveryId }));
        if (record?.settled === 'settling') record.settled = state;
      }
    },
    warned: async (_period, target) => {
      const record = ledger.objects.get(target.origin.id);
      if (record) record.duplicateWarned = true;
    },
    recordPayers: async (period, payers) => {
      for (const payer of payersOf(period)) if (!payers.includes(payer)) listed(payer, period)?.delete(period.report);
      for (const payer of payers) {
        const reports = listed(payer, period) ?? new Map<string, boolean>();
        ledger.payers.set(`${payer}#${period.billingPeriod}`, reports);
        if (!reports.has(period.report)) reports.set(period.report, false);
      }
    },
    unwarnedTwins: async (period, isManaged) =>
      payersOf(period).flatMap((payer) => {
        const reports = listed(payer, period);
        const others = [...(reports?.keys() ?? [])].filter((report) => report !== period.report);
        const isEnough = !isManaged && warningsToday(payer, period) >= UPLOAD_WARNINGS_A_DAY;
        return others.length > 0 && !isEnough && reports?.get(period.report) === false ? [{ payer, others }] : [];
      }),
    warnedOfTwins: async (period, { payer, others }, isManaged) => {
      const reports = listed(payer, period);
      for (const report of [period.report, ...others]) if (reports?.has(report)) reports.set(report, true);
      if (!isManaged) ledger.uploadWarnings.set(warningsKey(payer, period), warningsToday(payer, period) + 1);
    },
    recordFailure: async (failure) => ledger.recordFailure(failure),
  };
}

const periodOf = ({ report, billingPeriod }: PeriodRef): PeriodRef => ({ report, billingPeriod });

const NOTHING: Settled = { newDuplicate: false, copies: [], deliveries: [] };

function settleUpload(ledger: MemoryLedger, { report, billingPeriod }: PeriodRef, target: Target): Settled {
  const record = ledger.headRecord(report);
  if (!record || record.version.id !== target.origin.id) return NOTHING;
  if (target.kind === 'delivery') {
    record.published.add(billingPeriod);
    const done = periodsOf(record.content).every((period) => record.published.has(period));
    if (done && (record.status === 'parsed' || record.status === 'duplicate')) {
      record.status = 'published';
      record.duplicateWarned = false;
    }
    return NOTHING;
  }
  if (target.reason !== 'duplicate') return NOTHING;
  if (record.status === 'parsed' || record.status === 'published') record.status = 'duplicate';
  record.published.delete(billingPeriod);
  return { ...NOTHING, newDuplicate: record.status === 'duplicate' && !record.duplicateWarned };
}

/** The deliveries of a period whose state nothing has followed from yet, each with its state. */
function unsettled(ledger: MemoryLedger, period: PeriodRef, { deliveryId }: { deliveryId: string }) {
  const done = [...ledger.deliveries.values()].filter(
    (record) => record.status !== 'waiting' && periodKey(record.delivery) === periodKey(period),
  );
  return done
    .map(
      (record) => ({ record, state: record.delivery.deliveryId === deliveryId ? 'published' : 'superseded' }) as const,
    )
    .filter(({ record, state }) => record.settled !== state);
}

function settleDelivery(ledger: MemoryLedger, period: PeriodRef, target: Target & { kind: 'delivery' }): Settled {
  const changed = unsettled(ledger, period, target);
  const copies = changed.flatMap(({ record, state }) => {
    record.settled = 'settling';
    conclude(ledger, record, state);
    return [...record.parts.values()].flatMap(({ content }) => ledger.copiesOf(content.sha256));
  });
  for (const files of ledger.delivered.values()) files.delete(periodKey(period));
  const live = ledger.deliveries.get(deliveryKey({ ...period, deliveryId: target.deliveryId }));
  for (const { object, content } of live?.parts.values() ?? []) {
    const files = ledger.delivered.get(content.sha256) ?? new Map();
    const file = { key: object.key, manifest: target.origin.key };
    ledger.delivered.set(content.sha256, files.set(periodKey(period), file));
  }
  const deliveries = changed.map(({ record, state }) => ({ deliveryId: record.delivery.deliveryId, state }));
  return { newDuplicate: false, copies, deliveries };
}

/** The objects of a delivery share its fate, but for those that a later delivery has as well. */
export function conclude(
  ledger: MemoryLedger,
  { delivery, manifests }: DeliveryRecord,
  status: 'published' | 'superseded',
) {
  for (const object of ledger.objects.values()) {
    const { version, partOf } = object;
    const isUnread =
      object.status === 'received' &&
      delivery.files.some(({ key, etag }) => key === version.key && etag === version.etag);
    if (partOf?.deliveryId === delivery.deliveryId || manifests.has(version.id) || isUnread) object.status = status;
  }
}

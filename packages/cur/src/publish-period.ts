import { CUR_EVENT_SOURCE } from '@almanac/contracts';
import { type Clock, stableId } from '@almanac/kernel';
import { type DailyCost, mergeDailyCosts, rowKey, sameRow } from './daily-costs.ts';
import type { Alerts, CostEvents, CuratedStore, DailyCostStore, LiveCatalog, PublicationLedger } from './ports.ts';
import type { Announcement, Change, DeliveryContent, PeriodRef, PeriodState, Target } from './publication.ts';
import { type Totals, totalsChange } from './totals.ts';

export interface PublishDeps {
  readonly ledger: PublicationLedger;
  readonly curated: CuratedStore;
  readonly catalog: LiveCatalog;
  readonly dailyCosts: DailyCostStore;
  readonly alerts: Alerts;
  readonly events: CostEvents;
  readonly clock: Clock;
}

export type PublishOutcome = { changed: false } | { changed: true; announcement: Announcement; writes: number };

/**
 * Makes live what the ledger says should be live for a period. Only one call per period may run at a time.
 * Safe to repeat and to interrupt anywhere: the next call finishes what this one began.
 */
export const publishPeriod =
  (deps: PublishDeps) =>
  async (period: PeriodRef, correlationId: string): Promise<PublishOutcome> => {
    const before = await deps.ledger.state(period);
    if (before.announcement) await announce(deps, before, correlationId);
    const target = await deps.ledger.target(period);
    const outcome = isLive(before, target) ? ({ changed: false } as const) : await publish(deps, before, target);
    if (outcome.changed) await announce(deps, await deps.ledger.state(period), correlationId);
    const { newDuplicate } = await deps.ledger.settle(period, target);
    if (newDuplicate && target.kind === 'nothing') {
      await deps.alerts.duplicate(target, period);
      await deps.ledger.warned(period, target);
    }
    return outcome;
  };

const deliveryOf = (target: Target): DeliveryContent | undefined => (target.kind === 'delivery' ? target : undefined);

const isLive = (state: PeriodState, target: Target): boolean =>
  state.unfinished.length === 0 && state.live?.deliveryId === deliveryOf(target)?.deliveryId;

async function publish(
  deps: PublishDeps,
  before: PeriodState,
  target: Target,
): Promise<PublishOutcome & { changed: true }> {
  const startedAt = deps.clock.now().getTime();
  await deps.ledger.begin(before, target);
  const delivery = deliveryOf(target);
  const contentOf = async (content: DeliveryContent) => rowsOf(deps.curated, before, content);
  const after = delivery ? await contentOf(delivery) : [];
  const live = before.live ? await contentOf(before.live) : [];
  const unfinished = await Promise.all(before.unfinished.map(contentOf));
  const change = difference(after, [live, ...unfinished]);

  await deps.dailyCosts.write(before.report, change.write, delivery?.deliveryId ?? target.origin.id);
  await deps.dailyCosts.remove(before.report, change.remove);
  if (delivery) await deps.catalog.registerPartition({ ...periodOf(before), deliveryId: delivery.deliveryId });
  await deps.catalog.setLive(periodOf(before), delivery?.deliveryId);

  const visible = difference(after, [live]);
  const announcement = announcementOf(before, target, after, visible, startedAt, deps.clock.now());
  await deps.ledger.finish(before, target, announcement);
  return { changed: true, announcement, writes: change.write.length + change.remove.length };
}

const periodOf = ({ report, billingPeriod }: PeriodRef): PeriodRef => ({ report, billingPeriod });

async function rowsOf(
  curated: CuratedStore,
  { billingPeriod }: PeriodRef,
  content: DeliveryContent,
): Promise<DailyCost[]> {
  const parts = await Promise.all(content.objectVersions.map((id) => curated.loadAggregates(id, billingPeriod)));
  return mergeDailyCosts(parts);
}

/**
 * The rows that differ between a target and any of the deliveries that may stand in the table, wholly or in part.
 * A row is left alone only where every one of them agrees with the target.
 */
export function difference(
  target: readonly DailyCost[],
  standing: readonly (readonly DailyCost[])[],
): Change<DailyCost> {
  const wanted = new Map(target.map((row) => [rowKey(row), row]));
  const indexed = standing.map((rows) => new Map(rows.map((row) => [rowKey(row), row])));
  const stands = (key: string, row: DailyCost) =>
    indexed.every((rows) => {
      const there = rows.get(key);
      return there !== undefined && sameRow(there, row);
    });
  const write = [...wanted].filter(([key, row]) => !stands(key, row)).map(([, row]) => row);
  const gone = new Map(indexed.flatMap((rows) => [...rows].filter(([key]) => !wanted.has(key))));
  return { write: interleavedByDay(write), remove: interleavedByDay([...gone.values()]) };
}

/** One row of each day in turn: a day is a partition of the table, and writes spread over all of them. */
function interleavedByDay(rows: readonly DailyCost[]): DailyCost[] {
  const days = new Map<string, number>();
  const turns = rows.map((row) => {
    const turn = days.get(row.usageDate) ?? 0;
    days.set(row.usageDate, turn + 1);
    return { row, turn };
  });
  return turns.sort((a, b) => a.turn - b.turn).map(({ row }) => row);
}

const sortedUnique = (texts: Iterable<string>): string[] => [...new Set(texts)].sort();

function announcementOf(
  before: PeriodState,
  target: Target,
  after: readonly DailyCost[],
  visible: Change<DailyCost>,
  startedAt: number,
  now: Date,
): Announcement {
  const delivery = deliveryOf(target);
  const totals = delivery?.totals ?? {};
  return {
    id: stableId('publication', before.report, before.billingPeriod, before.revision + 1),
    deliveryId: delivery?.deliveryId ?? target.origin.id,
    ...(before.live && { supersedes: before.live.deliveryId }),
    ...(target.kind === 'nothing' && { withdrawn: target.reason }),
    files: delivery ? [target.origin.key] : [],
    rows: delivery?.rows ?? 0,
    totals,
    change: totalsChange(before.live?.totals ?? {}, totals),
    changedDays: sortedUnique([...visible.write, ...visible.remove].map((row) => row.usageDate)),
    accounts: sortedUnique(after.map((row) => row.accountId)),
    publishedAt: now.toISOString(),
    secondsToPublished: Math.max(0, (now.getTime() - Date.parse(target.origin.eventTime)) / 1000),
    publishMs: now.getTime() - startedAt,
    origin: target.origin,
  };
}

/** Sends what is due of an announcement and records each message as sent. */
async function announce(deps: PublishDeps, state: PeriodState, correlationId: string): Promise<void> {
  const { announcement } = state;
  if (!announcement) return;
  const period = periodOf(state);
  if (announcement.due.includes('alert')) {
    await deps.alerts.published(announcement, period);
    await deps.ledger.announced(period, 'alert');
  }
  if (announcement.due.includes('event')) {
    await deps.events.dataPublished({
      metadata: {
        id: announcement.id,
        version: '1',
        correlationId,
        causationId: announcement.origin.eventId,
        producer: `${CUR_EVENT_SOURCE}.cur-publish`,
        time: announcement.publishedAt,
      },
      ...period,
      deliveryId: announcement.deliveryId,
      ...(announcement.supersedes && { supersedes: announcement.supersedes }),
      files: announcement.files.length,
      rows: announcement.rows,
      totals: plainTotals(announcement.totals),
      changedDays: [...announcement.changedDays],
      accounts: [...announcement.accounts],
    });
    await deps.ledger.announced(period, 'event');
  }
}

/** Totals as plain decimal text, the form in which money leaves Almanac. */
const plainTotals = (totals: Totals) =>
  Object.fromEntries(
    Object.entries(totals).map(([currency, { unblendedCost, amortizedCost }]) => [
      currency,
      { unblendedCost: unblendedCost.toString(), amortizedCost: amortizedCost.toString() },
    ]),
  );

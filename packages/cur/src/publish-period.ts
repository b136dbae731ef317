import type { Clock } from '@almanac/kernel';
import { announce, announcementOf } from './announce.ts';
import { type DailyCost, mergeDailyCosts } from './daily-costs.ts';
import { inParallel } from './in-parallel.ts';
import type {
  Alerts,
  CostEvents,
  CuratedStore,
  DailyCostStore,
  LiveCatalog,
  PublicationLedger,
  PublishQueue,
} from './ports.ts';
import {
  type Announcement,
  type DeliveryContent,
  intendedContent,
  type PeriodRef,
  type PeriodState,
  sameContent,
  type Target,
} from './publication.ts';
import { requestPeriods } from './request-publishing.ts';
import { isShadow } from './shadow.ts';
import { applyChanges, difference, planOf } from './table-changes.ts';

export interface PublishDeps {
  readonly ledger: PublicationLedger;
  readonly curated: CuratedStore;
  readonly catalog: LiveCatalog;
  readonly dailyCosts: DailyCostStore;
  readonly queue: PublishQueue;
  readonly alerts: Alerts;
  readonly events: CostEvents;
  readonly clock: Clock;
  /** Key prefixes of the reports that are kept out of all totals. */
  readonly shadowReportPrefixes: readonly string[];
}

export type PublishOutcome =
  | { outcome: 'unchanged' }
  | { outcome: 'published'; announcement: Announcement; writes: number }
  /** Out of time: the rest has been asked for. */
  | { outcome: 'continued'; writes: number };

export interface PublishAttempt {
  readonly correlationId: string;
  /** Aborted shortly before the function's time runs out. */
  readonly signal: AbortSignal;
}

/**
 * Makes live what the ledger says should be live for a period. Only one call per period may run at a time.
 * Safe to repeat and to interrupt anywhere: the next call finishes what this one began.
 */
export const publishPeriod =
  (deps: PublishDeps) =>
  async (period: PeriodRef, attempt: PublishAttempt): Promise<PublishOutcome> => {
    const before = await deps.ledger.state(period);
    if (before.announcement) await announce(deps, before, attempt.correlationId);
    const target = await deps.ledger.target(period);
    const shadow = target.kind === 'delivery' && isShadow(deps.shadowReportPrefixes, target.origin.key);
    const outcome: PublishOutcome = isLive(before, target, shadow)
      ? { outcome: 'unchanged' }
      : await publish(deps, before, target, intendedContent(target, shadow), attempt.signal);
    if (outcome.outcome === 'continued') {
      const at = `${outcome.writes} at ${deps.clock.now().toISOString()}`;
      await requestPeriods(deps.queue, [period], requestCause(target, attempt), at);
      return outcome;
    }
    if (outcome.outcome === 'published') await announce(deps, await deps.ledger.state(period), attempt.correlationId);
    await settle(deps, period, target, shadow, attempt);
    return outcome;
  };

const isLive = ({ unfinished, live }: PeriodState, target: Target, shadow: boolean): boolean =>
  unfinished.length === 0 &&
  sameContent(live, target.kind === 'delivery' ? intendedContent(target, shadow) : undefined);

const requestCause = ({ origin }: Target, { correlationId }: PublishAttempt) => ({
  id: origin.id,
  eventId: correlationId,
});

/** What follows from what is live, for other objects, other reports and people. */
async function settle(
  deps: PublishDeps,
  period: PeriodRef,
  target: Target,
  shadow: boolean,
  attempt: PublishAttempt,
): Promise<void> {
  const settled = await deps.ledger.settle(period, target);
  if (settled.newDuplicate && target.kind === 'nothing') {
    await deps.alerts.duplicate(target, period);
    await deps.ledger.warned(period, target);
  }
  await requestPeriods(deps.queue, settled.copies, requestCause(target, attempt), `copy of ${target.origin.key}`);
  await deps.ledger.settled(period, settled);
  await deps.ledger.recordPayers(period, target.kind === 'delivery' && !shadow ? target.payers : []);
  for (const twins of await deps.ledger.unwarnedTwins(period)) {
    await deps.alerts.twins(twins, period, target.origin);
    await deps.ledger.warnedOfTwins(period, twins);
  }
}

async function publish(
  deps: PublishDeps,
  before: PeriodState,
  target: Target,
  intended: DeliveryContent,
  signal: AbortSignal,
): Promise<Exclude<PublishOutcome, { outcome: 'unchanged' }>> {
  const startedAt = deps.clock.now().getTime();
  await deps.ledger.begin(before, intended, target);
  const load = (content: DeliveryContent) => rowsOf(deps.curated, before, content);
  const after = await load(intended);
  const live = before.live ? await load(before.live) : [];
  const unfinished = await Promise.all(before.unfinished.map(load));
  const change = difference(after, [live, ...unfinished]);

  const plan = planOf(before, intended);
  const from = before.progress?.plan === plan ? before.progress.done : 0;
  const done = await applyChanges(deps.dailyCosts, before.report, intended.deliveryId, change, from, signal);
  if (done < change.write.length + change.remove.length) {
    await deps.ledger.saveProgress(before, { plan, done });
    return { outcome: 'continued', writes: done };
  }

  const period = periodOf(before);
  const delivery = target.kind === 'delivery' ? intended : undefined;
  if (delivery) await deps.catalog.registerPartition({ ...period, deliveryId: delivery.deliveryId });
  await deps.catalog.setLive(period, delivery);

  const visible = difference(after, [live]);
  const announcement = announcementOf(before, target, intended, after, visible, startedAt, deps.clock.now());
  await deps.ledger.finish(before, intended, target, announcement);
  return { outcome: 'published', announcement, writes: done };
}

const periodOf = ({ report, billingPeriod }: PeriodRef): PeriodRef => ({ report, billingPeriod });

/** Files of a delivery whose sums are fetched at once. */
const LOADED_AT_ONCE = 8;

/** The rows that a delivery has in the table: none where it is kept out of the totals. */
async function rowsOf(
  curated: CuratedStore,
  { report, billingPeriod }: PeriodRef,
  { deliveryId, parts, shadow }: DeliveryContent,
): Promise<DailyCost[]> {
  if (shadow) return [];
  const numbers = Array.from({ length: parts }, (_, index) => index + 1);
  const delivery = { report, billingPeriod, deliveryId };
  return mergeDailyCosts(await inParallel(LOADED_AT_ONCE, numbers, (part) => curated.loadAggregates(delivery, part)));
}

import type { Clock } from '@almanac/kernel';
import { announce, announcementOf } from './announce.ts';
import type { Alerts, CostEvents, LiveCatalog, PublicationLedger, PublishQueue } from './ports.ts';
import {
  type Announcement,
  type DeliveryContent,
  intendedContent,
  isShown,
  type PeriodRef,
  type PeriodState,
  type Target,
} from './publication.ts';
import { requestPeriods } from './request-publishing.ts';
import { isShadow } from './shadow.ts';
import { type WriteDeps, writeDifference } from './write-difference.ts';

export interface PublishDeps extends WriteDeps {
  readonly ledger: PublicationLedger;
  readonly catalog: LiveCatalog;
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
    const target = await deps.ledger.target(period, deps.shadowReportPrefixes);
    const shadow = target.kind === 'delivery' && isShadow(deps.shadowReportPrefixes, target.origin.key);
    const outcome: PublishOutcome = isShown(before, target, shadow)
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
  const isManaged = target.kind === 'delivery' && target.managed;
  for (const twins of await deps.ledger.unwarnedTwins(period, isManaged)) {
    await deps.alerts.twins(twins, period, target.origin);
    await deps.ledger.warnedOfTwins(period, twins, isManaged);
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
  const { isComplete, ...progress } = await writeDifference(deps, before, intended, signal);
  if (!isComplete) {
    await deps.ledger.saveProgress(before, progress);
    return { outcome: 'continued', writes: progress.done };
  }

  const period = periodOf(before);
  const delivery = target.kind === 'delivery' ? intended : undefined;
  if (delivery) await deps.catalog.registerPartition({ ...period, deliveryId: delivery.deliveryId });
  await deps.catalog.setLive(period, delivery);

  const announcement = announcementOf(before, target, intended, progress, startedAt, deps.clock.now());
  await deps.ledger.finish(before, intended, target, announcement);
  return { outcome: 'published', announcement, writes: progress.done };
}

const periodOf = ({ report, billingPeriod }: PeriodRef): PeriodRef => ({ report, billingPeriod });

import type { Clock } from '@almanac/kernel';
import type { ReplacedDelivery } from './delivery.ts';
import { inChunks } from './in-chunks.ts';
import { objectLayout } from './object-layout.ts';
import type {
  AbandonedUpload,
  CleaningLedger,
  CuratedCleaner,
  LiveCatalog,
  PublicationLedger,
  PublishQueue,
} from './ports.ts';
import { type DeliveryRef, isShown, type PeriodRef } from './publication.ts';
import { requestPeriods } from './request-publishing.ts';
import { isShadow } from './shadow.ts';

export interface CleanupDeps {
  readonly ledger: CleaningLedger;
  readonly publications: Pick<PublicationLedger, 'state' | 'target'>;
  readonly curated: CuratedCleaner;
  readonly catalog: Pick<LiveCatalog, 'dropPartition'>;
  readonly queue: PublishQueue;
  readonly clock: Clock;
  /** How long a delivery is kept after it was replaced. */
  readonly retentionDays: number;
  /** Key prefixes of the reports that are kept out of all totals. */
  readonly shadowReportPrefixes: readonly string[];
}

export interface CleanupRun {
  readonly correlationId: string;
  /** Aborted some time before the function's time runs out. */
  readonly signal: AbortSignal;
}

export interface CleanupResult {
  readonly deliveries: number;
  readonly objects: number;
  readonly bytes: number;
  /** Periods whose publishing was asked for. */
  readonly requested: number;
  /** False where time ran out: the next run goes on. */
  readonly finished: boolean;
  /** What could not be cleaned, and is tried again by the next run. */
  readonly failures: readonly { readonly delivery: string; readonly error: unknown }[];
}
type Tally = { -readonly [Name in keyof CleanupResult]: CleanupResult[Name] } & {
  failures: { delivery: string; error: unknown }[];
};

const CLEANED_AT_ONCE = 8;
const CHECKED_AT_ONCE = 32;
const DAY_MS = 86_400_000;
/** A message lives 14 days at most: a day later nobody can be reading an upload that failed, nor try it again. */
const MESSAGE_DAYS = 15;

/**
 * Deletes what replaced deliveries left in the lake, once they are older than the retention. Has periods published again
 * that should be kept out of the totals now, or no longer, and uploads that have become copies, or are none any more.
 * Safe to repeat and to interrupt anywhere: of each delivery the ledger's entry is the last to go.
 */
export const cleanUp =
  (deps: CleanupDeps) =>
  async ({ correlationId, signal }: CleanupRun): Promise<CleanupResult> => {
    const result: Tally = { deliveries: 0, objects: 0, bytes: 0, requested: 0, finished: false, failures: [] };
    result.requested = await followShadows(deps, correlationId, signal);
    result.finished = (await cleanDeliveries(deps, result, signal)) && (await cleanUploads(deps, result, signal));
    return result;
  };

/**
 * Somebody may have changed which reports are kept out of the totals, and with that which uploads are copies. Every upload
 * is looked at: one that was a copy was never live, and one that becomes a copy may be of a kind that has not changed.
 */
async function followShadows(deps: CleanupDeps, correlationId: string, signal: AbortSignal): Promise<number> {
  const { ledger, queue, shadowReportPrefixes } = deps;
  const changed = new Map<string, PeriodRef>();
  const add = (period: PeriodRef) => changed.set(`${period.report} ${period.billingPeriod}`, period);
  for await (const period of ledger.live()) {
    if (isShadow(shadowReportPrefixes, period.key) !== period.shadow) add(period);
  }
  for await (const some of inChunks(CHECKED_AT_ONCE, ledger.uploads())) {
    if (signal.aborted) break;
    const shown = await Promise.all(some.map((period) => showsTarget(deps, period)));
    some.filter((_, index) => !shown[index]).forEach(add);
  }
  await requestPeriods(queue, [...changed.values()], { id: correlationId, eventId: correlationId }, 'shadow');
  return changed.size;
}

async function showsTarget({ publications, shadowReportPrefixes }: CleanupDeps, period: PeriodRef): Promise<boolean> {
  const [state, target] = await Promise.all([
    publications.state(period),
    publications.target(period, shadowReportPrefixes),
  ]);
  return isShown(state, target, isShadow(shadowReportPrefixes, target.origin.key));
}

const daysAgo = ({ clock }: CleanupDeps, days: number): string =>
  new Date(clock.now().getTime() - days * DAY_MS).toISOString();

async function cleanDeliveries(deps: CleanupDeps, tally: Tally, signal: AbortSignal): Promise<boolean> {
  for await (const some of inChunks(CLEANED_AT_ONCE, deps.ledger.replaced(daysAgo(deps, deps.retentionDays)))) {
    if (signal.aborted) return false;
    await Promise.all(some.map((delivery) => counted(tally, delivery, () => cleanDelivery(deps, tally, delivery))));
  }
  return true;
}

async function cleanDelivery(deps: CleanupDeps, tally: Tally, delivery: ReplacedDelivery): Promise<void> {
  if (await deps.ledger.isNeeded(delivery)) return;
  if (!(await deps.ledger.claim(delivery))) return;
  await deps.catalog.dropPartition(delivery);
  const { objects, bytes } = await deps.curated.remove(delivery);
  await deps.ledger.forget(delivery);
  tally.deliveries += 1;
  tally.objects += objects;
  tally.bytes += bytes;
}

/** Uploads that were read, and replaced or failed before anything of them was published, have no delivery in the ledger. */
async function cleanUploads(deps: CleanupDeps, tally: Tally, signal: AbortSignal): Promise<boolean> {
  const { ledger } = deps;
  const before = daysAgo(deps, Math.max(deps.retentionDays, MESSAGE_DAYS));
  const seenTo = await ledger.seenTo();
  if (seenTo >= before) return true;
  for await (const some of inChunks(CLEANED_AT_ONCE, ledger.abandoned(seenTo, before))) {
    if (signal.aborted) return false;
    const failed = tally.failures.length;
    await Promise.all(some.map((upload) => cleanUpload(deps, tally, upload)));
    if (tally.failures.length > failed) return true;
    await ledger.saveSeenTo(some.at(-1)?.changedAt ?? before);
  }
  await ledger.saveSeenTo(before);
  return true;
}

async function cleanUpload(deps: CleanupDeps, tally: Tally, { id, key, report }: AbandonedUpload): Promise<void> {
  if (objectLayout(key).kind !== 'ad-hoc') return;
  await counted(tally, { report, billingPeriod: '*', deliveryId: id }, async () => {
    for (const billingPeriod of await deps.curated.periods(report)) {
      const delivery = { report, billingPeriod, deliveryId: id };
      if (await deps.ledger.wasBegun(delivery)) continue;
      const { objects, bytes } = await deps.curated.remove(delivery);
      tally.deliveries += objects > 0 ? 1 : 0;
      tally.objects += objects;
      tally.bytes += bytes;
    }
  });
}

/** One that fails does not keep the others from being cleaned. */
async function counted(tally: Tally, delivery: DeliveryRef, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { report, billingPeriod, deliveryId } = delivery;
    tally.failures.push({ delivery: `${report} ${billingPeriod} ${deliveryId}`, error });
  }
}

import { CUR_EVENT_SOURCE } from '@almanac/contracts';
import { stableId } from '@almanac/kernel';
import type { DailyCost } from './daily-costs.ts';
import type { Alerts, CostEvents, PublicationLedger } from './ports.ts';
import type { Announcement, Change, DeliveryContent, PeriodState, Target } from './publication.ts';
import { type Totals, totalsChange } from './totals.ts';

export interface AnnounceDeps {
  readonly ledger: PublicationLedger;
  readonly alerts: Alerts;
  readonly events: CostEvents;
}

const sortedUnique = (texts: Iterable<string>): string[] => [...new Set(texts)].sort();

/** What there is to tell about a publication, before it is recorded as finished. */
export function announcementOf(
  before: PeriodState,
  target: Target,
  { deliveryId, parts, rows, totals, shadow }: DeliveryContent,
  after: readonly DailyCost[],
  visible: Change<DailyCost>,
  startedAt: number,
  now: Date,
): Announcement {
  return {
    id: stableId('publication', before.report, before.billingPeriod, before.revision + 1),
    deliveryId: target.kind === 'delivery' ? deliveryId : target.origin.id,
    ...(before.live && { supersedes: before.live.deliveryId }),
    ...(target.kind === 'nothing' && { withdrawn: target.reason }),
    shadow,
    files: target.kind === 'delivery' ? target.files : [],
    parts,
    rows,
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
export async function announce(deps: AnnounceDeps, state: PeriodState, correlationId: string): Promise<void> {
  const { announcement } = state;
  if (!announcement) return;
  const period = { report: state.report, billingPeriod: state.billingPeriod };
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
      files: announcement.parts,
      ...(announcement.shadow && { shadow: true }),
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

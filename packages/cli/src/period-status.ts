import type { LedgerPeriod, WaitingDelivery } from '@almanac/aws';

/** A (report, billing period) as `almanac cur status` tells of it. */
export interface PeriodStatus {
  readonly report: string;
  readonly billing_period: string;
  /** Null where nothing is live. */
  readonly delivery_id: string | null;
  readonly files: readonly string[];
  readonly rows: number;
  readonly totals: LedgerPeriod['totals'];
  readonly published_at: string | null;
  /** `waiting` where nothing was ever live and a delivery waits. */
  readonly state: LedgerPeriod['state'] | 'waiting';
  readonly shadow: boolean;
  /** A later delivery that is not whole yet. */
  readonly waiting: {
    /** Null, like `files`, as long as its manifest waits for files to land. */
    readonly delivery_id: string | null;
    readonly files: number | null;
    readonly missing: number;
    readonly since: string;
  } | null;
}

/** What the ledger's periods and its waiting deliveries say together, by name. */
export function periodStatuses(periods: readonly LedgerPeriod[], waiting: readonly WaitingDelivery[]): PeriodStatus[] {
  const nameOf = (report: string, billingPeriod: string) => `${report}\n${billingPeriod}`;
  const waits = new Map(waiting.map((one) => [nameOf(one.report, one.billingPeriod), one]));
  const statuses = new Map(
    periods.map((period) => {
      const name = nameOf(period.report, period.billing_period);
      return [name, statusOf(period, waits.get(name))];
    }),
  );
  for (const [name, one] of waits) if (!statuses.has(name)) statuses.set(name, neverLive(one));
  return [...statuses].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, status]) => status);
}

const statusOf = (
  { live, published_at, ...period }: LedgerPeriod,
  waiting: WaitingDelivery | undefined,
): PeriodStatus => ({
  report: period.report,
  billing_period: period.billing_period,
  delivery_id: live?.delivery_id ?? null,
  files: period.files,
  rows: period.rows,
  totals: period.totals,
  published_at: published_at ?? null,
  state: period.state,
  shadow: period.shadow,
  waiting: waiting ? waitingOf(waiting) : null,
});

const neverLive = (waiting: WaitingDelivery): PeriodStatus => ({
  ...{
    report: waiting.report,
    billing_period: waiting.billingPeriod,
    delivery_id: null,
    files: [],
    rows: 0,
    totals: {},
  },
  ...{ published_at: null, state: 'waiting', shadow: false, waiting: waitingOf(waiting) },
});

const waitingOf = ({ deliveryId, files, missing, since }: WaitingDelivery) => ({
  delivery_id: deliveryId ?? null,
  files: files ?? null,
  missing,
  since,
});

import type { BookScope, LedgerPeriod, LedgerQueries } from '@almanac/aws';
import {
  type BookEntry,
  type Books,
  type LedgerEntry,
  type PeriodRef,
  type ReconciledReport,
  reconcile,
} from '@almanac/cur';
import { type Clock, Decimal } from '@almanac/kernel';
import { assertKnown } from './book-scope.ts';

export interface ReconcileDeps {
  readonly ledger: Pick<LedgerQueries, 'periods' | 'period'>;
  readonly books: {
    readonly costDaily: (scope: BookScope) => Promise<BookEntry[]>;
    readonly athena: (scope: BookScope) => Promise<BookEntry[]>;
  };
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Told what is being waited for. */
  readonly onState: (sentence: string) => void;
}

export interface Patience {
  /** How long periods that are being published are waited for. */
  readonly patienceMs: number;
  readonly pollMs: number;
}

const PUBLISHING = 'its rows are being written at present; if it stays so, see "almanac cur dlq list"';
const MOVED = 'it was published anew while the sides were read';

/**
 * Compares ledger, `cost_daily` and Athena. A period that is being published, or was while the sides were read, is
 * given a short while, and then reported as in flux.
 * @throws AlmanacError `NOTHING_KNOWN` where no side has ever heard of the report or period asked for
 */
export async function reconcileStack(
  deps: ReconcileDeps,
  scope: BookScope,
  { patienceMs, pollMs }: Patience,
): Promise<ReconciledReport[]> {
  const deadline = deps.clock.now().getTime() + patienceMs;
  const isLate = () => deps.clock.now().getTime() >= deadline;
  for (;;) {
    const periods = await periodsIn(deps, scope);
    if (periods.some(isPublishing) && !isLate()) {
      deps.onState(`waiting for ${periods.filter(isPublishing).length} billing periods that are being published`);
      await deps.sleep(pollMs);
      continue;
    }
    const { books, moved } = await readBooks(deps, scope, periods);
    if (moved > 0 && !isLate()) {
      await deps.sleep(pollMs);
      continue;
    }
    const reports = reconcile(books);
    if (periods.length + reports.length === 0) assertKnown(scope);
    return reports;
  }
}

async function periodsIn({ ledger }: ReconcileDeps, { report, billingPeriod }: BookScope): Promise<LedgerPeriod[]> {
  const isInScope = (period: LedgerPeriod) =>
    period.report === (report ?? period.report) && period.billing_period === (billingPeriod ?? period.billing_period);
  return (await ledger.periods()).filter(isInScope);
}

/** The three sides; `moved` counts the differences that are there only because the ledger changed meanwhile. */
async function readBooks(
  { ledger, books, onState }: ReconcileDeps,
  scope: BookScope,
  periods: readonly LedgerPeriod[],
): Promise<{ books: Books; moved: number }> {
  onState('adding up cost_daily and the lake');
  const [costDaily, athena] = await Promise.all([books.costDaily(scope), books.athena(scope)]);
  const before = new Map(periods.map((period) => [nameOf(period.report, period.billing_period), period]));
  const entries = new Map([...before].map(([name, period]) => [name, entryOf(period)]));
  let moved = 0;
  for (const [name, ref] of differing({ ledger: [...entries.values()], costDaily, athena })) {
    const after = await ledger.period(ref);
    if (!after || isSame(before.get(name), after)) continue;
    moved += 1;
    entries.set(name, { ...entryOf(after), inFlux: isPublishing(after) ? PUBLISHING : MOVED });
  }
  return { books: { ledger: [...entries.values()], costDaily, athena }, moved };
}

const nameOf = (report: string, billingPeriod: string): string => `${report}\n${billingPeriod}`;

function differing(books: Books): Map<string, PeriodRef> {
  const refs = reconcile(books).filter(({ differences }) => differences.length > 0);
  return new Map(refs.map((ref) => [nameOf(ref.report, ref.billingPeriod), ref]));
}

const isPublishing = ({ state }: LedgerPeriod): boolean => state === 'publishing';

const isSame = (before: LedgerPeriod | undefined, after: LedgerPeriod): boolean =>
  before?.state === after.state &&
  before.published_at === after.published_at &&
  before.live?.delivery_id === after.live?.delivery_id;

const entryOf = (period: LedgerPeriod): LedgerEntry => ({
  report: period.report,
  billingPeriod: period.billing_period,
  rows: period.rows,
  shadow: period.shadow,
  totals: Object.fromEntries(
    Object.entries(period.totals).map(([currency, costs]) => [
      currency,
      { unblendedCost: Decimal.parse(costs.unblended_cost), amortizedCost: Decimal.parse(costs.amortized_cost) },
    ]),
  ),
  ...(isPublishing(period) && { inFlux: PUBLISHING }),
});

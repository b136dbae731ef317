import type { BookScope, LedgerQueries } from '@almanac/aws';
import { type PeriodRef, type RebuildDeps, type RebuiltPeriod, rebuildPeriod } from '@almanac/cur';
import { assertKnown } from './book-scope.ts';

export interface RebuildStackDeps extends RebuildDeps {
  readonly periods: LedgerQueries['periods'];
  /** Told what is being rebuilt. */
  readonly onState: (sentence: string) => void;
}

/**
 * Rebuilds every (report, billing period) that the ledger or `cost_daily` holds something of, one after another, by name.
 * @throws AlmanacError `NOTHING_KNOWN` where neither has ever heard of the report or period asked for
 */
export async function rebuildStack(
  deps: RebuildStackDeps,
  { report, billingPeriod }: BookScope,
  isDryRun: boolean,
): Promise<RebuiltPeriod[]> {
  deps.onState('looking for the rows of cost_daily');
  const found = new Map<string, { period: PeriodRef; days: ReadonlySet<string> }>();
  const add = (period: PeriodRef, days: ReadonlySet<string>) => {
    const isInScope = [report ?? period.report, billingPeriod ?? period.billingPeriod];
    if (isInScope[0] === period.report && isInScope[1] === period.billingPeriod)
      found.set(`${period.report}\n${period.billingPeriod}`, { period, days });
  };
  for (const { report, billing_period: billingPeriod } of await deps.periods())
    add({ report, billingPeriod }, new Set());
  for (const { period, days } of await deps.table.daysWithRows()) add(period, days);
  if (found.size === 0) assertKnown({ report, billingPeriod });

  const rebuilt: RebuiltPeriod[] = [];
  for (const [, { period, days }] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    deps.onState(`rebuilding ${period.report} ${period.billingPeriod} (${rebuilt.length + 1} of ${found.size})`);
    rebuilt.push(await rebuildPeriod(deps, period, days, isDryRun));
  }
  return rebuilt;
}

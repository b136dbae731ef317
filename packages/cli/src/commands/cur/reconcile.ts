import { setTimeout as sleep } from 'node:timers/promises';
import type { BookSums, ReconciledReport } from '@almanac/cur';
import { systemClock } from '@almanac/kernel';
import { type ScopeOptions, scoped, scopeOf } from '../../book-scope.ts';
import { FailedCheck } from '../../failed-check.ts';
import { print, progress } from '../../output.ts';
import { reconcileStack } from '../../reconcile-stack.ts';
import { type StackOptions, stackCommand, withStack } from '../../stack.ts';
import { table } from '../../table.ts';

const PATIENCE = { patienceMs: 10_000, pollMs: 500 };

export const command = () =>
  scoped(
    stackCommand('Whether ledger, cost_daily and Athena agree to the last digit; exit code 1 where they do not.'),
  ).action((options: StackOptions & ScopeOptions) =>
    withStack(options, async ({ ledger, books }) => {
      const deps = { ledger, books, clock: systemClock, sleep, onState: progress.say };
      const reports = await reconcileStack(deps, scopeOf(options), PATIENCE).finally(progress.end);
      const ok = reports.every(agrees);
      print({ ok, reports: reports.map(toJson) }, reconciliation(reports), options);
      if (!ok) throw new FailedCheck('The sides do not agree');
    }),
  );

const agrees = ({ differences }: ReconciledReport): boolean => differences.length === 0;

const toJson = ({
  report,
  billingPeriod: period,
  currency,
  ledger,
  costDaily,
  athena,
  shadow,
  differences,
}: ReconciledReport) => ({
  report,
  billing_period: period,
  shadow,
  currency: currency ?? null,
  ledger: sumsJson(ledger),
  cost_daily: sumsJson(costDaily),
  athena: sumsJson(athena),
  differences,
});

const sumsJson = (sums: BookSums | undefined) =>
  sums
    ? { unblended_cost: sums.unblendedCost, amortized_cost: sums.amortizedCost, line_items: sums.lineItems ?? null }
    : null;

const reconciliation = (reports: readonly ReconciledReport[]): string =>
  [
    table(
      reports,
      [
        { title: '', value: (row) => (agrees(row) ? '=' : '≠') },
        { title: 'REPORT', value: ({ report, shadow }) => `${report}${shadow ? ' (shadow)' : ''}` },
        { title: 'PERIOD', value: (row) => row.billingPeriod },
        { title: 'CURRENCY', value: ({ currency }) => currency ?? '' },
        { title: 'LEDGER', value: ({ ledger }) => unblendedOf(ledger) },
        { title: 'COST_DAILY', value: ({ costDaily }) => unblendedOf(costDaily) },
        { title: 'ATHENA', value: ({ athena }) => unblendedOf(athena) },
        { title: 'DIFFERENCE', value: ({ differences }) => differences.join('; ') },
      ],
      'Nothing counts at present, on any side.',
    ),
    ...(reports.length > 0 ? ['', verdict(reports)] : []),
  ].join('\n');

const unblendedOf = (sums: BookSums | undefined): string => sums?.unblendedCost.toString() ?? '-';

function verdict(reports: readonly ReconciledReport[]): string {
  const differing = reports.filter((report) => !agrees(report));
  const names = [...new Set(reports.map(({ report }) => report))];
  const all = `${reports.length} ${reports.length === 1 ? 'line' : 'lines'} of ${names.length} ${names.length === 1 ? 'report' : 'reports'}`;
  if (differing.length === 0) return `Ledger, cost_daily and Athena agree to the last digit in ${all}.`;
  return `Ledger, cost_daily and Athena do not agree in ${differing.length} of ${all}: ${[...new Set(differing.map(({ report }) => report))].join(', ')}.`;
}

import type { RebuiltPeriod } from '@almanac/cur';
import { type ScopeOptions, scoped, scopeOf } from '../../book-scope.ts';
import { FailedCheck } from '../../failed-check.ts';
import { print, progress } from '../../output.ts';
import { rebuildStack } from '../../rebuild-stack.ts';
import { type StackOptions, stackCommand, withStack } from '../../stack.ts';
import { table } from '../../table.ts';

type Options = StackOptions & ScopeOptions & { readonly dryRun?: boolean };

export const command = () =>
  scoped(stackCommand('Make cost_daily what the curated files say; exit code 1 where a period had to be left alone.'))
    .option('--dry-run', 'say what would change and do nothing')
    .action((options: Options) =>
      withStack(options, async ({ ledger, rebuild }) => {
        const isDryRun = options.dryRun ?? false;
        const deps = { ...rebuild, periods: ledger.periods, onState: progress.say };
        const periods = await rebuildStack(deps, scopeOf(options), isDryRun).finally(progress.end);
        const ok = periods.every(({ left }) => left === undefined);
        print({ ok, dry_run: isDryRun, periods: periods.map(toJson) }, rebuiltText(periods, isDryRun), options);
        if (!ok) throw new FailedCheck('Some periods were left alone');
      }),
    );

const toJson = ({ report, billingPeriod, written, removed, unchanged, left }: RebuiltPeriod) => ({
  ...{ report, billing_period: billingPeriod, written, removed, unchanged },
  left_alone: left ?? null,
});

const rebuiltText = (periods: readonly RebuiltPeriod[], isDryRun: boolean): string =>
  [
    table(
      periods,
      [
        { title: 'REPORT', value: ({ report }) => report },
        { title: 'PERIOD', value: ({ billingPeriod }) => billingPeriod },
        { title: 'WRITTEN', value: ({ written }) => written },
        { title: 'REMOVED', value: ({ removed }) => removed },
        { title: 'UNCHANGED', value: ({ unchanged }) => unchanged },
        { title: 'LEFT ALONE', value: ({ left }) => left ?? '' },
      ],
      'Nothing has been published yet, and cost_daily is empty.',
    ),
    ...(isDryRun ? ['', 'A dry run: nothing was changed.'] : []),
  ].join('\n');

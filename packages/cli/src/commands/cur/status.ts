import type { LedgerPeriod } from '@almanac/aws';
import { print } from '../../output.ts';
import { type StackOptions, stackCommand, withStack } from '../../stack.ts';
import { table, toSeconds, unblended } from '../../table.ts';

export const command = () =>
  stackCommand('What is live: every report and billing period, with its totals.').action((options: StackOptions) =>
    withStack(options, async ({ ledger }) => {
      const periods = (await ledger.periods()).map(statusOf);
      print(periods, statusTable(periods), options);
    }),
  );

const statusOf = ({ live, published_at, ...period }: LedgerPeriod) => ({
  report: period.report,
  billing_period: period.billing_period,
  delivery_id: live?.delivery_id ?? null,
  files: period.files,
  rows: period.rows,
  totals: period.totals,
  published_at: published_at ?? null,
  state: period.state,
  ...(period.shadow && { shadow: true }),
});

const statusTable = (periods: ReturnType<typeof statusOf>[]) =>
  table(
    periods,
    [
      { title: 'REPORT', value: ({ report }) => report },
      { title: 'PERIOD', value: ({ billing_period }) => billing_period },
      { title: 'STATE', value: ({ state, shadow }) => (shadow ? `${state}, shadow` : state) },
      { title: 'FILES', value: ({ files }) => files.length },
      { title: 'ROWS', value: ({ rows }) => rows },
      { title: 'UNBLENDED', value: ({ totals }) => unblended(totals) },
      { title: 'PUBLISHED', value: ({ published_at }) => toSeconds(published_at ?? undefined) },
      { title: 'DELIVERY', value: ({ delivery_id }) => delivery_id ?? '' },
    ],
    'Nothing has been published yet.',
  );

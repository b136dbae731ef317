import { print } from '../../output.ts';
import { type PeriodStatus, periodStatuses } from '../../period-status.ts';
import { type StackOptions, stackCommand, withStack } from '../../stack.ts';
import { table, toSeconds, unblended } from '../../table.ts';

export const command = () =>
  stackCommand('What is live, and which deliveries wait: every report and billing period, with its totals.').action(
    (options: StackOptions) =>
      withStack(options, async ({ ledger, deliveries }) => {
        const [periods, waiting] = await Promise.all([ledger.periods(), deliveries.waiting()]);
        const statuses = periodStatuses(periods, waiting);
        print(statuses, statusTable(statuses), options);
      }),
  );

const statusTable = (statuses: readonly PeriodStatus[]) =>
  table(
    statuses,
    [
      { title: 'REPORT', value: ({ report }) => report },
      { title: 'PERIOD', value: ({ billing_period }) => billing_period },
      { title: 'STATE', value: ({ state, shadow }) => (shadow ? `${state}, shadow` : state) },
      { title: 'FILES', value: ({ files }) => files.length },
      { title: 'ROWS', value: ({ rows }) => rows },
      { title: 'UNBLENDED', value: ({ totals }) => unblended(totals) },
      { title: 'PUBLISHED', value: ({ published_at }) => toSeconds(published_at ?? undefined) },
      { title: 'DELIVERY', value: ({ delivery_id }) => delivery_id ?? '' },
      { title: 'WAITING', value: ({ waiting }) => (waiting ? waitingText(waiting) : '') },
    ],
    'Nothing has been published yet.',
  );

const waitingText = ({ files, missing, since }: NonNullable<PeriodStatus['waiting']>): string => {
  const what = files === null ? `${missing} ${missing === 1 ? 'file' : 'files'}` : `${missing} of ${files} files`;
  return `a delivery waits for ${what} since ${toSeconds(since)}`;
};

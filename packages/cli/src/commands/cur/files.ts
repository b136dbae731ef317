import type { LedgerObject } from '@almanac/aws';
import { wholeNumber } from '../../numbers.ts';
import { print } from '../../output.ts';
import { type StackOptions, stackCommand, withStack } from '../../stack.ts';
import { table, toSeconds, unblended } from '../../table.ts';

export const command = () =>
  stackCommand('Every uploaded file and what became of it, last changed first.')
    .option('--failed', 'only files that failed')
    .option('--limit <n>', 'at most so many files', wholeNumber)
    .action((options: StackOptions & { failed?: boolean; limit?: number }) =>
      withStack(options, async ({ ledger }) => {
        const files = await ledger.objects({
          ...(options.failed && { status: 'failed' }),
          ...(options.limit !== undefined && { limit: options.limit }),
        });
        print(files, fileTable(files, options.failed ? 'No file has failed.' : 'No file has arrived yet.'), options);
      }),
    );

/** Why it failed, or why it waits or does not count. */
const reasonOf = ({ last_error: error, reason }: LedgerObject): string =>
  error?.message ?? (typeof reason === 'string' ? reason : '');

const fileTable = (files: LedgerObject[], empty: string) =>
  table(
    files,
    [
      { title: 'STATUS', value: ({ status }) => status },
      { title: 'UPLOADED', value: ({ event_time }) => toSeconds(event_time) },
      { title: 'ROWS', value: ({ rows }) => rows ?? '' },
      { title: 'UNBLENDED', value: ({ totals }) => unblended(totals) },
      { title: 'KEY', value: ({ key }) => key },
      { title: 'REASON', value: reasonOf },
    ],
    empty,
  );

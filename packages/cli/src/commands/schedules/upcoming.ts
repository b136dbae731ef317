import { dataOf } from '@almanac/client';
import { systemClock } from '@almanac/kernel';
import { apiCommand, given } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { wholeNumber } from '../../numbers.ts';
import { print } from '../../output.ts';
import type { StackOptions } from '../../stack.ts';
import { table } from '../../table.ts';
import { timeAhead } from '../../time-options.ts';

interface Options extends StackOptions {
  readonly from?: Date;
  readonly to?: Date;
  readonly limit?: number;
}

const ahead = timeAhead(() => systemClock.now());

export const command = () =>
  apiCommand(
    'The next runs of all active schedules, in order.',
    'schedules upcoming',
    'schedules upcoming --from 2026-12-24 --to 2026-12-27 --limit 500',
  )
    .option('--from <time>', 'from this time on, such as 2026-12-24, or 2h ahead (default: now)', ahead)
    .option('--to <time>', 'until this time, 31 days after --from at most (default: 24 hours after it)', ahead)
    .option('--limit <n>', 'so many runs, 1000 at most (default: 100)', wholeNumber)
    .action(({ from, to, limit, ...options }: Options) =>
      withApi(
        options,
        async ({ client }) => {
          const query = given({ from: from?.toISOString(), to: to?.toISOString(), limit });
          const upcoming = await dataOf(client.GET('/api/schedules/upcoming', { params: { query } }));
          const runs = table(
            upcoming.runs,
            [
              { title: 'UTC', value: (run) => run.run_at },
              { title: 'LOCAL', value: (run) => run.local_time },
              { title: 'ZONE', value: (run) => run.timezone },
              { title: 'SCHEDULE', value: (run) => run.schedule_id },
              { title: 'NAME', value: (run) => run.name },
            ],
            'No runs in that time.',
          );
          print(upcoming, upcoming.truncated ? `${runs}\n\nThere are more: raise --limit` : runs, options);
        },
        'read',
      ),
    );

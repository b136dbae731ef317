import { dataOf } from '@almanac/client';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import { type PageOptions, pageOrAll, withPages } from '../../pages.ts';
import { scheduleIdOf } from '../../schedules/find-schedule.ts';
import { runsText } from '../../schedules/runs-text.ts';
import type { StackOptions } from '../../stack.ts';

export const command = () =>
  withPages(
    apiCommand('The runs of a schedule and what became of them, latest first.', 'schedules runs daily-check --limit 5'),
  )
    .argument('<schedule>', 'its id or name')
    .action((named: string, options: StackOptions & PageOptions) =>
      withApi(
        options,
        async ({ client }) => {
          const path = { id: await scheduleIdOf(client, named) };
          const { items, next } = await pageOrAll(options, async (query) => {
            const found = await dataOf(client.GET('/api/schedules/{id}/runs', { params: { path, query } }));
            return { items: found.runs, next: found.next_cursor };
          });
          print({ runs: items, next_cursor: next }, runsText(items, next), options);
        },
        'read',
      ),
    );

import { dataOf } from '@almanac/client';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import type { StackOptions } from '../../stack.ts';
import { table } from '../../table.ts';

export const command = () =>
  apiCommand('Every group of schedules, and how many of each status it has.', 'schedules groups').action(
    (options: StackOptions) =>
      withApi(
        options,
        async ({ client }) => {
          const all = await dataOf(client.GET('/api/schedule-groups'));
          const text = table(
            all.groups,
            [
              { title: 'GROUP', value: ({ group }) => group },
              { title: 'ACTIVE', value: ({ active }) => active },
              { title: 'PAUSED', value: ({ paused }) => paused },
              { title: 'COMPLETED', value: ({ completed }) => completed },
            ],
            'No schedule is in a group.',
          );
          print(all, text, options);
        },
        'read',
      ),
  );

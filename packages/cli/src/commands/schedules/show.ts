import { dataOf } from '@almanac/client';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import { scheduleIdOf } from '../../schedules/find-schedule.ts';
import { scheduleText } from '../../schedules/schedule-text.ts';
import type { StackOptions } from '../../stack.ts';

export const command = () =>
  apiCommand('One schedule with everything that is known of it.', 'schedules show daily-check')
    .argument('<schedule>', 'its id or name')
    .action((named: string, options: StackOptions) =>
      withApi(
        options,
        async ({ client }) => {
          const path = { id: await scheduleIdOf(client, named) };
          const schedule = await dataOf(client.GET('/api/schedules/{id}', { params: { path } }));
          print(schedule, scheduleText(schedule), options);
        },
        'read',
      ),
    );

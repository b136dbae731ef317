import { dataOf } from '@almanac/client';
import { apiCommand } from '../../../api-command.ts';
import { withApi } from '../../../api-stack.ts';
import { print } from '../../../output.ts';
import { templateText } from '../../../schedules/template-text.ts';
import type { StackOptions } from '../../../stack.ts';

export const command = () =>
  apiCommand('One template, its parameters and the schedule it makes.', 'schedules template show heartbeat')
    .argument('<template>', 'its name')
    .action((name: string, options: StackOptions) =>
      withApi(
        options,
        async ({ client }) => {
          const template = await dataOf(client.GET('/api/schedule-templates/{name}', { params: { path: { name } } }));
          print(template, templateText(template), options);
        },
        'read',
      ),
    );

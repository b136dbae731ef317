import { dataOf } from '@almanac/client';
import { apiCommand } from '../../../api-command.ts';
import { withApi } from '../../../api-stack.ts';
import { print } from '../../../output.ts';
import type { StackOptions } from '../../../stack.ts';
import { table } from '../../../table.ts';

export const command = () =>
  apiCommand('Every template, those of the stack too.', 'schedules template list').action((options: StackOptions) =>
    withApi(
      options,
      async ({ client }) => {
        const all = await dataOf(client.GET('/api/schedule-templates'));
        const text = table(
          all.templates,
          [
            { title: 'TEMPLATE', value: ({ name }) => name },
            { title: 'OF', value: (one) => (one.built_in ? 'the stack' : (one.created_by ?? '')) },
            { title: 'TARGET', value: ({ schedule }) => schedule.target_type },
            { title: 'PARAMETERS', value: ({ parameters }) => Object.keys(parameters).join(', ') },
            { title: 'DESCRIPTION', value: ({ description }) => description ?? '' },
          ],
          'No templates.',
        );
        print(all, text, options);
      },
      'read',
    ),
  );

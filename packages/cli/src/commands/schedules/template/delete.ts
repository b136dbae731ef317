import { apiCommand } from '../../../api-command.ts';
import { withApi } from '../../../api-stack.ts';
import { confirm } from '../../../confirm.ts';
import { print } from '../../../output.ts';
import type { StackOptions } from '../../../stack.ts';

export const command = () =>
  apiCommand(
    'Delete a template of your own; schedules that were made from it stay.',
    'schedules template delete night-job --yes',
  )
    .argument('<template>', 'its name')
    .option('--yes', 'do not ask')
    .action((name: string, options: StackOptions & { yes?: boolean }) =>
      withApi(options, async ({ client }) => {
        await confirm(`Shall the template ${name} be deleted?`, { ...options, ways: 'Add --yes to do it' });
        await client.DELETE('/api/schedule-templates/{name}', { params: { path: { name } } });
        print({ name, deleted: true }, `The template ${name} is deleted.`, options);
      }),
    );

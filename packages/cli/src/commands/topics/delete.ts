import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { confirm } from '../../confirm.ts';
import { print } from '../../output.ts';
import type { StackOptions } from '../../stack.ts';

export const command = () =>
  apiCommand('Delete a topic that has no schedule.', 'topics delete investing-beginners-001 --yes')
    .argument('<topic>', 'its id')
    .option('--yes', 'do not ask')
    .action((topicId: string, options: StackOptions & { yes?: boolean }) =>
      withApi(options, async ({ client }) => {
        await confirm(`Shall the topic ${topicId} be deleted?`, { ...options, ways: 'Add --yes to do it' });
        await client.DELETE('/topics/{topicId}', { params: { path: { topicId } } });
        print({ topicId, deleted: true }, `The topic ${topicId} is deleted.`, options);
      }),
    );

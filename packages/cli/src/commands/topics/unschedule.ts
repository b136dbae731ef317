import { dataOf } from '@almanac/client';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import type { StackOptions } from '../../stack.ts';

export const command = () =>
  apiCommand('Remove the schedule of a topic; the topic itself stays.', 'topics unschedule investing-beginners-001')
    .argument('<topic>', 'its id')
    .action((topicId: string, options: StackOptions) =>
      withApi(options, async ({ client }) => {
        const answer = await dataOf(client.DELETE('/schedules/delete', { params: { query: { topicId } } }));
        print(answer, `${topicId} has no schedule any more (${answer.ruleName} is removed).`, options);
      }),
    );

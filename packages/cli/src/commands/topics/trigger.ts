import { dataOf } from '@almanac/client';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import type { StackOptions } from '../../stack.ts';

interface Options extends StackOptions {
  readonly idempotencyKey?: string;
}

export const command = () =>
  apiCommand('Start one production of a topic now.', 'topics trigger investing-beginners-001')
    .argument('<topic>', 'its id')
    .option('--idempotency-key <key>', 'the same key again is the same production')
    .action((topicId: string, { idempotencyKey: key, ...options }: Options) =>
      withApi(options, async ({ client }) => {
        const params = key === undefined ? {} : { header: { 'Idempotency-Key': key } };
        const answer = await dataOf(client.POST('/schedules/trigger', { params, body: { topicId } }));
        print(answer, `The production ${answer.executionId} of ${topicId} is on its way.`, options);
      }),
    );

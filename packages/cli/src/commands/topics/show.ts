import { dataOf } from '@almanac/client';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import type { StackOptions } from '../../stack.ts';
import { topicScheduleText, topicText } from '../../topics/topic-text.ts';

export const command = () =>
  apiCommand('One topic, with its schedule where it has one.', 'topics show investing-beginners-001')
    .argument('<topic>', 'its id')
    .action((topicId: string, options: StackOptions) =>
      withApi(
        options,
        async ({ client }) => {
          const topic = await dataOf(client.GET('/topics/{topicId}', { params: { path: { topicId } } }));
          const { schedules } = await dataOf(client.GET('/schedules', { params: { query: { topicId } } }));
          const schedule = schedules[0] ?? null;
          const text = schedule
            ? topicScheduleText({ success: true, ...schedule })
            : `It has no schedule: "almanac topics schedule ${topicId}" makes one.`;
          print({ ...topic, schedule }, `${topicText(topic)}\n\n${text}`, options);
        },
        'read',
      ),
    );

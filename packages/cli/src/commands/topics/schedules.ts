import { dataOf } from '@almanac/client';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import { allItems } from '../../pages.ts';
import type { StackOptions } from '../../stack.ts';
import { topicSchedulesText } from '../../topics/topic-text.ts';

export const command = () =>
  apiCommand('Every schedule of a topic, by topic id.', 'topics schedules').action((options: StackOptions) =>
    withApi(
      options,
      async ({ client }) => {
        const schedules = await allItems(async ({ cursor }) => {
          const query = cursor === undefined ? {} : { cursor };
          const page = await dataOf(client.GET('/schedules', { params: { query } }));
          return { items: page.schedules, next: page.nextCursor };
        });
        print({ count: schedules.length, schedules }, topicSchedulesText(schedules), options);
      },
      'read',
    ),
  );

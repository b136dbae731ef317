import { dataOf } from '@almanac/client';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import { allItems } from '../../pages.ts';
import type { StackOptions } from '../../stack.ts';
import { table } from '../../table.ts';

export const command = () =>
  apiCommand('Every topic, by id.', 'topics list').action((options: StackOptions) =>
    withApi(
      options,
      async ({ client }) => {
        const topics = await allItems(async ({ cursor }) => {
          const query = cursor === undefined ? {} : { cursor };
          const page = await dataOf(client.GET('/topics', { params: { query } }));
          return { items: page.topics, next: page.nextCursor };
        });
        const text = table(
          topics,
          [
            { title: 'TOPIC', value: ({ topicId }) => topicId },
            { title: 'ABOUT', value: ({ topic }) => topic },
            { title: 'PRIORITY', value: ({ priority }) => priority },
            { title: 'KEYWORDS', value: ({ keywords }) => keywords.join(', ') },
          ],
          'No topics.',
        );
        print({ topics }, text, options);
      },
      'read',
    ),
  );

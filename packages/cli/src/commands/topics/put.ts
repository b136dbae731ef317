import { topic as topicContract } from '@almanac/contracts';
import { apiCommand, given } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { wholeNumber } from '../../numbers.ts';
import { print } from '../../output.ts';
import { createdOf } from '../../schedules/answers.ts';
import { checkAgainst } from '../../schedules/check-definition.ts';
import type { StackOptions } from '../../stack.ts';
import { topicText } from '../../topics/topic-text.ts';

interface Options extends StackOptions {
  readonly about: string;
  readonly keywords?: string[];
  readonly priority?: number;
}

export const command = () =>
  apiCommand(
    'Create a topic, or replace it; a new priority also moves its schedule.',
    'topics put investing-beginners-001 --about "Investing for beginners" --keywords investing beginners --priority 1',
  )
    .argument('<topic>', 'its id: visible ASCII characters but / and %')
    .requiredOption('--about <text>', 'what it is about')
    .option('--keywords <word...>', 'words that belong to it')
    .option('--priority <n>', '1 is the highest, 10 the lowest (default: 5)', wholeNumber)
    .action((topicId: string, { about, keywords, priority, ...options }: Options) => {
      const body = checkAgainst(topicContract, given({ topic: about, keywords, priority }));
      return withApi(options, async ({ client }) => {
        const call = client.PUT('/topics/{topicId}', { params: { path: { topicId } }, body });
        const { body: topic, created } = await createdOf(call);
        print({ ...topic, created }, `${created ? 'Created.' : 'Replaced.'}\n\n${topicText(topic)}`, options);
      });
    });

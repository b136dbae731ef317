import { dataOf } from '@almanac/client';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import type { StackOptions } from '../../stack.ts';
import { type ScheduleOptions, scheduleConfigOf, withSchedule } from '../../topics/topic-options.ts';
import { topicScheduleText } from '../../topics/topic-text.ts';

interface Options extends StackOptions, ScheduleOptions {
  readonly about?: string;
  readonly keywords?: string[];
}

export const command = () =>
  withSchedule(
    apiCommand(
      'Schedule the production of a topic: once a day where nothing else is said.',
      'topics schedule investing-beginners-001 --frequency 2 --hours 9 14 --tz America/New_York',
    ).argument('<topic>', 'its id'),
  )
    .option('--about <text>', 'what it is about, where the topic is not there yet')
    .option('--keywords <word...>', 'words that belong to it, with --about')
    .action((topicId: string, options: Options) => {
      const { about, keywords, priority } = options;
      const topic = about === undefined ? {} : { topic: topicOf(about, keywords, priority) };
      const body = { topicId, ...topic, scheduleConfig: scheduleConfigOf(options) };
      return withApi(options, async ({ client }) => {
        const answer = await dataOf(client.POST('/schedules/create', { body }));
        print(answer, topicScheduleText(answer), options);
      });
    });

const topicOf = (about: string, keywords: string[] | undefined, priority: number | undefined) => ({
  topic: about,
  ...(keywords && { keywords }),
  ...(priority !== undefined && { priority }),
});

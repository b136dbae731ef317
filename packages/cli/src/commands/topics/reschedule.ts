import { dataOf } from '@almanac/client';
import { InvalidArgumentError } from 'commander';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import type { StackOptions } from '../../stack.ts';
import { type ScheduleOptions, scheduleConfigOf, withSchedule } from '../../topics/topic-options.ts';
import { topicScheduleText } from '../../topics/topic-text.ts';

export const command = () =>
  withSchedule(
    apiCommand(
      'Change what is given of the schedule of a topic and leave the rest.',
      'topics reschedule investing-beginners-001 --frequency 3',
    ).argument('<topic>', 'its id'),
  ).action((topicId: string, options: StackOptions & ScheduleOptions) => {
    const scheduleConfig = scheduleConfigOf(options);
    if (Object.keys(scheduleConfig).length === 0)
      throw new InvalidArgumentError('What is to change? Give --frequency, --hours, --tz or --priority.');
    return withApi(options, async ({ client }) => {
      const answer = await dataOf(client.POST('/schedules/update', { body: { topicId, scheduleConfig } }));
      print(answer, topicScheduleText(answer), options);
    });
  });

import { type Command, InvalidArgumentError } from 'commander';
import { given } from '../api-command.ts';
import { wholeNumber } from '../numbers.ts';

export interface ScheduleOptions {
  readonly frequency?: number;
  readonly hours?: number[];
  readonly tz?: string;
  readonly priority?: number;
}

/** Adds the options that say how often and when a topic is produced. */
export const withSchedule = (command: Command): Command =>
  command
    .option('--frequency <n>', 'videos a day, 1 to 5', wholeNumber)
    .option('--hours <hour...>', 'hours of the day in the zone, the most wanted first, such as 9 14', hour)
    .option('--tz <zone>', 'time zone, such as America/New_York')
    .option('--priority <n>', '1 is the highest, 10 the lowest (default: that of the topic)', wholeNumber);

/** The configuration that options give, by the names of the API. */
export const scheduleConfigOf = ({ frequency, hours, tz, priority }: ScheduleOptions) =>
  given({ dailyFrequency: frequency, preferredHours: hours, timezone: tz, priority });

function hour(text: string, before: readonly number[] | undefined = []): number[] {
  if (/^([01]?\d|2[0-3])$/.test(text)) return [...before, Number(text)];
  throw new InvalidArgumentError('It must be an hour from 0 to 23.');
}

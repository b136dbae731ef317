import { dataOf } from '@almanac/client';
import { systemClock } from '@almanac/kernel';
import { parseExpression } from '@almanac/schedules';
import { apiCommand, given } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { wholeNumber } from '../../numbers.ts';
import { print } from '../../output.ts';
import { previewText } from '../../preview-text.ts';
import type { StackOptions } from '../../stack.ts';
import { timeAhead } from '../../time-options.ts';

interface Options extends StackOptions {
  readonly tz: string;
  readonly from?: Date;
  readonly count: number;
  readonly start?: Date;
  readonly end?: Date;
}

const ahead = timeAhead(() => systemClock.now());

export const command = () =>
  apiCommand(
    'The next runs of an expression as the stack has them; "schedules next" is the same without a stack.',
    'schedules preview "cron(30 2 * * ? *)" --tz America/New_York --from 2026-03-07T00:00:00Z -n 3',
  )
    .argument('<expression>', 'such as "cron(0 9,14 * * ? *)", "rate(5 minutes)" or "at(2026-11-20T13:00:00)"')
    .option('--tz <zone>', 'time zone, such as America/New_York', 'UTC')
    .option('--from <time>', 'runs after this time, such as 2026-11-24T10:00:00Z, or 7d ahead (default: now)', ahead)
    .option('-n, --count <count>', 'how many runs, 100 at most', wholeNumber, 10)
    .option('--start <time>', 'start date: the first run of a rate, and none before it', ahead)
    .option('--end <time>', 'end date: no run after it', ahead)
    .action(async (expression: string, options: Options) => {
      parseExpression(expression);
      const body = {
        schedule_expression: expression,
        timezone: options.tz,
        count: options.count,
        ...given({
          from: options.from?.toISOString(),
          start_date: options.start?.toISOString(),
          end_date: options.end?.toISOString(),
        }),
      };
      await withApi(
        options,
        async ({ client }) => {
          const preview = await dataOf(client.POST('/api/schedules/preview', { body }));
          print(preview, previewText(preview), options);
        },
        'read',
      );
    });

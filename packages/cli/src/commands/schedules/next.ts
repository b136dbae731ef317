import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { systemClock } from '@almanac/kernel';
import { parseExpression, previewRuns } from '@almanac/schedules';
import { Command, InvalidArgumentError } from 'commander';
import { wholeNumber } from '../../numbers.ts';
import { print } from '../../output.ts';
import { previewText } from '../../preview-text.ts';
import { answerQuestions, MAX_COUNT } from '../../schedule-questions.ts';
import { timeOr } from '../../time-options.ts';

interface NextOptions {
  readonly tz: string;
  readonly from?: Date;
  readonly count: number;
  readonly start?: Date;
  readonly end?: Date;
  readonly stdin?: boolean;
  readonly json?: boolean;
}

const now = (): Date => systemClock.now();

export const command = () =>
  new Command()
    .description('The next runs of a schedule expression, as EventBridge Scheduler has them. Needs no stack.')
    .argument('[expression]', 'such as "cron(0 9,14 * * ? *)", "rate(5 minutes)" or "at(2026-11-20T13:00:00)"')
    .option('--tz <zone>', 'time zone, such as America/New_York', 'UTC')
    .option(
      '--from <time>',
      'runs after this time, such as 2026-11-24T10:00:00Z, or 2h ago (default: now)',
      timeOr(now),
    )
    .option('-n, --count <count>', 'how many runs', wholeNumber, 10)
    .option('--start <time>', 'start date: the first run of a rate, and none before it', timeOr(now))
    .option('--end <time>', 'end date: no run after it', timeOr(now))
    .option('--stdin', 'answer each JSON line of standard input with a JSON line')
    .option('--json', 'print JSON')
    .action(async (expression: string | undefined, options: NextOptions) => {
      if (options.stdin) {
        const answers = Readable.from(answerQuestions(process.stdin, now));
        return pipeline(answers, process.stdout, { end: false });
      }
      if (expression === undefined) throw new InvalidArgumentError('Which expression? Or give --stdin.');
      if (options.count > MAX_COUNT) throw new InvalidArgumentError(`No more than ${MAX_COUNT} runs at once.`);
      const preview = previewRuns(
        {
          expression: parseExpression(expression),
          timezone: options.tz,
          ...(options.start && { startDate: options.start }),
          ...(options.end && { endDate: options.end }),
        },
        options.from ?? now(),
        options.count,
      );
      return print(preview, previewText(preview), options);
    });

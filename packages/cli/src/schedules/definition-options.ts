import { TARGET_TYPES } from '@almanac/contracts';
import { systemClock } from '@almanac/kernel';
import { type Command, Option } from 'commander';
import { given } from '../api-command.ts';
import { jsonArgument, objectArgument } from '../json-argument.ts';
import { wholeNumber } from '../numbers.ts';
import { timeAhead } from '../time-options.ts';

export interface DefinitionOptions {
  readonly name?: string;
  readonly description?: string;
  readonly expression?: string;
  readonly tz?: string;
  readonly target?: (typeof TARGET_TYPES)[number];
  readonly topicArn?: string;
  readonly payload?: string;
  readonly sensitive?: string[];
  readonly group?: string;
  readonly start?: Date;
  readonly end?: Date;
  readonly maxRuns?: number;
  readonly window?: number;
  readonly retries?: number;
  readonly retryAge?: number;
  readonly condition?: string;
}

const ahead = timeAhead(() => systemClock.now());

/** Adds the options that define a schedule. */
export const withDefinition = (command: Command): Command =>
  command
    .option('--name <name>', 'unique among schedules that are not deleted or completed')
    .option('--description <text>', 'what it is for')
    .option('--expression <expression>', 'such as "cron(0 6 * * ? *)", "rate(5 minutes)" or "at(2026-12-24T18:00:00)"')
    .option('--tz <zone>', 'time zone, such as America/New_York (default of a new one: UTC)')
    .addOption(new Option('--target <type>', 'what a run does').choices(TARGET_TYPES))
    .option('--topic-arn <arn>', 'SNS topic that a run of the target custom publishes to')
    .option('--payload <json>', 'what the action gets: JSON, @file, or - for standard input')
    .option(
      '--sensitive <path...>',
      'fields of the payload, such as login.password, that are encrypted and never shown',
    )
    .option('--group <group>', 'schedules that are paused, resumed and deleted together')
    .option(
      '--start <time>',
      'no run before it, and first run of a rate; such as 2026-12-01T00:00:00Z, or 2d ahead',
      ahead,
    )
    .option('--end <time>', 'no run after it', ahead)
    .option('--max-runs <n>', 'completed after so many runs', wholeNumber)
    .option('--window <minutes>', 'minutes by which a run may be late', wholeNumber)
    .option('--retries <n>', 'how often Scheduler tries again to start a run; 0 for never', wholeOrZero)
    .option('--retry-age <seconds>', 'age of a run after which Scheduler gives up', wholeNumber)
    .option('--condition <json>', 'JsonLogic rule: it runs only where this is true; JSON, @file, or -');

const wholeOrZero = (text: string): number => (text === '0' ? 0 : wholeNumber(text));

/** Fields of a schedule, as far as they are given, not checked yet. */
export type DraftFields = Readonly<Record<string, unknown>>;

/** The fields that options give, by the names of the API. @throws AlmanacError `BAD_JSON` */
export async function definitionFrom(options: DefinitionOptions, stdin: NodeJS.ReadableStream): Promise<DraftFields> {
  const payload = { name: '--payload', what: 'the payload of a schedule', code: 'BAD_JSON', stdin };
  const condition = { name: '--condition', what: 'a condition', code: 'BAD_JSON', stdin };
  return given({
    name: options.name,
    description: options.description,
    schedule_expression: options.expression,
    timezone: options.tz,
    target_type: options.target,
    target_topic_arn: options.topicArn,
    payload: options.payload && (await objectArgument(options.payload, payload)),
    sensitive_fields: options.sensitive,
    group: options.group,
    start_date: options.start?.toISOString(),
    end_date: options.end?.toISOString(),
    max_runs: options.maxRuns,
    flexible_window_minutes: options.window,
    retry_policy: retryPolicyOf(options),
    condition: options.condition && (await jsonArgument(options.condition, condition)),
  });
}

const retryPolicyOf = ({ retries, retryAge }: DefinitionOptions) =>
  retries === undefined && retryAge === undefined
    ? undefined
    : given({ max_attempts: retries, max_age_seconds: retryAge });

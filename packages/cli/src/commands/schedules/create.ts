import { scheduleCreation } from '@almanac/contracts';
import { systemClock } from '@almanac/kernel';
import { apiCommand, given } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { objectArgument } from '../../json-argument.ts';
import { print } from '../../output.ts';
import { previewText } from '../../preview-text.ts';
import { createdOf, type Schedule } from '../../schedules/answers.ts';
import { checkDefinition } from '../../schedules/check-definition.ts';
import { type DefinitionOptions, definitionFrom, withDefinition } from '../../schedules/definition-options.ts';
import { nextExecutions } from '../../schedules/next-executions.ts';
import { scheduleText } from '../../schedules/schedule-text.ts';
import type { StackOptions } from '../../stack.ts';

/** Runs that are shown of a new schedule. */
const SHOWN_RUNS = 3;

interface Options extends StackOptions, DefinitionOptions {
  readonly file?: string;
  readonly idempotencyKey?: string;
}

export const command = () =>
  withDefinition(
    apiCommand(
      'Create a schedule, of options, of a JSON file, or of both, where options win; then show its next runs.',
      `schedules create --name daily-check --expression "cron(0 6 * * ? *)" --tz America/New_York --target web_action --payload '{"action":"check_tee_times"}'`,
      'schedules create --file schedule.json --group nightly',
    ),
  )
    .option('--file <json>', 'the body of POST /api/schedules: @file, a file, JSON, or - for standard input')
    .option('--idempotency-key <key>', 'the same key again gives the same schedule again')
    .action(create);

async function create(options: Options): Promise<void> {
  const file = { name: '--file', what: 'a schedule', code: 'BAD_JSON', stdin: process.stdin };
  const body = checkDefinition(scheduleCreation, {
    ...(options.file !== undefined && (await objectArgument(options.file, file))),
    ...(await definitionFrom(options, process.stdin)),
    ...given({ idempotency_key: options.idempotencyKey }),
  });
  await withApi(options, async ({ client }) => {
    printCreated(await createdOf(client.POST('/api/schedules', { body })), options);
  });
}

interface Created {
  readonly body: Schedule;
  readonly created: boolean;
}

/** Prints a schedule that was created, or was there, and its next runs. */
export function printCreated({ body: schedule, created }: Created, options: StackOptions): void {
  const preview = nextExecutions(schedule, systemClock.now(), SHOWN_RUNS);
  const head = created ? 'Created.' : 'It was there already, and is the same.';
  const text = [head, '', scheduleText(schedule), '', previewText(preview)].join('\n');
  print({ ...schedule, created, next_executions: preview.next_executions }, text, options);
}

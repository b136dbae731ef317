import { type ApiClient, dataOf } from '@almanac/client';
import { AlmanacError } from '@almanac/kernel';
import { InvalidArgumentError, Option } from 'commander';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import type { Schedule } from '../../schedules/answers.ts';
import {
  type DefinitionOptions,
  type DraftFields,
  definitionFrom,
  withDefinition,
} from '../../schedules/definition-options.ts';
import { scheduleIdOf } from '../../schedules/find-schedule.ts';
import { scheduleText } from '../../schedules/schedule-text.ts';
import { CLEARABLE, type Clearable, updatedDefinition } from '../../schedules/updated-definition.ts';
import type { StackOptions } from '../../stack.ts';

interface Options extends StackOptions, DefinitionOptions {
  readonly clear?: Clearable[];
}

export const command = () =>
  withDefinition(
    apiCommand(
      'Change what is given of a schedule and leave the rest, unless somebody else changes it at the same time.',
      'schedules update daily-check --expression "cron(30 6 * * ? *)"',
      'schedules update daily-check --clear end condition',
    ).argument('<schedule>', 'its id or name'),
  )
    .addOption(new Option('--clear <field...>', 'fields that it is to have no more').choices(Object.keys(CLEARABLE)))
    .action(async (named: string, options: Options) => {
      const changes = await definitionFrom(options, process.stdin);
      const cleared = options.clear ?? [];
      if (Object.keys(changes).length + cleared.length === 0)
        throw new InvalidArgumentError('What is to change? "--help" lists the options.');
      await withApi(options, async ({ client }) => {
        const schedule = await update(client, await scheduleIdOf(client, named), changes, cleared);
        print(schedule, scheduleText(schedule), options);
      });
    });

async function update(
  client: ApiClient,
  id: string,
  changes: DraftFields,
  cleared: readonly Clearable[],
): Promise<Schedule> {
  const before = await dataOf(client.GET('/api/schedules/{id}', { params: { path: { id } } }));
  const params = { path: { id }, header: { 'If-Match': `"${before.version}"` } };
  const body = updatedDefinition(before, changes, cleared);
  return dataOf(client.PUT('/api/schedules/{id}', { params, body })).catch((cause) => {
    if (!(cause instanceof AlmanacError) || cause.code !== 'VERSION_CONFLICT') throw cause;
    throw new AlmanacError(
      'VERSION_CONFLICT',
      `${before.name} was changed by somebody else meanwhile, and not by this: look at it with "almanac schedules show ${id}" and run it again`,
      cause.details,
      { cause },
    );
  });
}

import { type ApiClient, dataOf } from '@almanac/client';
import { type Command, InvalidArgumentError } from 'commander';
import { apiCommand } from '../api-command.ts';
import { withApi } from '../api-stack.ts';
import { confirm } from '../confirm.ts';
import type { StackOptions } from '../stack.ts';
import type { Answer, GroupChange, Schedule } from './answers.ts';
import { changeEach, printChanged, printGroupChange } from './change-each.ts';
import { scheduleIdOf } from './find-schedule.ts';

/** A change of status that one schedule, several or a whole group can have. */
export interface Change {
  /** As in `pause`. */
  readonly verb: string;
  /** As in `paused`. */
  readonly done: string;
  readonly description: string;
  /** Whether a person is asked before. */
  readonly asks?: boolean;
  readonly one: (client: ApiClient, id: string) => Promise<Answer<Schedule>>;
  readonly group: (client: ApiClient, group: string) => Promise<Answer<GroupChange>>;
}

interface Options extends StackOptions {
  readonly group?: string;
  readonly yes?: boolean;
}

/** The command of a change: `<verb> <schedule...>` or `<verb> --group <group>`. */
export function changeCommand(change: Change): Command {
  const { verb, asks } = change;
  const yes = asks ? ' --yes' : '';
  const command = apiCommand(
    change.description,
    `schedules ${verb} daily-check${yes}`,
    `schedules ${verb} --group nightly${yes}`,
  )
    .argument('[schedule...]', 'ids or names')
    .option('--group <group>', 'all schedules of this group instead');
  if (asks) command.option('--yes', 'do not ask');
  return command.action((named: string[], options: Options) => {
    if (named.length > 0 === (options.group !== undefined))
      throw new InvalidArgumentError('Name schedules, or a group in --group.');
    return withApi(options, async ({ client }) => {
      if (asks) await confirm(question(verb, named, options.group), { ...options, ways: 'Add --yes to do it' });
      await carryOut(client, change, named, options);
    });
  });
}

const question = (verb: string, named: readonly string[], group: string | undefined): string =>
  `Shall ${group === undefined ? named.join(', ') : `every schedule of the group ${group}`} be ${verb}d?`;

async function carryOut(client: ApiClient, change: Change, named: readonly string[], options: Options): Promise<void> {
  if (options.group !== undefined) {
    return printGroupChange(await dataOf(change.group(client, options.group)), change.done, options);
  }
  const changed = await changeEach(named, async (one) => dataOf(change.one(client, await scheduleIdOf(client, one))));
  printChanged(changed, options);
}

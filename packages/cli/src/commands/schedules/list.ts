import { dataOf } from '@almanac/client';
import { SCHEDULE_STATUSES, TARGET_TYPES } from '@almanac/contracts';
import { Option } from 'commander';
import { apiCommand, given } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import { type PageOptions, pageOrAll, withPages } from '../../pages.ts';
import { schedulesText } from '../../schedules/schedule-text.ts';
import type { StackOptions } from '../../stack.ts';

interface Options extends StackOptions, PageOptions {
  readonly status?: (typeof SCHEDULE_STATUSES)[number];
  readonly createdBy?: string;
  readonly group?: string;
  readonly target?: (typeof TARGET_TYPES)[number];
  readonly name?: string;
}

export const command = () =>
  withPages(
    apiCommand(
      'Schedules, newest first; deleted ones only with --status deleted.',
      'schedules list',
      'schedules list --group nightly --status paused --all',
    )
      .addOption(new Option('--status <status>', 'only these').choices(SCHEDULE_STATUSES))
      .option('--created-by <caller>', 'only what this caller has made')
      .option('--group <group>', 'only those of a group')
      .addOption(new Option('--target <type>', 'only those of a target').choices(TARGET_TYPES))
      .option('--name <prefix>', 'only names that begin so'),
  ).action((options: Options) => {
    const filter = given({
      status: options.status,
      created_by: options.createdBy,
      group: options.group,
      target_type: options.target,
      name_prefix: options.name,
    });
    return withApi(
      options,
      async ({ client }) => {
        const { items, next } = await pageOrAll(options, async (page) => {
          const found = await dataOf(client.GET('/api/schedules', { params: { query: { ...filter, ...page } } }));
          return { items: found.schedules, next: found.next_cursor };
        });
        print({ schedules: items, next_cursor: next }, schedulesText(items, next), options);
      },
      'read',
    );
  });

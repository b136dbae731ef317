import { type components, dataOf } from '@almanac/client';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { print } from '../../output.ts';
import { type PageOptions, pageOrAll, pageText, withPages } from '../../pages.ts';
import { scheduleIdOf } from '../../schedules/find-schedule.ts';
import type { StackOptions } from '../../stack.ts';
import { table, toSeconds } from '../../table.ts';

type Change = components['schemas']['ScheduleAudit']['changes'][number];

export const command = () =>
  withPages(apiCommand('Who changed a schedule, when and how, latest first.', 'schedules changes daily-check'))
    .argument('<schedule>', 'its id or name')
    .action((named: string, options: StackOptions & PageOptions) =>
      withApi(
        options,
        async ({ client }) => {
          const path = { id: await scheduleIdOf(client, named) };
          const { items, next } = await pageOrAll(options, async (query) => {
            const found = await dataOf(client.GET('/api/schedules/{id}/audit', { params: { path, query } }));
            return { items: found.changes, next: found.next_cursor };
          });
          print({ changes: items, next_cursor: next }, changesText(items, next), options);
        },
        'read',
      ),
    );

const changesText = (changes: readonly Change[], next: string | null): string =>
  pageText(
    table(
      changes,
      [
        { title: 'AT', value: ({ at }) => toSeconds(at) },
        { title: 'BY', value: ({ by }) => by },
        { title: 'ACTION', value: ({ action }) => action },
        { title: 'VERSION', value: ({ version }) => version },
        { title: 'CHANGED', value: changedText },
      ],
      'No changes.',
    ),
    next,
  );

const changedText = ({ changed }: Change): string =>
  Object.entries(changed)
    .map(([field, { before, after }]) => `${field}: ${valueText(before)} -> ${valueText(after)}`)
    .join('; ');

const valueText = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));

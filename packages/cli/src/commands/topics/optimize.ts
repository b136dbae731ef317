import { type components, dataOf } from '@almanac/client';
import { performance } from '@almanac/contracts';
import * as z from 'zod';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { jsonArgument } from '../../json-argument.ts';
import { print } from '../../output.ts';
import { checkAgainst } from '../../schedules/check-definition.ts';
import type { StackOptions } from '../../stack.ts';
import { table } from '../../table.ts';

interface Options extends StackOptions {
  readonly performance?: string;
  readonly apply?: boolean;
}

type Answer = components['schemas']['TopicRecommendations'];
type Slots = Answer['recommendations'][number]['current'];

export const command = () =>
  apiCommand(
    'How hours and frequencies of topics could be better, by how videos did; changes nothing without --apply.',
    'topics optimize',
    `topics optimize investing-beginners-001 --performance performance.json --apply`,
  )
    .argument('[topic...]', 'ids (default: all topics)')
    .option('--performance <json>', 'records besides what VideoPublished events told: a JSON array, @file, or -')
    .option('--apply', 'change what is recommended')
    .action(async (topicIds: string[], options: Options) => {
      const records = options.performance === undefined ? [] : await recordsIn(options.performance);
      const body = {
        ...(topicIds.length > 0 && { topicIds }),
        performance: records,
        apply: options.apply ?? false,
      };
      await withApi(options, async ({ client }) => {
        const answer = await dataOf(client.POST('/schedules/optimize', { body }));
        print(answer, recommendationsText(answer), options);
      });
    });

async function recordsIn(given: string) {
  const argument = { name: '--performance', what: 'the records', code: 'BAD_JSON', stdin: process.stdin };
  return checkAgainst(z.array(performance), await jsonArgument(given, argument));
}

function recommendationsText({ recommendations, applied }: Answer): string {
  const rows = table(
    recommendations,
    [
      { title: 'TOPIC', value: ({ topicId }) => topicId },
      { title: 'CHANGE', value: ({ kind }) => kind },
      { title: 'NOW', value: ({ current }) => slotsText(current) },
      { title: 'BETTER', value: ({ kind, recommended }) => (kind === 'none' ? '' : slotsText(recommended)) },
      { title: 'WHY', value: ({ reasons, warning = [] }) => [reasons, warning].flat().join('; ') },
      { title: 'EFFECT', value: ({ expectedEffect }) => expectedEffect },
      { title: 'DONE', value: (one) => (one.applied ? 'yes' : '') },
    ],
    'There is nothing to recommend.',
  );
  return applied ? rows : `${rows}\n\nA dry run: nothing was changed. --apply changes it.`;
}

const slotsText = ({ frequency, timeSlots }: Slots): string => `${frequency} a day at ${timeSlots.join(', ')}`;

import type { EventContract } from '@almanac/contracts';
import type { FieldsOf, Published } from '@almanac/events';
import { InvalidArgumentError } from 'commander';
import { eventDetail } from '../../event-detail.ts';
import { busNamed, contractNamed, type EventStack, isBusRole, newId, withEventStack } from '../../event-stack.ts';
import { wholeNumber } from '../../numbers.ts';
import { print } from '../../output.ts';
import { type StackOptions, stackCommand } from '../../stack.ts';
import { table } from '../../table.ts';

interface Options extends StackOptions {
  readonly detail?: string;
  readonly bus?: string;
  readonly count: number;
  readonly id?: string;
  readonly correlationId?: string;
}

export const command = () =>
  stackCommand('Publish an event to its bus, once it has been found to keep to its contract.')
    .argument('<name>', 'event type, such as FileDownloadCompleted')
    .option(
      '--detail <json>',
      'JSON, the name of a file, or - for standard input (default: the example of its contract)',
    )
    .option('--bus <name>', 'another bus than that of its contract')
    .option('--count <n>', 'so many events, each with an id of its own', wholeNumber, 1)
    .option('--id <id>', 'stable id: the same fact published again carries the same')
    .option('--correlation-id <id>', 'id shared by everything that belongs together (default: a new one)')
    .action((name: string, options: Options) => publish(contractNamed(name), options));

async function publish(contract: EventContract, options: Options): Promise<void> {
  const { id, bus, count } = options;
  if (id !== undefined && count > 1)
    throw new InvalidArgumentError('One --id cannot name several events: leave --count out.');
  const detail = (
    options.detail === undefined ? contract.example : await eventDetail(options.detail, process.stdin)
  ) as FieldsOf<EventContract>;
  const correlationId = options.correlationId ?? newId();
  const about = { correlationId, ...(id !== undefined && { id }) };
  const events = Array.from({ length: count }, () => ({ contract, detail, about }));
  await withEventStack(options, async (stack) => {
    const other = bus === undefined ? bus : otherBus(stack, contract, bus);
    if (other !== undefined) await stack.requireBus(other);
    const published = await stack.publisher(other).publishAll(events);
    const shown = { event: contract.name, correlation_id: correlationId, events: published.map(publishedJson) };
    print(shown, publishedTable(published), options);
  });
}

/** The bus that was asked for, where it is not the contract's own. */
function otherBus({ outputs }: EventStack, { bus: own }: EventContract, asked: string): string | undefined {
  const name = isBusRole(asked) ? busNamed(outputs, asked) : asked;
  return name === busNamed(outputs, own) ? undefined : name;
}

export const publishedJson = ({ id, outcome, eventId }: Published) => ({ id, outcome, event_id: eventId ?? null });

const publishedTable = (published: readonly Published[]): string =>
  table(
    published,
    [
      { title: 'ID', value: ({ id }) => id },
      { title: 'OUTCOME', value: ({ outcome }) => outcome },
      { title: 'EVENTBRIDGE ID', value: ({ eventId }) => eventId ?? '' },
    ],
    '',
  );

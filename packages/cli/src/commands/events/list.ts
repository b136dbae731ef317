import { consumersOf, detailTypeOf, EVENT_CONTRACTS, type EventConsumer, type EventContract } from '@almanac/contracts';
import { Command } from 'commander';
import { declaredConsumers } from '../../checkout.ts';
import { print } from '../../output.ts';
import { table } from '../../table.ts';

export const command = () =>
  new Command()
    .description('Every event type: its version, bus and source, who produces and who consumes it. Needs no stack.')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) => {
      const consumers = declaredConsumers();
      const events = EVENT_CONTRACTS.map((contract) => eventJson(contract, consumers));
      print(events, eventTable(events), options);
    });

const eventJson = (contract: EventContract, consumers: readonly EventConsumer[]) => ({
  detail_type: detailTypeOf(contract),
  version: contract.version,
  bus: contract.bus,
  source: contract.source,
  summary: contract.summary,
  producers: contract.producers,
  consumers: consumersOf(contract, consumers).map(({ name }) => name),
});

const eventTable = (events: readonly ReturnType<typeof eventJson>[]) =>
  table(
    events,
    [
      { title: 'EVENT', value: ({ detail_type }) => detail_type },
      { title: 'VERSION', value: ({ version }) => version },
      { title: 'BUS', value: ({ bus }) => bus },
      { title: 'SOURCE', value: ({ source }) => source },
      { title: 'PRODUCED BY', value: ({ producers }) => producers.join(', ') },
      { title: 'CONSUMED BY', value: ({ consumers }) => consumers.join(', ') },
    ],
    'No event types.',
  );

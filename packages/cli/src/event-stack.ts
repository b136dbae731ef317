import { randomUUID } from 'node:crypto';
import type { ConsumerTarget, EventOutputs } from '@almanac/aws';
import { BUSES, type Bus, detailTypeOf, EVENT_CONTRACTS, type EventContract } from '@almanac/contracts';
import type { EventPublisher, Outbox, ReplayTarget } from '@almanac/events';
import { AlmanacError, nearNames, systemClock } from '@almanac/kernel';
import { onStack, type StackOptions } from './stack.ts';

const PRODUCER = 'almanac.cli';

/** Runs `work` with a stack's ports for events. */
export const withEventStack = <T>(options: StackOptions, work: (stack: EventStack) => Promise<T>): Promise<T> =>
  onStack({ parse: (aws) => aws.parseEventOutputs, ports }, options, work);

function ports(aws: typeof import('@almanac/aws'), outputs: EventOutputs) {
  const clients = aws.stackClients(outputs);
  return {
    outputs,
    audit: aws.s3AuditCopy(clients.s3, outputs.audit_bucket),
    archive: aws.eventBridgeArchive(clients.eventBridge),
    handled: aws.dynamoHandledEvents(clients.dynamo, outputs.handled_events_table, systemClock),
    patternOf: (bus: string, rule: string) => aws.rulePattern(clients.eventBridge, bus, rule),
    /** Publishes to the stack's buses, or everything to the one named, and then without an outbox, which knows only those. */
    publisher: (bus?: string): EventPublisher =>
      aws.awsEventPublisher({
        eventBridge: clients.eventBridge,
        buses: bus === undefined ? busNames(outputs) : everyBus(bus),
        outbox: bus === undefined ? aws.sqsOutbox(clients.sqs, outputs.event_outbox_queue_url) : noOutbox(bus),
        producer: PRODUCER,
        metrics: { published: () => undefined, toOutbox: () => undefined },
        traceHeader: () => undefined,
      }),
    requireBus: (bus: string) => aws.requireBus(clients.eventBridge, bus),
    busTarget: (bus: string): ReplayTarget => aws.busTarget(clients.eventBridge, bus),
    targetOf: ({ kind, target }: ConsumerTarget): ReplayTarget => {
      if (kind === 'queue') return aws.queueTarget(clients.sqs, target);
      if (kind === 'lambda') return aws.functionTarget(clients.lambda, target);
      return aws.stateMachineTarget(clients.stepFunctions, target);
    },
  };
}
export type EventStack = ReturnType<typeof ports>;

const noOutbox = (bus: string): Outbox => ({
  put: () => Promise.reject(new AlmanacError('NO_OUTBOX', `sends nothing to ${bus}`)),
});

type BusOutputs = Pick<EventOutputs, 'cost_bus_name' | 'media_bus_name' | 'schedules_bus_name'>;

/** What the buses are called by their role. */
const busNames = (outputs: BusOutputs): Readonly<Record<Bus, string>> => ({
  cost: outputs.cost_bus_name,
  media: outputs.media_bus_name,
  schedules: outputs.schedules_bus_name,
});

const everyBus = (name: string): Readonly<Record<Bus, string>> => ({ cost: name, media: name, schedules: name });

export const isBusRole = (given: string): given is Bus => (BUSES as readonly string[]).includes(given);

/** The deployed name of a bus, given by its role (`cost`, `media`, `schedules`) or by its name. @throws AlmanacError `UNKNOWN_BUS` */
export function busNamed(outputs: BusOutputs, given: string): string {
  const names = busNames(outputs);
  const buses = Object.values(names);
  if (isBusRole(given)) return names[given];
  if (buses.includes(given)) return given;
  const known = BUSES.map((role) => `${role} (${names[role]})`).join(', ');
  throw new AlmanacError('UNKNOWN_BUS', `The stack has no bus ${given}: it has ${known}`, { buses });
}

/** The archive of a bus, given by its deployed name. */
export function archiveOf(
  outputs: BusOutputs & Pick<EventOutputs, 'cost_archive_arn' | 'media_archive_arn' | 'schedules_archive_arn'>,
  bus: string,
): string {
  if (bus === outputs.cost_bus_name) return outputs.cost_archive_arn;
  return bus === outputs.media_bus_name ? outputs.media_archive_arn : outputs.schedules_archive_arn;
}

/** The newest contract of a name, or the one of a detail type. @throws AlmanacError `UNKNOWN_EVENT` */
export function contractNamed(name: string): EventContract {
  const contract = EVENT_CONTRACTS.findLast((one) => one.name === name || detailTypeOf(one) === name);
  if (contract) return contract;
  throw unknownEvent(name);
}

/** The contract of events that came with a detail type. @throws AlmanacError `UNKNOWN_EVENT` */
export function contractOf(detailType: string, contracts: readonly EventContract[] = EVENT_CONTRACTS): EventContract {
  const contract = contracts.find((one) => detailTypeOf(one) === detailType);
  if (contract) return contract;
  throw unknownEvent(detailType);
}

function unknownEvent(name: string): AlmanacError {
  const names = [...new Set(EVENT_CONTRACTS.map((one) => one.name))];
  const near = nearNames(name, names);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${names.join(', ')}`;
  return new AlmanacError('UNKNOWN_EVENT', `There is no event ${name}: ${hint}`, { near });
}

export const newId = (): string => randomUUID();
export const now = (): Date => systemClock.now();

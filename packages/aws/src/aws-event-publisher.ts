import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventPublisher, eventPublisher, type PublisherDeps } from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { type BusNames, eventBridgeEventBus } from './eventbridge-event-bus.ts';
import { sqsOutbox } from './sqs-outbox.ts';

export interface AwsPublisherOptions extends Pick<PublisherDeps, 'producer' | 'metrics' | 'traceHeader'> {
  readonly clients: { readonly eventBridge: EventBridgeClient; readonly sqs: SQSClient };
  readonly buses: BusNames;
  readonly outboxQueueUrl: string;
}

/** The publisher of a deployed program: EventBridge, the outbox queue, real time and chance. */
export const awsEventPublisher = ({ clients, buses, outboxQueueUrl, ...rest }: AwsPublisherOptions): EventPublisher =>
  eventPublisher({
    ...rest,
    bus: eventBridgeEventBus(clients.eventBridge, buses),
    outbox: sqsOutbox(clients.sqs, outboxQueueUrl),
    clock: systemClock,
    random: Math.random,
    wait: sleep,
    newId: randomUUID,
  });

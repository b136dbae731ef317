import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventPublisher, eventPublisher, type PublisherDeps } from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type BusNames, eventBridgeEventBus } from './eventbridge-event-bus.ts';

export interface AwsPublisherOptions extends Pick<PublisherDeps, 'outbox' | 'producer' | 'metrics' | 'traceHeader'> {
  readonly eventBridge: EventBridgeClient;
  readonly buses: BusNames;
}

/** The publisher of a deployed program: EventBridge, real time and chance. */
export const awsEventPublisher = ({ eventBridge, buses, ...rest }: AwsPublisherOptions): EventPublisher =>
  eventPublisher({
    ...rest,
    bus: eventBridgeEventBus(eventBridge, buses),
    clock: systemClock,
    random: Math.random,
    wait: sleep,
    newId: randomUUID,
  });

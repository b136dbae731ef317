export { entryBytes, MAX_CALL_BYTES, MAX_ENTRIES, MAX_EVENT_BYTES } from './publishing/entry-size.ts';
export {
  type EventPublisher,
  eventPublisher,
  type Published,
  type PublisherDeps,
} from './publishing/event-publisher.ts';
export type { About, EventToPublish, FieldsOf } from './publishing/event-to-publish.ts';
export { type MediaEvents, mediaEvents } from './publishing/media-events.ts';
export { outboxBody, parseOutboxBody } from './publishing/outbox-message.ts';
export type { BusEntry, EntryResult, EventBusPort, EventMetrics, Outbox } from './publishing/ports.ts';
export { resendEntry } from './publishing/resend-entry.ts';
export { MAX_TRIES, type SendDeps } from './publishing/send-entries.ts';

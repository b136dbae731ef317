export { type AuditObject, auditKeyPrefix } from './audit/audit-object.ts';
export { type AuditedEvent, parseAuditMessage } from './audit/audited-event.ts';
export { type AuditDeps, type CopyResult, copyEvents } from './audit/copy-events.ts';
export type { AuditStore } from './audit/ports.ts';
export { type ConsumeDeps, type Consumed, type Consumer, consume, type Reaction, type Try, when } from './consume.ts';
export {
  correlationOf,
  type EventEnvelope,
  type EventRef,
  eventBridgeForm,
  eventFacts,
  identityOf,
  parseEnvelope,
  parseEnvelopeText,
} from './envelope.ts';
export * from './media/index.ts';
export { once } from './once.ts';
export type { Claim, Claims, HandledEvents, HandledKey, Quarantine, QuarantineRecord } from './ports.ts';
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
export { matchesPattern } from './replay/event-pattern.ts';
export type {
  ArchiveReplay,
  ArchiveReplayState,
  AuditCopy,
  EventArchive,
  ReplayTarget,
} from './replay/ports.ts';
export { eventsIn, hoursOf, recordedEvents, statementId } from './replay/recorded-events.ts';
export { replayArchive } from './replay/replay-archive.ts';
export { type PlannedEvent, planReplay, type ReplayPlan, type ReplayScope } from './replay/replay-plan.ts';
export { type ReplayPace, runReplay } from './replay/run-replay.ts';

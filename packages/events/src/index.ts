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
export type { Claim, Claims, HandledEvents, HandledKey, Quarantine, QuarantineRecord } from './ports.ts';

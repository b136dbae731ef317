import { stableId } from '@almanac/kernel';
import type { AuditedEvent } from './audited-event.ts';

/** A message of the audit queue. */
export interface AuditMessage extends AuditedEvent {
  readonly messageId: string;
}

/** One object of the audit bucket: events that crossed one bus and happened in one hour. */
export interface AuditObject {
  readonly key: string;
  /** One event each, as JSON, in the order of time. */
  readonly lines: readonly string[];
  readonly messageIds: readonly string[];
}

/**
 * Where the copies of an hour lie: `events/bus=<bus>/dt=<YYYY-MM-DD>/hour=<HH>/`, in UTC, by the time of the event.
 * An hour may hold a copy twice, as SQS delivers at least once: readers drop what has an id that they have seen.
 */
export function auditKeyPrefix(bus: string, time: Date): string {
  const iso = time.toISOString();
  return `events/bus=${bus}/dt=${iso.slice(0, 10)}/hour=${iso.slice(11, 13)}/`;
}

/**
 * Sorts messages into objects, one per bus and hour. The name of an object depends on nothing but its messages, so
 * that the same batch, delivered again, writes the same object again.
 */
export function auditObjects(messages: readonly AuditMessage[]): AuditObject[] {
  const byPrefix = new Map<string, AuditMessage[]>();
  for (const message of messages) {
    const prefix = auditKeyPrefix(message.bus, message.time);
    const group = byPrefix.get(prefix);
    if (group) group.push(message);
    else byPrefix.set(prefix, [message]);
  }
  return [...byPrefix].map(([prefix, group]) => auditObject(prefix, group));
}

function auditObject(prefix: string, messages: readonly AuditMessage[]): AuditObject {
  const messageIds = messages.map(({ messageId }) => messageId).sort();
  const inOrder = messages.toSorted((a, b) => a.time.getTime() - b.time.getTime());
  return {
    key: `${prefix}${stableId(...messageIds)}.jsonl.gz`,
    lines: inOrder.map(({ text }) => text),
    messageIds,
  };
}

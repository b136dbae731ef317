import { type AuditCopy, type EventEnvelope, eventsIn, hoursOf, identityOf } from '@almanac/events';

/** The event with this id, `metadata.id` or EventBridge's, among those of the buses since then; the newest hour first. */
export async function findEvent(
  audit: AuditCopy,
  buses: readonly string[],
  id: string,
  since: Date,
  now: Date,
): Promise<{ readonly bus: string; readonly event: EventEnvelope } | undefined> {
  for (const hour of hoursOf(since, new Date(now.getTime() + 1)).reverse()) {
    for (const bus of buses) {
      for (const key of await audit.keys(bus, hour)) {
        const event = (await eventsIn(audit, key)).find((one) => one.id === id || identityOf(one).id === id);
        if (event) return { bus, event };
      }
    }
  }
  return undefined;
}

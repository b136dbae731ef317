import { AlmanacError } from '@almanac/kernel';
import type { BusEntry, EventBusPort, EventMetrics } from './ports.ts';
import { type SentEntry, trySending } from './send-entries.ts';

export interface ResendDeps {
  readonly bus: EventBusPort;
  readonly metrics: Pick<EventMetrics, 'published'>;
}

/**
 * Sends an event that waits in the outbox, in one call: the pauses between tries are the queue's, since a function that
 * waited for a bus in trouble would run out of time with the rest of its batch.
 * @throws AlmanacError `EVENT_REFUSED` where the bus still does not take it
 */
export const resendEntry =
  ({ bus, metrics }: ResendDeps) =>
  async (entry: BusEntry): Promise<{ eventId: string }> => {
    const sent: SentEntry[] = [];
    const [refused] = await trySending(bus, [entry], sent);
    const [arrived] = sent;
    if (arrived) {
      metrics.published(entry.detailType, 1);
      return { eventId: arrived.eventId };
    }
    const { code, message } = refused ?? { code: 'NO_RESULT', message: '' };
    throw new AlmanacError(
      'EVENT_REFUSED',
      `EventBridge did not take ${entry.detailType} ${entry.id}: ${code} ${message}`,
      { id: entry.id, code },
    );
  };

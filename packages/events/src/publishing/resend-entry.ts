import { AlmanacError } from '@almanac/kernel';
import type { BusEntry, EventMetrics } from './ports.ts';
import { type SendDeps, sendEntries } from './send-entries.ts';

/** Sends an event that waits in the outbox. @throws AlmanacError `EVENT_REFUSED` where the bus still does not take it */
export const resendEntry =
  (deps: SendDeps & { readonly metrics: Pick<EventMetrics, 'published'> }) =>
  async (entry: BusEntry): Promise<{ eventId: string }> => {
    const { sent, refused } = await sendEntries(deps, [entry]);
    const [arrived] = sent;
    if (arrived) {
      deps.metrics.published(entry.detailType, 1);
      return { eventId: arrived.eventId };
    }
    const { code, message } = refused[0] ?? { code: 'NO_RESULT', message: '' };
    throw new AlmanacError(
      'EVENT_REFUSED',
      `EventBridge did not take ${entry.detailType} ${entry.id}: ${code} ${message}`,
      { id: entry.id, code },
    );
  };

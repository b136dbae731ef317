import type { EventContract } from '@almanac/contracts';
import { AlmanacError, type Clock, describeError } from '@almanac/kernel';
import { type About, type EventToPublish, entriesOf, type FieldsOf } from './event-to-publish.ts';
import type { EventMetrics, Outbox } from './ports.ts';
import { type RefusedEntry, type SendDeps, sendEntries } from './send-entries.ts';

export interface PublisherDeps extends SendDeps {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly metrics: EventMetrics;
  /** An id that nothing else has. */
  readonly newId: () => string;
  /** Who publishes, for `metadata.producer`. */
  readonly producer: string;
  /** X-Ray's header of the trace under way; undefined where there is none. */
  readonly traceHeader: () => string | undefined;
}

/** What became of one event: `outbox` where the bus did not take it and it is sent later. */
export interface Published {
  /** `metadata.id`. */
  readonly id: string;
  readonly outcome: 'sent' | 'outbox';
  /** EventBridge's id; absent in the outbox. */
  readonly eventId?: string;
}

export interface EventPublisher {
  /** As `publishAll` with one event. */
  publish<Contract extends EventContract>(
    contract: Contract,
    detail: FieldsOf<Contract>,
    about: About,
  ): Promise<Published>;
  /**
   * Publishes events: each arrives at least once, under one `metadata.id`, at the latest from the outbox. Give stable
   * ids where a crash repeats the call.
   * @returns one entry for each event, in their order
   * @throws AlmanacError `INVALID_EVENT`, `EVENT_TOO_LARGE`: nothing was sent;
   *   `EVENTS_NOT_KEPT`: those named are neither sent nor in the outbox: call again
   */
  publishAll(events: readonly EventToPublish[]): Promise<Published[]>;
}

export function eventPublisher(deps: PublisherDeps): EventPublisher {
  const defaults = () => ({
    id: deps.newId(),
    producer: deps.producer,
    time: deps.clock.now().toISOString(),
    traceHeader: deps.traceHeader(),
  });

  const publishAll = async (events: readonly EventToPublish[]): Promise<Published[]> => {
    const entries = entriesOf(events, defaults);
    const { sent, refused } = await sendEntries(deps, entries);
    count(sent, (type, number) => deps.metrics.published(type, number));
    await keep(deps, refused);
    const eventIds = new Map(sent.map(({ entry, eventId }) => [entry, eventId]));
    return entries.map((entry): Published => {
      const eventId = eventIds.get(entry);
      return eventId === undefined ? { id: entry.id, outcome: 'outbox' } : { id: entry.id, outcome: 'sent', eventId };
    });
  };

  return {
    publishAll,
    async publish(contract, detail, about) {
      const [published] = await publishAll([{ contract, detail, about }]);
      return published as Published;
    },
  };
}

/** Puts every refused entry into the outbox; one that cannot be kept does not hold the others up. */
async function keep(deps: PublisherDeps, refused: readonly RefusedEntry[]): Promise<void> {
  const kept: RefusedEntry[] = [];
  const lost: (RefusedEntry & { readonly cause: unknown })[] = [];
  for (const one of refused) {
    try {
      await deps.outbox.put(one.entry);
      kept.push(one);
    } catch (cause) {
      lost.push({ ...one, cause });
    }
  }
  count(kept, (type, number) => deps.metrics.toOutbox(type, number));
  const [first] = lost;
  if (!first) return;
  const ids = lost.map(({ entry }) => entry.id);
  const { entry, code, message, cause } = first;
  const what = `${entry.detailType} ${entry.id}${ids.length > 1 ? ` and ${ids.length - 1} more` : ''}`;
  const outboxSaid = describeError(cause).message;
  throw new AlmanacError(
    'EVENTS_NOT_KEPT',
    `Not published: ${what}. EventBridge said ${code} ${message}, and the outbox ${outboxSaid}`,
    { ids },
    { cause },
  );
}

function count(
  entries: readonly { readonly entry: { readonly detailType: string } }[],
  report: (detailType: string, count: number) => void,
): void {
  const counts = new Map<string, number>();
  for (const { entry } of entries) counts.set(entry.detailType, (counts.get(entry.detailType) ?? 0) + 1);
  for (const [detailType, number] of counts) report(detailType, number);
}

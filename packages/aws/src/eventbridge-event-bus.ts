import type { Bus } from '@almanac/contracts';
import type { BusEntry, EntryResult, EventBusPort } from '@almanac/events';
import { AlmanacError } from '@almanac/kernel';
import { type EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge';

/** Names of the buses by their role; one that the program never publishes to may be left out. */
export type BusNames = Partial<Readonly<Record<Bus, string>>>;

/** EventBridge's buses. A call throws `NO_SUCH_BUS` where the program was not told the name of an entry's bus. */
export function eventBridgeEventBus(eventBridge: EventBridgeClient, names: BusNames): EventBusPort {
  const nameOf = ({ bus, detailType }: BusEntry): string => {
    const name = names[bus];
    if (name === undefined)
      throw new AlmanacError('NO_SUCH_BUS', `${detailType} goes to the ${bus} bus, whose name is not configured`);
    return name;
  };
  return {
    async put(entries) {
      const { Entries = [] } = await eventBridge.send(
        new PutEventsCommand({
          Entries: entries.map((entry) => ({
            EventBusName: nameOf(entry),
            Source: entry.source,
            DetailType: entry.detailType,
            Detail: entry.detail,
            Time: new Date(entry.time),
            ...(entry.traceHeader && { TraceHeader: entry.traceHeader }),
          })),
        }),
      );
      return Entries.map(resultOf);
    },
  };
}

const resultOf = ({ EventId, ErrorCode, ErrorMessage = '' }: PutEventsResultEntry): EntryResult =>
  EventId !== undefined && ErrorCode === undefined
    ? { ok: true, eventId: EventId }
    : { ok: false, code: ErrorCode ?? 'NO_EVENT_ID', message: ErrorMessage };

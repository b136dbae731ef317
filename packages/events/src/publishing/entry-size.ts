import type { BusEntry } from './ports.ts';

/** Most entries of one PutEvents call. Source: EventBridge API reference, PutEvents. */
export const MAX_ENTRIES = 10;

/**
 * Most bytes of all entries of one call: they must stay below 1 MB.
 * Source: EventBridge User Guide, "Sending events with PutEvents", section "Calculating PutEvents event entry size".
 */
export const MAX_CALL_BYTES = 1_000_000;

/**
 * Most bytes of one event. Queues, which most targets are, carry 256 KB (262,144 bytes, SQS's `MaximumMessageSize` as
 * Terraform sets it), and around the event they carry its envelope as well, for which 8 KB are kept.
 */
export const MAX_EVENT_BYTES = 256 * 1024 - 8 * 1024;

const TIME_BYTES = 14;

/**
 * Bytes of an entry as EventBridge counts them: 14 for the time, and those of source, detail type and detail in UTF-8.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size
 */
export const entryBytes = ({ source, detailType, detail }: BusEntry): number =>
  TIME_BYTES + Buffer.byteLength(source) + Buffer.byteLength(detailType) + Buffer.byteLength(detail);

/** Entries in their order, in as few calls as their number and sizes allow without reordering them. */
export function inCalls(entries: readonly BusEntry[]): BusEntry[][] {
  const calls: BusEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = entryBytes(entry);
    const last = calls.at(-1);
    if (last && last.length < MAX_ENTRIES && bytes + size <= MAX_CALL_BYTES) {
      last.push(entry);
      bytes += size;
    } else {
      calls.push([entry]);
      bytes = size;
    }
  }
  return calls;
}

import type { Bus } from '@almanac/contracts';

/** One event as it goes to EventBridge. */
export interface BusEntry {
  /** `detail.metadata.id`: the same fact sent again carries the same id. */
  readonly id: string;
  readonly bus: Bus;
  readonly source: string;
  readonly detailType: string;
  /** JSON text. */
  readonly detail: string;
  /** When the fact happened, ISO 8601 in UTC. */
  readonly time: string;
  /** X-Ray's trace header, by which EventBridge passes the trace on to consumers. */
  readonly traceHeader?: string;
}

/** What EventBridge says of one entry. */
export type EntryResult =
  | { readonly ok: true; readonly eventId: string }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** The buses of the stack. */
export interface EventBusPort {
  /**
   * One call with at most ten entries.
   * @returns one result for each entry, in their order
   * @throws where nothing is known of any entry; some may have arrived all the same
   */
  put(entries: readonly BusEntry[]): Promise<readonly EntryResult[]>;
}

/** Where events wait that a bus did not take; they are sent from there later. */
export interface Outbox {
  /** Keeps one event. Kept twice it is sent twice under its one id, which consumers recognise. */
  put(entry: BusEntry): Promise<void>;
}

/** Counts per event type, by its `detail-type`. */
export interface EventMetrics {
  published(detailType: string, count: number): void;
  toOutbox(detailType: string, count: number): void;
}

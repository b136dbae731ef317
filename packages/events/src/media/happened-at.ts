import type { ReceivedEvent } from '../consume.ts';

/** Any event about a file. */
export type MediaEvent = ReceivedEvent<{ fileId: string; timestamp?: number }>;

/** The last millisecond that has a year of four digits: texts of later times would not sort. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * When the fact happened, ISO 8601 with milliseconds: what the event itself says where its type has a `timestamp`, else
 * the time of the event, which EventBridge keeps to the second.
 */
export const happenedAt = ({ time, detail }: MediaEvent): string =>
  detail.timestamp !== undefined && detail.timestamp <= LAST_MS ? new Date(detail.timestamp).toISOString() : time;

/** When something happened, and the id of the event that said so. */
export interface FactTime {
  readonly eventId: string;
  /** ISO 8601, UTC, with milliseconds. */
  readonly happenedAt: string;
}

export const factTime = (event: MediaEvent): FactTime => ({
  eventId: event.id,
  happenedAt: happenedAt(event),
});

/** Whether `fact` replaces what is known: the later of two facts of a kind counts; of equal times the greater event id. */
export const isNewer = (fact: FactTime, known: FactTime | undefined): boolean =>
  known === undefined ||
  fact.happenedAt > known.happenedAt ||
  (fact.happenedAt === known.happenedAt && fact.eventId > known.eventId);

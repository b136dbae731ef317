import {
  type DetailOf,
  detailTypeOf,
  type EventContract,
  type EventMetadata,
  majorOf,
  validateDetail,
} from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { entryBytes, MAX_EVENT_BYTES } from './entry-size.ts';
import type { BusEntry } from './ports.ts';

/** A contract's own fields: its `detail` without the metadata, which the publisher adds. */
export type FieldsOf<Contract extends EventContract> = Omit<DetailOf<Contract>, 'metadata'>;

/** What the publisher is told of an event besides its fields; the rest of the metadata it fills in. */
export type About = Pick<EventMetadata, 'correlationId'> &
  Partial<Pick<EventMetadata, 'id' | 'causationId' | 'producer' | 'time'>>;

export interface EventToPublish<Contract extends EventContract = EventContract> {
  readonly contract: Contract;
  readonly detail: FieldsOf<Contract>;
  readonly about: About;
}

/** What is filled in where `About` leaves it open. */
export interface Defaults {
  readonly id: string;
  readonly producer: string;
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly traceHeader?: string | undefined;
}

/** The events as EventBridge takes them. @throws AlmanacError `INVALID_EVENT`, `EVENT_TOO_LARGE` about all of them at once */
export function entriesOf(events: readonly EventToPublish[], defaultsOf: () => Defaults): BusEntry[] {
  const made = events.map((event) => entryOf(event, defaultsOf()));
  const invalid = made.flatMap(({ problems }) => problems);
  if (invalid.length > 0) throw invalidEvent(invalid);
  const entries = made.flatMap(({ entry }) => entry ?? []);
  const tooLarge = entries.find((entry) => entryBytes(entry) > MAX_EVENT_BYTES);
  if (tooLarge) throw eventTooLarge(tooLarge);
  return entries;
}

/** One thing wrong with one event. */
interface Problem {
  readonly event: string;
  readonly id: string;
  readonly path: string;
  readonly message: string;
}

function entryOf(
  { contract, detail, about }: EventToPublish,
  { traceHeader, ...defaults }: Defaults,
): { problems: Problem[]; entry?: BusEntry } {
  const metadata: EventMetadata = { ...defaults, ...defined(about), version: `${majorOf(contract)}` };
  const checked = validateDetail(contract, { ...detail, metadata }, { unknownFields: 'refuse' });
  const { id, time } = metadata;
  if (!checked.ok) return { problems: checked.problems.map((one) => ({ event: contract.name, id, ...one })) };
  const entry = {
    id,
    bus: contract.bus,
    source: contract.source,
    detailType: detailTypeOf(contract),
    detail: JSON.stringify(checked.detail),
    time,
    ...(traceHeader && { traceHeader }),
  };
  return { problems: [], entry };
}

const defined = (about: About): About =>
  Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined)) as About;

function invalidEvent(problems: readonly Problem[]): AlmanacError {
  const names = [...new Set(problems.map(({ event }) => event))];
  const sentence = problems.map(({ event, path, message }) =>
    names.length > 1 ? `${event} ${path}: ${message}` : `${path}: ${message}`,
  );
  return new AlmanacError(
    'INVALID_EVENT',
    `${names.join(', ')} violates its contract, and nothing was sent: ${sentence.join('; ')}`,
    { problems },
  );
}

function eventTooLarge(entry: BusEntry): AlmanacError {
  const bytes = entryBytes(entry);
  return new AlmanacError(
    'EVENT_TOO_LARGE',
    `${entry.detailType} ${entry.id} has ${bytes} bytes, and an event may have ${MAX_EVENT_BYTES}; nothing was sent. Keep the data in S3 and put its key into the event`,
    { id: entry.id, detailType: entry.detailType, bytes, maxBytes: MAX_EVENT_BYTES },
  );
}

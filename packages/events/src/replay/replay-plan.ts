import { type EventEnvelope, type EventRef, identityOf } from '../envelope.ts';
import type { AuditCopy } from './ports.ts';
import { hoursOf, recordedEvents, statementId } from './recorded-events.ts';

/**
 * How far apart the time of a fact and EventBridge's time of it may be for a replay to find the event: the copy lies by
 * the latter, and a window means the former.
 */
const MARGIN_MS = 3_600_000;

export interface ReplayScope {
  /** Name of the bus as it is deployed. */
  readonly bus: string;
  /** The first moment of the window, of the times at which facts happened. */
  readonly from: Date;
  /** The end of the window, exclusive. */
  readonly to: Date;
  readonly select: (event: EventEnvelope) => boolean;
}

export interface PlannedEvent {
  readonly envelope: EventEnvelope;
  readonly ref: EventRef;
  /** Events of one key are replayed one after another. */
  readonly key: string;
}

export interface ReplayPlan {
  /** By the time of the fact; each fact once, but for copies that say something else of it. */
  readonly events: readonly PlannedEvent[];
  /** Further copies of the same facts that were left out. */
  readonly repeats: number;
  /** How many events there are of each `detail-type`. */
  readonly types: Readonly<Record<string, number>>;
}

/** What a replay of the window would send. All its events are held in memory, at about twice their size. */
export async function planReplay(audit: AuditCopy, { bus, from, to, select }: ReplayScope): Promise<ReplayPlan> {
  const hours = hoursOf(new Date(from.getTime() - MARGIN_MS), new Date(to.getTime() + MARGIN_MS));
  const [first, end] = [from.toISOString(), to.toISOString()];
  const planned = new Map<string, PlannedEvent>();
  let repeats = 0;
  for await (const envelope of recordedEvents(audit, bus, hours)) {
    const ref = identityOf(envelope);
    if (ref.time < first || ref.time >= end || !select(envelope)) continue;
    const statement = statementId(envelope);
    if (planned.has(statement)) repeats++;
    else planned.set(statement, { envelope, ref, key: keyOf(envelope, ref) });
  }
  const events = [...planned.values()].sort(inTime);
  return { events, repeats, types: typesOf(events) };
}

const inTime = ({ ref: a }: PlannedEvent, { ref: b }: PlannedEvent): number =>
  a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** What the event is about: its file, else its report, else itself. */
function keyOf({ detail }: EventEnvelope, { id }: EventRef): string {
  const { fileId, report } = (detail ?? {}) as { fileId?: unknown; report?: unknown };
  if (typeof fileId === 'string') return `file ${fileId}`;
  return typeof report === 'string' ? `report ${report}` : `event ${id}`;
}

function typesOf(events: readonly PlannedEvent[]): Record<string, number> {
  const types: Record<string, number> = {};
  for (const { envelope } of events) types[envelope.detailType] = (types[envelope.detailType] ?? 0) + 1;
  return types;
}

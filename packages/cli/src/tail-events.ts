import { type AuditCopy, type EventEnvelope, eventsIn, hoursOf, identityOf, statementId } from '@almanac/events';
import type { Clock } from '@almanac/kernel';

const HOUR_MS = 3_600_000;

export interface TailDeps {
  readonly audit: AuditCopy;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<unknown>;
}

export interface Tail {
  readonly bus: string;
  readonly since: Date;
  /** When to stop following; absent: never. */
  readonly until?: Date;
  readonly pollMs: number;
  readonly select: (event: EventEnvelope) => boolean;
}

/** Events as the audit copy gets them, each once but for copies that say something else: first those since then, by their time, and then what arrives. */
export async function* tailEvents(deps: TailDeps, tail: Tail): AsyncGenerator<EventEnvelope> {
  const keys = new Set<string>();
  const statements = new Set<string>();
  for (let from = tail.since; ; ) {
    const now = deps.clock.now();
    yield* await newEvents(deps.audit, tail, hoursOf(from, new Date(now.getTime() + 1)), { keys, statements });
    if (tail.until && now >= tail.until) return;
    // What is written late belongs to the hour before.
    from = new Date(Math.max(tail.since.getTime(), now.getTime() - HOUR_MS));
    await deps.wait(tail.pollMs);
  }
}

async function newEvents(
  audit: AuditCopy,
  { bus, since, select }: Tail,
  hours: readonly string[],
  seen: { readonly keys: Set<string>; readonly statements: Set<string> },
): Promise<EventEnvelope[]> {
  const found: { readonly event: EventEnvelope; readonly time: string }[] = [];
  for (const hour of hours) {
    for (const key of await audit.keys(bus, hour)) {
      if (seen.keys.has(key)) continue;
      const events = await eventsIn(audit, key);
      seen.keys.add(key);
      for (const event of events) {
        const [{ time }, statement] = [identityOf(event), statementId(event)];
        if (seen.statements.has(statement) || time < since.toISOString() || !select(event)) continue;
        seen.statements.add(statement);
        found.push({ event, time });
      }
    }
  }
  return found.sort((a, b) => (a.time < b.time ? -1 : 1)).map(({ event }) => event);
}

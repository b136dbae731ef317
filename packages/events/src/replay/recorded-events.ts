import { AlmanacError, stableId } from '@almanac/kernel';
import { type EventEnvelope, identityOf, parseEnvelopeText } from '../envelope.ts';
import type { AuditCopy } from './ports.ts';

const HOUR_MS = 3_600_000;
const READ_AT_ONCE = 16;

/** Hours that a time span touches, such as `2026-11-24T10`, ascending. @param to exclusive */
export function hoursOf(from: Date, to: Date): string[] {
  const first = Math.floor(from.getTime() / HOUR_MS) * HOUR_MS;
  const hours: string[] = [];
  for (let at = first; at < to.getTime(); at += HOUR_MS) hours.push(new Date(at).toISOString().slice(0, 13));
  return hours;
}

/** The events of one object of the audit copy. @throws AlmanacError `BAD_AUDIT_OBJECT` naming object and line */
export async function eventsIn(audit: Pick<AuditCopy, 'lines'>, key: string): Promise<EventEnvelope[]> {
  const lines = await audit.lines(key);
  return lines.map((line, i) => {
    try {
      return parseEnvelopeText(line);
    } catch (cause) {
      const what = cause instanceof Error ? cause.message : String(cause);
      throw new AlmanacError('BAD_AUDIT_OBJECT', `Line ${i + 1} of ${key} is no event: ${what}`, { key }, { cause });
    }
  });
}

/**
 * The same for every copy of a fact, and another for one that says something else under the fact's id: a correction of
 * what was in quarantine, or the fact in another version.
 */
export const statementId = (envelope: EventEnvelope): string =>
  stableId(identityOf(envelope).id, envelope.detailType, JSON.stringify(envelope.detail ?? null));

/** Every event that the copy holds of these hours, hour by hour; repeats included. */
export async function* recordedEvents(
  audit: AuditCopy,
  bus: string,
  hours: readonly string[],
): AsyncGenerator<EventEnvelope> {
  for (const hour of hours) {
    const keys = await audit.keys(bus, hour);
    for (let i = 0; i < keys.length; i += READ_AT_ONCE) {
      const read = await Promise.all(keys.slice(i, i + READ_AT_ONCE).map((key) => eventsIn(audit, key)));
      yield* read.flat();
    }
  }
}

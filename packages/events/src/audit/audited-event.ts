import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';

/** What the audit rules' input template makes: the bus, then the event's own text. */
const MESSAGE = /^\s*\{\s*"bus"\s*:\s*"(?<bus>[\w.-]{1,256})"\s*,\s*"event"\s*:(?<text>.*)\}\s*$/s;
const TEMPLATE = '{"bus": "<name>", "event": {...}}';

/** Only what decides where a copy goes: whether an event keeps its contract is not the audit's business. */
const event = z.object({ id: z.string().min(1), time: z.iso.datetime({ offset: true }) });

/** An event, and the name of the bus that it crossed. */
export interface AuditedEvent {
  readonly bus: string;
  /** When it happened. */
  readonly time: Date;
  /** The event on one line, every digit as EventBridge delivered it: reading numbers and writing them again may change them. */
  readonly text: string;
}

/**
 * Reads what an audit rule puts into the audit queue: `{"bus": "<name>", "event": <the event as it came>}`.
 * @throws AlmanacError `NOT_AN_AUDIT_MESSAGE` naming what is wrong
 */
export function parseAuditMessage(body: string): AuditedEvent {
  const { bus, text = '' } = MESSAGE.exec(body)?.groups ?? {};
  if (bus === undefined) throw notAnAuditMessage([`it is not of the form ${TEMPLATE}`]);
  const parsed = event.safeParse(parseJson(text));
  if (parsed.success) return { bus, time: new Date(parsed.data.time), text: onOneLine(text) };
  throw notAnAuditMessage(
    parsed.error.issues.map(({ path, message }) => `${['event', ...path].join('.')}: ${message}`),
  );
}

/** Line breaks of JSON stand between its tokens only; within a text they are escaped. */
const onOneLine = (json: string): string => json.replaceAll(/[\r\n]+/g, ' ').trim();

const notAnAuditMessage = (problems: string[]): AlmanacError =>
  new AlmanacError('NOT_AN_AUDIT_MESSAGE', `This is no copy of an event: ${problems.join('; ')}`, { problems });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';

/** An event as EventBridge hands it to a target. `detail` is whatever its publisher sent: nobody has checked it. */
export interface EventEnvelope {
  /** EventBridge's own id: another one each time that the same fact is published. */
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly region: string;
  readonly account: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  /** Present where an archive replays the event. */
  readonly replayName?: string;
}

/** Which fact an event states: the same each time that it is published, delivered or replayed. */
export interface EventRef {
  readonly id: string;
  /** When the fact happened: ISO 8601, UTC, with milliseconds, so that texts sort as times do. */
  readonly time: string;
}

/** Source: Amazon EventBridge User Guide, "Events". */
const eventBridgeEvent = z.object({
  id: z.string().min(1),
  source: z.string().min(1),
  'detail-type': z.string().min(1),
  time: z.iso.datetime(),
  region: z.string(),
  account: z.string(),
  resources: z.array(z.string()).default([]),
  detail: z.unknown(),
  'replay-name': z.string().min(1).optional(),
});

/** @throws AlmanacError `BAD_MESSAGE` where the value is no event that EventBridge delivered */
export function parseEnvelope(value: unknown): EventEnvelope {
  const parsed = eventBridgeEvent.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw notAnEvent(`${issue?.path.join('.') || 'the whole of it'}: ${issue?.message}`);
  }
  const { 'detail-type': detailType, 'replay-name': replayName, ...rest } = parsed.data;
  return { ...rest, detailType, ...(replayName !== undefined && { replayName }) };
}

/** Reads the body of a message that a rule put into a queue. @throws AlmanacError `BAD_MESSAGE` */
export function parseEnvelopeText(body: string): EventEnvelope {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (cause) {
    throw notAnEvent('it is not JSON', cause);
  }
  return parseEnvelope(json);
}

const notAnEvent = (why: string, cause?: unknown) =>
  new AlmanacError('BAD_MESSAGE', `The message is not an event from EventBridge: ${why}`, {}, { cause });

/** The event in the form in which EventBridge delivers it, to be delivered or looked at again. */
export const eventBridgeForm = ({ detailType, replayName, ...rest }: EventEnvelope) => ({
  version: '0',
  ...rest,
  'detail-type': detailType,
  ...(replayName !== undefined && { 'replay-name': replayName }),
});

/** What is read of `detail.metadata` before anything else is known of the event; absent where it is malformed. */
const metadata = z.object({
  id: z.string().min(1).optional().catch(undefined),
  time: z.iso.datetime().optional().catch(undefined),
  correlationId: z.string().min(1).optional().catch(undefined),
});
const detailWithMetadata = z.object({ metadata });
const metadataOf = ({ detail }: EventEnvelope): z.infer<typeof metadata> =>
  detailWithMetadata.safeParse(detail).data?.metadata ?? {};

/**
 * The fact that an event states. Its publisher's id and time count where there are any: a publisher that tries again, and
 * the outbox, send the same fact under another id of EventBridge.
 */
export function identityOf(envelope: EventEnvelope): EventRef {
  const { id, time } = metadataOf(envelope);
  return { id: id ?? envelope.id, time: new Date(time ?? envelope.time).toISOString() };
}

/** Shared by everything that one upload or request led to; the event's own id where its publisher names none. */
export const correlationOf = (envelope: EventEnvelope): string =>
  metadataOf(envelope).correlationId ?? identityOf(envelope).id;

/** What log lines and metrics say of an event. */
export const eventFacts = (envelope: EventEnvelope) => ({
  id: identityOf(envelope).id,
  type: envelope.detailType,
  correlationId: correlationOf(envelope),
  ...(envelope.replayName !== undefined && { replayName: envelope.replayName }),
});

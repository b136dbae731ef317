import { AlmanacError } from '@almanac/kernel';
import { z } from 'zod';

/**
 * An event as EventBridge delivers it, with every field that it came with. Only what decides where its copy goes is
 * checked: whether the event keeps its contract is not the audit's business.
 */
const event = z.looseObject({ id: z.string().min(1), time: z.iso.datetime({ offset: true }) });

const auditMessage = z.object({ bus: z.string().regex(/^[\w.-]{1,256}$/), event });

/** An event, and the name of the bus that it crossed. */
export type AuditedEvent = z.infer<typeof auditMessage>;

/**
 * Reads what an audit rule puts into the audit queue: `{"bus": <name>, "event": <the event as it came>}`.
 * @throws AlmanacError `NOT_AN_AUDIT_MESSAGE` naming what is wrong
 */
export function parseAuditMessage(body: string): AuditedEvent {
  const parsed = auditMessage.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'message'}: ${message}`);
  throw new AlmanacError('NOT_AN_AUDIT_MESSAGE', `This is no copy of an event: ${problems.join('; ')}`, { problems });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

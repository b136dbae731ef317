import { AlmanacError, stableId } from '@almanac/kernel';
import * as z from 'zod';

/** What fits into a header as it is. */
const HEADER_TEXT = /^[\x21-\x7e]{1,256}$/;
const id = z.string().regex(HEADER_TEXT, 'has to be up to 256 visible ASCII characters').optional();

const actionMessage = z.object({
  idempotency_key: z.string().min(1),
  schedule_id: id,
  run_id: id,
  schedule_name: z.string().optional(),
  scheduled_time: z.string().optional(),
  payload: z.record(z.string(), z.unknown()),
});

/** An action that somebody asked for: a run of a schedule, or a part of the stack (then without ids). */
export type RequestedAction = z.infer<typeof actionMessage>;

/** One try at an action. */
export interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  /** Whether there is no other after it. */
  readonly isLast: boolean;
  readonly remainingMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Reads an action from a message of a topic: the payload is the message, what belongs to it are its attributes.
 * Without the attribute `idempotency_key` the topic's own id of the message is the key.
 * @throws AlmanacError `INVALID_ACTION_MESSAGE`
 */
export function parseActionMessage(published: {
  readonly messageId: string;
  readonly message: unknown;
  readonly attributes: Readonly<Record<string, string>>;
}): RequestedAction {
  const { messageId, message: payload, attributes } = published;
  const key = attributes.idempotency_key ?? messageId;
  const parsed = actionMessage.safeParse({
    ...attributes,
    idempotency_key: HEADER_TEXT.test(key) ? key : stableId(key),
    payload,
  });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AlmanacError(
    'INVALID_ACTION_MESSAGE',
    `The action is not understood: ${issue?.path.join('.')} ${issue?.message}`,
  );
}

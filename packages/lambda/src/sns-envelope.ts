import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';

const envelope = z.object({
  Type: z.literal('Notification'),
  MessageId: z.string().min(1),
  TopicArn: z.string().min(1),
  Message: z.string(),
  MessageAttributes: z.record(z.string(), z.object({ Type: z.string(), Value: z.string() })).default({}),
});

/** What a topic handed to a queue. */
export interface SnsEnvelope {
  /** The same for each delivery of one published message. */
  readonly messageId: string;
  /** What the message holds as JSON, or its text where it is none. */
  readonly message: unknown;
  /** Attributes of the message as text. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Reads the body of an SQS message that an SNS subscription without raw delivery has put there.
 * Source: SNS Developer Guide, "Fanout to Amazon SQS queues".
 * @throws AlmanacError `BAD_MESSAGE`
 */
export function parseSnsEnvelope(body: string): SnsEnvelope {
  const parsed = envelope.safeParse(json(body));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw bad(`The message is not one that SNS delivers: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { MessageId, Message, MessageAttributes } = parsed.data;
  const message = json(Message);
  const attributes = Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value] as const);
  return {
    messageId: MessageId,
    message: message === undefined ? Message : message,
    attributes: Object.fromEntries(attributes),
  };
}

const bad = (message: string) => new AlmanacError('BAD_MESSAGE', message);

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { DeadLetter } from '@almanac/aws';
import { AlmanacError } from '@almanac/kernel';
import { type DeadLetterQueue, type DeadLetterStack, lookAtAll } from './dead-letter-queues.ts';

export interface RedriveOptions {
  /** Only this message. */
  readonly message?: string;
  /** Say what would happen and do nothing. */
  readonly isDryRun: boolean;
  readonly now: Date;
}

/** What became of one queue's messages. */
export interface Redriven {
  readonly queue: string;
  readonly consumer?: string;
  /** Absent where its messages belong nowhere. */
  readonly target?: string;
  /** `move` by SQS itself, `resend` where it was received, handed on and deleted one by one; absent in a dry run. */
  readonly method?: 'move' | 'resend';
  readonly messages: number;
  readonly message_ids: readonly string[];
  /** Ids the messages got in the target, in the same order; absent where SQS moved them. */
  readonly new_message_ids?: readonly string[];
  /** Messages left where they are, because nothing of the stack takes them. */
  readonly left: readonly string[];
}

export interface RedrivePorts {
  readonly queues: DeadLetterStack['queues'];
  readonly deadLetters: DeadLetterStack['deadLetters'];
  readonly record: Pick<DeadLetterStack['record'], 'markRedriven'>;
}

/**
 * Sends dead letters back to where they came from.
 * @returns one entry for each queue that holds messages asked for
 * @throws AlmanacError `NO_SUCH_MESSAGE`
 */
export async function redrive(ports: RedrivePorts, options: RedriveOptions): Promise<Redriven[]> {
  const isAsked = ({ messageId }: DeadLetter) => options.message === undefined || messageId === options.message;
  const results: Redriven[] = [];
  for (const { queue, letters } of await lookAtAll(ports)) {
    const asked = letters.filter(isAsked);
    if (asked.length > 0) results.push(await redriveQueue(ports, queue, asked, options));
  }
  if (options.message !== undefined && results.length === 0) throw noSuchMessage(options.message);
  return results;
}

export const noSuchMessage = (messageId: string): AlmanacError =>
  new AlmanacError('NO_SUCH_MESSAGE', `No dead-letter queue holds the message ${messageId}`, { messageId });

async function redriveQueue(
  ports: RedrivePorts,
  queue: DeadLetterQueue,
  asked: readonly DeadLetter[],
  options: RedriveOptions,
): Promise<Redriven> {
  const { name, consumer, target } = queue;
  const taken = target ? asked.filter((letter) => queue.bodyFor(letter) !== undefined) : [];
  const base = {
    queue: name,
    ...(consumer !== undefined && { consumer }),
    ...(target && { target: target.name }),
    left: idsOf(asked.filter((letter) => !taken.includes(letter))),
  };
  const plan = { ...base, messages: taken.length, message_ids: idsOf(taken) };
  if (!target || options.isDryRun || taken.length === 0) return plan;
  const done = await sendBack(ports.deadLetters, { ...queue, target }, taken, options.message);
  for (const id of done.message_ids) await ports.record.markRedriven(id, options.now);
  return { ...base, ...done };
}

type Sent = Pick<Redriven, 'messages' | 'message_ids'> & Required<Pick<Redriven, 'method'>>;

async function sendBack(
  deadLetters: RedrivePorts['deadLetters'],
  queue: DeadLetterQueue & Required<Pick<DeadLetterQueue, 'target'>>,
  taken: readonly DeadLetter[],
  message: string | undefined,
): Promise<Sent & Pick<Redriven, 'new_message_ids'>> {
  const { url, target, bodyFor } = queue;
  const areAsTheyCame = taken.every((letter) => bodyFor(letter) === letter.body);
  const wantsAll = queue.isFedBySqs && message === undefined && areAsTheyCame;
  const moved = wantsAll ? await deadLetters.moveAll(url, target.target) : undefined;
  if (moved !== undefined) return { method: 'move', messages: moved, message_ids: idsOf(taken) };
  // Of what SQS does not feed only what was there at the start: a function may fail again and its event be back at once.
  const ids = new Set(idsOf(taken));
  const isWanted = ({ messageId }: DeadLetter) => wantsAll || ids.has(messageId);
  const sent = await deadLetters.resend(url, target, (letter) => (isWanted(letter) ? bodyFor(letter) : undefined));
  return {
    method: 'resend',
    messages: sent.length,
    message_ids: sent.map(({ messageId }) => messageId),
    new_message_ids: sent.map(({ newMessageId }) => newMessageId),
  };
}

const idsOf = (letters: readonly DeadLetter[]): string[] => letters.map(({ messageId }) => messageId);

import type { DeadLetter } from '@almanac/aws';
import { AlmanacError } from '@almanac/kernel';
import { belongsInTarget, type DeadLetterQueue, lookIntoAll } from './dead-letter-queues.ts';
import type { Stack } from './stack.ts';

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
  /** Absent where its messages belong in no queue. */
  readonly target?: string;
  /** `move` by SQS itself, `resend` where it was received, sent and deleted one by one; absent in a dry run. */
  readonly method?: 'move' | 'resend';
  readonly messages: number;
  readonly message_ids: readonly string[];
  /** Ids the messages got in the target queue, in the same order; absent where SQS moved them. */
  readonly new_message_ids?: readonly string[];
  /** Messages left where they are, because no queue of the stack takes them. */
  readonly left: readonly string[];
}

export interface RedrivePorts {
  readonly outputs: Stack['outputs'];
  readonly deadLetters: Stack['deadLetters'];
  readonly ledger: Pick<Stack['ledger'], 'markRedriven'>;
}

/**
 * Sends dead letters back to the queues they came from.
 * @returns one entry for each queue that holds messages asked for
 * @throws AlmanacError `NO_SUCH_MESSAGE`
 */
export async function redrive(ports: RedrivePorts, options: RedriveOptions): Promise<Redriven[]> {
  const results: Redriven[] = [];
  for (const { queue, letters } of await lookIntoAll(ports)) {
    const result = await redriveQueue(ports, queue, letters, options);
    if (result.message_ids.length + result.left.length > 0) results.push(result);
  }
  if (options.message !== undefined && results.length === 0) {
    throw new AlmanacError('NO_SUCH_MESSAGE', `No dead-letter queue holds the message ${options.message}`, {
      messageId: options.message,
    });
  }
  return results;
}

async function redriveQueue(
  ports: RedrivePorts,
  queue: DeadLetterQueue,
  letters: readonly DeadLetter[],
  options: RedriveOptions,
): Promise<Redriven> {
  const isAsked = ({ messageId }: DeadLetter) => options.message === undefined || messageId === options.message;
  const asked = letters.filter(isAsked);
  const { target } = queue;
  if (!target) return { queue: queue.name, messages: 0, message_ids: [], left: idsOf(asked) };
  const isTaken = (letter: DeadLetter) => isAsked(letter) && belongsInTarget(queue, letter);
  const taken = idsOf(asked.filter(isTaken));
  const base = {
    queue: queue.name,
    target: target.name,
    left: idsOf(asked.filter((letter) => !isTaken(letter))),
  };
  if (options.isDryRun || taken.length === 0) return { ...base, messages: taken.length, message_ids: taken };

  const wantsAll = queue.isFedBySqs && options.message === undefined;
  const moved = wantsAll ? await ports.deadLetters.moveAll(queue.url, target.url) : undefined;
  const sent = moved === undefined ? await ports.deadLetters.resend(queue.url, target.url, isTaken) : [];
  const ids = moved === undefined ? sent.map(({ messageId }) => messageId) : taken;
  for (const id of ids) await ports.ledger.markRedriven(id, options.now);
  return moved === undefined
    ? {
        ...base,
        method: 'resend',
        messages: sent.length,
        message_ids: ids,
        new_message_ids: sent.map(({ newMessageId }) => newMessageId),
      }
    : { ...base, method: 'move', messages: moved, message_ids: ids };
}

const idsOf = (letters: readonly DeadLetter[]): string[] => letters.map(({ messageId }) => messageId);

import type { DeadLetter, MessageFailure, StackOutputs } from '@almanac/aws';
import { aboutOf, errorOfRun, isS3Event } from './dead-letter-body.ts';
import type { Stack } from './stack.ts';

/** A dead-letter queue of the stack and where its messages belong. */
export interface DeadLetterQueue {
  readonly name: string;
  readonly url: string;
  /** Absent where its messages belong in no queue. */
  readonly target?: { readonly name: string; readonly url: string };
  /** Whether SQS itself fills it, and so can move everything back. */
  readonly isFedBySqs: boolean;
}

const nameOf = (queueUrl: string): string => queueUrl.split('/').at(-1) ?? queueUrl;
const queue = (url: string) => ({ name: nameOf(url), url });

/** Every dead-letter queue, in the order of the data. */
export const deadLetterQueues = (outputs: StackOutputs): DeadLetterQueue[] => [
  { ...queue(outputs.cur_delivery_dlq_url), target: queue(outputs.cur_queue_url), isFedBySqs: false },
  { ...queue(outputs.cur_dlq_url), target: queue(outputs.cur_queue_url), isFedBySqs: true },
  { ...queue(outputs.cur_publish_dlq_url), target: queue(outputs.cur_publish_queue_url), isFedBySqs: true },
  { ...queue(outputs.ops_delivery_dlq_url), isFedBySqs: false },
];

/** A dead letter joined with what the ledger knows of it. */
export interface ListedLetter {
  readonly queue: string;
  readonly message_id: string;
  /** The file, billing period, function or rule it is about, as far as the message tells. */
  readonly about: string;
  readonly sent_at: string;
  readonly receives: number;
  /** The last error on record; null where there is none. */
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly attempt?: number;
    readonly at?: string;
  } | null;
  /** Why it lies here, as a sentence. */
  readonly reason: string;
}

const NOT_RECORDED = 'no error recorded: the function was killed or ran out of memory';

/** What each queue holds, looked at side by side: of one that is empty, SQS takes a second to say so. */
export const lookIntoAll = ({ outputs, deadLetters }: Pick<Stack, 'outputs' | 'deadLetters'>) =>
  Promise.all(deadLetterQueues(outputs).map(async (queue) => ({ queue, letters: await deadLetters.look(queue.url) })));

/** Everything in the queues, which is left where it is. */
export async function listLetters({ outputs, deadLetters, ledger }: Stack) {
  const looked = await lookIntoAll({ outputs, deadLetters });
  const found = looked.flatMap(({ queue, letters }) => letters.map((letter) => ({ queue, letter })));
  return Promise.all(
    found.map(async ({ queue, letter }) => ({
      queue,
      letter,
      listed: listed(queue, letter, await ledger.failureOf(letter.messageId)),
    })),
  );
}

export function listed(queue: DeadLetterQueue, letter: DeadLetter, failure: MessageFailure | undefined): ListedLetter {
  const error = failure?.last_error ?? deliveryError(letter);
  return {
    queue: queue.name,
    message_id: letter.messageId,
    about: aboutOf(letter.body),
    sent_at: letter.sentAt,
    receives: letter.receives,
    error,
    reason: error ? `${error.message} (${error.code})` : NOT_RECORDED,
  };
}

/** What EventBridge and SNS write on a message that they could not deliver, or Lambda into one of a run that it gave up. */
function deliveryError({ attributes, body }: DeadLetter): ListedLetter['error'] {
  const run = errorOfRun(body);
  const code = attributes.ERROR_CODE ?? attributes.ErrorCode ?? run.code;
  const message = attributes.ERROR_MESSAGE ?? attributes.ErrorMessage ?? run.message;
  return code === undefined && message === undefined
    ? null
    : { code: code ?? 'UNKNOWN', message: message ?? 'no message' };
}

/** Whether a message belongs in the queue it would be sent to: alerts that SNS could not deliver, and runs of the cleanup, belong in none. */
export const belongsInTarget = (queue: DeadLetterQueue, { body }: DeadLetter): boolean =>
  queue.isFedBySqs || isS3Event(body);

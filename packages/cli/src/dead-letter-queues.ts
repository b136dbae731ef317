import type { DeadLetter, DeadLetters, RedriveTarget } from '@almanac/aws';
import { AlmanacError } from '@almanac/kernel';
import { aboutOf, errorOfRun } from './dead-letter-body.ts';
import type { StackOptions } from './stack.ts';

/** A dead-letter queue of the stack and where its messages belong. */
export interface DeadLetterQueue {
  readonly name: string;
  readonly url: string;
  /** Who could not handle its messages; absent where queues are told apart by their names alone. */
  readonly consumer?: string;
  /** Absent where its messages belong nowhere. */
  readonly target?: RedriveTarget & { readonly name: string };
  /** Whether SQS itself fills it, and so can move everything back. */
  readonly isFedBySqs: boolean;
  /** What the target gets of a message; undefined where the message does not belong there. */
  readonly bodyFor: (letter: DeadLetter) => string | undefined;
  /** Why a message lies here, where no error is on record. */
  readonly unrecorded: string;
}

/** What is on record of a message that failed. */
export interface RecordedFailure {
  readonly last_error: NonNullable<ListedLetter['error']>;
}

/** The dead-letter queues of a part of the stack, and what is known of the messages in them. */
export interface DeadLetterStack {
  readonly queues: readonly DeadLetterQueue[];
  readonly deadLetters: DeadLetters;
  readonly record: {
    failureOf(letter: DeadLetter): Promise<RecordedFailure | undefined>;
    markRedriven(messageId: string, at: Date): Promise<void>;
  };
  /** What stays where it is, because nothing takes it. */
  readonly leftovers: string;
}

/** Runs `work` with a part of the stack. */
export type WithDeadLetters = <T>(options: StackOptions, work: (stack: DeadLetterStack) => Promise<T>) => Promise<T>;

/** Options of a part whose queues belong to consumers. */
export interface ConsumerOptions extends StackOptions {
  /** Only the queues of this consumer. */
  readonly consumer?: string;
}

/** The option that leaves the other queues out. */
export const ONE_CONSUMER = ['--consumer <name>', 'only the queues of this consumer'] as const;

/** @throws AlmanacError `UNKNOWN_CONSUMER` */
export function ofConsumer(
  queues: readonly DeadLetterQueue[],
  consumer: string | undefined,
): readonly DeadLetterQueue[] {
  const found = consumer === undefined ? queues : queues.filter((queue) => queue.consumer === consumer);
  if (found.length > 0) return found;
  const names = [...new Set(queues.map((queue) => queue.consumer))];
  throw new AlmanacError(
    'UNKNOWN_CONSUMER',
    `No dead-letter queue belongs to ${consumer}: there are those of ${names.join(', ')}`,
    { names },
  );
}

const logOf = (name: string): string => `no error recorded: the log of ${name} says why`;

/** The queue that SQS fills with what a consumer failed with, all of which belongs back. */
export const behindQueue = (consumer: string, dlqUrl: string, queueUrl: string): DeadLetterQueue => ({
  ...named(dlqUrl),
  consumer,
  target: backTo('queue', queueUrl),
  isFedBySqs: true,
  bodyFor: ({ body }) => body,
  unrecorded: logOf(consumer),
});

/** The last part of a queue's URL or an ARN, which is its name. */
const nameOf = (address: string): string => address.split(/[/:]/).at(-1) ?? address;
/** A dead-letter queue by its URL. */
export const named = (url: string) => ({ name: nameOf(url), url });
/** Where messages go back to. */
export const backTo = (kind: RedriveTarget['kind'], target: string) => ({ kind, target, name: nameOf(target) });

/** A dead letter joined with what is on record of it. */
export interface ListedLetter {
  readonly queue: string;
  readonly consumer?: string;
  readonly message_id: string;
  /** The file, billing period, event, run, function or rule it is about, as far as the message tells. */
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

/** Everything in the queues, looked at side by side and left where it is. */
export async function lookAtAll({ queues, deadLetters }: Pick<DeadLetterStack, 'queues' | 'deadLetters'>) {
  return Promise.all(queues.map(async (queue) => ({ queue, letters: await deadLetters.look(queue.url) })));
}

/** The same, each joined with what is on record of it. */
export async function listLetters(stack: DeadLetterStack) {
  const found = (await lookAtAll(stack)).flatMap(({ queue, letters }) => letters.map((letter) => ({ queue, letter })));
  return Promise.all(
    found.map(async ({ queue, letter }) => ({
      letter,
      listed: listed(queue, letter, await stack.record.failureOf(letter)),
    })),
  );
}

export function listed(queue: DeadLetterQueue, letter: DeadLetter, failure: RecordedFailure | undefined): ListedLetter {
  const error = failure?.last_error ?? deliveryError(letter);
  return {
    queue: queue.name,
    ...(queue.consumer !== undefined && { consumer: queue.consumer }),
    message_id: letter.messageId,
    about: aboutOf(letter.body),
    sent_at: letter.sentAt,
    receives: letter.receives,
    error,
    reason: error ? `${error.message} (${error.code})` : queue.unrecorded,
  };
}

/** What EventBridge, SNS and we ourselves write on a message that is given up, or Lambda into one of a run that it gave up. */
function deliveryError({ attributes, body }: DeadLetter): ListedLetter['error'] {
  const run = errorOfRun(body);
  const code = attributes.ERROR_CODE ?? attributes.ErrorCode ?? attributes.error_code ?? run.code;
  const message = attributes.ERROR_MESSAGE ?? attributes.ErrorMessage ?? attributes.error_message ?? run.message;
  return code === undefined && message === undefined
    ? null
    : { code: code ?? 'UNKNOWN', message: message ?? 'no message' };
}

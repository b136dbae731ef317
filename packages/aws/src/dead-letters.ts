import { AlmanacError } from '@almanac/kernel';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  ReceiveMessageCommand,
  SQSServiceException,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { handOn, type RedriveClients, type RedriveTarget } from './dead-letter-targets.ts';

/** A message that its queue gave up on. */
export interface DeadLetter {
  readonly messageId: string;
  readonly body: string;
  /** Message attributes that hold text. */
  readonly attributes: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  readonly sentAt: string;
  readonly receives: number;
}

export interface Resent {
  readonly messageId: string;
  readonly newMessageId: string;
}

/** A message looked at is hidden from others for this long if nobody gives it back. */
const HIDE_SECONDS = 30;
/** SQS's limit for a receive and a batch. */
const BATCH = 10;
/** Receives in a row that bring only what was seen before: the first ones have become visible again. */
const MAX_REPEATS = 5;

/** Dead-letter queues: looking at what lies in them, and sending it back to where it came from. */
export function sqsDeadLetters(clients: RedriveClients, sleep: (ms: number) => Promise<unknown>) {
  const { sqs } = clients;
  const receive = async (queueUrl: string): Promise<Message[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: BATCH,
        VisibilityTimeout: HIDE_SECONDS,
        WaitTimeSeconds: 1, // a long poll asks all of the queue's servers
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  };

  /** Makes messages visible again; one that fails comes back by itself. */
  const giveBack = async (queueUrl: string, handles: readonly string[]): Promise<void> => {
    for (let i = 0; i < handles.length; i += BATCH) {
      const Entries = handles.slice(i, i + BATCH).map((ReceiptHandle, n) => ({
        Id: `${n}`,
        ReceiptHandle,
        VisibilityTimeout: 0,
      }));
      await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
  };

  /** Shows each message once; those for which `take` answers false are visible again at the end. */
  const forEach = async (queueUrl: string, take: (message: Message) => Promise<boolean>): Promise<void> => {
    const seen = new Set<string>();
    const held = new Map<string, string>();
    try {
      for (let repeats = 0; repeats < MAX_REPEATS; repeats++) {
        const messages = await receive(queueUrl);
        if (messages.length === 0) return;
        for (const message of messages) held.set(message.MessageId ?? '', message.ReceiptHandle ?? '');
        for (const message of messages) {
          const id = message.MessageId ?? '';
          if (seen.has(id)) continue;
          seen.add(id);
          repeats = 0;
          if (await take(message)) held.delete(id);
        }
      }
    } finally {
      await giveBack(queueUrl, [...held.values()]);
    }
  };

  const arnOf = async (queueUrl: string): Promise<string> => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
    );
    return Attributes?.QueueArn ?? '';
  };

  return {
    /**
     * Every message of a queue, oldest first; all are back in it afterwards. In a FIFO queue SQS shows at most ten
     * messages of one group at a time.
     */
    async look(queueUrl: string): Promise<DeadLetter[]> {
      const found: DeadLetter[] = [];
      await forEach(queueUrl, async (message) => {
        found.push(deadLetter(message));
        return false;
      });
      return found.sort((a, b) => (a.sentAt < b.sentAt ? -1 : a.sentAt > b.sentAt ? 1 : 0));
    },

    /**
     * Hands the messages for which `bodyOf` has a body on: each is handed on before it is deleted, so that a crash
     * leaves it twice rather than nowhere.
     */
    async resend(
      from: string,
      to: RedriveTarget,
      bodyOf: (letter: DeadLetter) => string | undefined,
    ): Promise<Resent[]> {
      const resent: Resent[] = [];
      const sent = new Set<string>();
      await forEach(from, async (message) => {
        const letter = deadLetter(message);
        const body = bodyOf(letter);
        if (sent.has(letter.messageId) || body === undefined) return false;
        const newMessageId = await handOn(clients)(to, message, body);
        await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle: message.ReceiptHandle }));
        sent.add(newMessageId);
        resent.push({ messageId: letter.messageId, newMessageId });
        return true;
      });
      return resent;
    },

    /**
     * Lets SQS move everything to another queue, and waits until it has.
     * @returns how many messages it moved, or undefined where the service does not offer it
     * @throws AlmanacError `REDRIVE_FAILED` where the task ended early
     */
    async moveAll(from: string, to: string): Promise<number | undefined> {
      const arn = await arnOf(from);
      try {
        await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn, DestinationArn: await arnOf(to) }));
      } catch (error) {
        if (isNotOffered(error)) return undefined;
        throw error;
      }
      for (;;) {
        const { Results = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 }));
        const task = Results[0];
        if (task?.Status === 'COMPLETED') return Number(task.ApproximateNumberOfMessagesMoved ?? 0);
        if (task && task.Status !== 'RUNNING') {
          throw new AlmanacError(
            'REDRIVE_FAILED',
            `SQS stopped moving messages (${task.Status}): ${task.FailureReason ?? 'no reason given'}; run it again`,
          );
        }
        await sleep(1000);
      }
    },
  };
}
export type DeadLetters = ReturnType<typeof sqsDeadLetters>;

const isNotOffered = (error: unknown): boolean =>
  error instanceof SQSServiceException &&
  [
    'InvalidAction',
    'UnsupportedOperation',
    'AWS.SimpleQueueService.UnsupportedOperation',
    'UnknownOperationException',
  ].includes(error.name);

function deadLetter({ MessageId = '', Body = '', Attributes = {}, MessageAttributes = {} }: Message): DeadLetter {
  const { SentTimestamp, ApproximateReceiveCount } = Attributes;
  const texts = Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
    StringValue === undefined ? [] : [[name, StringValue]],
  );
  return {
    messageId: MessageId,
    body: Body,
    attributes: Object.fromEntries(texts),
    sentAt: new Date(Number(SentTimestamp ?? 0)).toISOString(),
    receives: Number(ApproximateReceiveCount ?? 0),
  };
}

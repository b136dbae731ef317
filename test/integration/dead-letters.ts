import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { sqs } from './sdk.ts';
import { until } from './until.ts';

const HIDE_SECONDS = 10;

/** Everything in a queue; hidden from others until it is given back or deleted. */
const receiveAll = async (QueueUrl: string): Promise<Message[]> => {
  const found: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HIDE_SECONDS,
        WaitTimeSeconds: 0, // a queue's own wait may be longer than what was received stays hidden
      }),
    );
    if (Messages.length === 0) return found;
    found.push(...Messages);
  }
};

const giveBack = (QueueUrl: string, { ReceiptHandle }: Message) =>
  sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));

const sweep = async (QueueUrl: string, isMine: (body: string) => boolean): Promise<Message[]> => {
  const mine: Message[] = [];
  for (const message of await receiveAll(QueueUrl)) {
    if (!isMine(message.Body ?? '')) await giveBack(QueueUrl, message);
    else {
      mine.push(message);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    }
  }
  return mine;
};

/**
 * Takes one's own messages out of a dead-letter queue, once `count` of them are there; others' stay.
 * @throws Error if there are fewer after `seconds`
 */
export const takeDeadLetters = async (
  queueUrl: string,
  isMine: (body: string) => boolean,
  count: number,
  seconds: number,
): Promise<Message[]> => {
  const taken: Message[] = [];
  const look = async () => {
    taken.push(...(await sweep(queueUrl, isMine)));
    return taken.map(({ Body }) => Body);
  };
  await until(`${count} messages in ${queueUrl}`, look, ({ length }) => length >= count, seconds);
  return taken;
};

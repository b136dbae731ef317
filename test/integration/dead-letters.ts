import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { lambda, sqs } from './sdk.ts';
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
 * @throws Error if they do not come
 */
export const takeDeadLetters = async (
  queueUrl: string,
  isMine: (body: string) => boolean,
  count: number,
): Promise<Message[]> => {
  const taken: Message[] = [];
  const look = async () => {
    taken.push(...(await sweep(queueUrl, isMine)));
    return taken.map(({ Body }) => Body);
  };
  await until(`${count} messages in ${queueUrl}`, look, ({ length }) => length >= count);
  return taken;
};

/**
 * Sends a message and uses up all its tries but `left` while its reader is paused: a queue that doubles the pause after
 * each would take minutes for them.
 * @throws Error if they are not used up
 */
export const sendUsedUp = async (
  { QueueUrl, reader, tries, left }: { QueueUrl: string; reader: string; tries: number; left: number },
  MessageBody: string,
): Promise<void> => {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: reader }));
  const UUID = EventSourceMappings[0]?.UUID;
  const switchReader = (Enabled: boolean) => lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
  const receive = new ReceiveMessageCommand({
    ...{ QueueUrl, VisibilityTimeout: 0, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 },
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
  });
  const used = async () => {
    const { Messages = [] } = await sqs.send(receive);
    const mine = Messages.find(({ Body }) => Body === MessageBody);
    return Number(mine?.Attributes?.ApproximateReceiveCount ?? 0);
  };
  await switchReader(false);
  try {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    await until(`${tries - left} tries of ${MessageBody}`, used, (count) => count >= tries - left);
  } finally {
    await switchReader(true);
  }
};

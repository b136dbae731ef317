import { randomUUID } from 'node:crypto';
import { SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { sns, sqs } from './sdk.ts';
import { stack } from './stack.ts';

export const ACCOUNT = '000000000000';

/** A queue of the test's own that a topic or a rule may send to. */
export const openQueue = async (name: string, service: string, sourceArn: string) => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const arn = `arn:aws:sqs:${stack.region}:${ACCOUNT}:${name}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sqs:SendMessage',
      Resource: arn,
      Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
    },
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return { QueueUrl, arn };
};

/** Everything that has arrived so far, in order, each message once. */
export const mailbox = <T>(QueueUrl: string | undefined, parse: (body: string) => T) => {
  const received: T[] = [];
  return async (): Promise<T[]> => {
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return received;
      for (const { Body = '', ReceiptHandle } of Messages) {
        received.push(parse(Body));
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  };
};

/** A queue that hears of everything a topic sends from now on, and all that it has received, each message once. */
export const subscribe = async <T>(TopicArn: string, parse: (body: string) => T) => {
  const { QueueUrl, arn } = await openQueue(`it-${randomUUID()}-topic`, 'sns.amazonaws.com', TopicArn);
  const subscription = { TopicArn, Protocol: 'sqs', Endpoint: arn, ReturnSubscriptionArn: true };
  const { SubscriptionArn } = await sns.send(new SubscribeCommand(subscription));
  return {
    arn,
    received: mailbox(QueueUrl, parse),
    async close() {
      await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
};

import { costAlert } from '@almanac/contracts';
import { SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { Refusal } from '../local-stack/refusal.ts';
import type { LocalStack } from './stack.ts';

/** An alert as a subscriber gets it. */
export type Received = { subject: string; alert: z.infer<typeof costAlert> };

const envelope = z.object({ Subject: z.string(), Message: z.string() });
const PATIENCE_MS = 60_000;

/** A queue takes nothing from a topic unless its policy says so. */
const policy = (queueArn: string, topicArn: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  });

/**
 * Subscribes a queue of the demo's own to the cost alerts: what comes after this is kept there.
 * `next` waits for the first one that fits; `end` leaves nothing behind.
 */
export const subscribe = async ({ sns, sqs, cost_alerts_topic_arn }: LocalStack) => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `almanac-demo-alerts-${process.pid}` }));
  const attributes = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
  const Endpoint = (await sqs.send(attributes)).Attributes?.QueueArn ?? '';
  const Attributes = { Policy: policy(Endpoint, cost_alerts_topic_arn) };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({ TopicArn: cost_alerts_topic_arn, Protocol: 'sqs', Endpoint, ReturnSubscriptionArn: true }),
  );
  const received: Received[] = [];

  const receive = async (): Promise<void> => {
    const message = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
    for (const { Body, ReceiptHandle } of (await sqs.send(message)).Messages ?? []) {
      const { Subject, Message } = envelope.parse(JSON.parse(Body ?? ''));
      received.push({ subject: Subject, alert: costAlert.parse(JSON.parse(Message)) });
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  };

  return {
    async next(type: string, key: string): Promise<Received> {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        const found = received.find(({ alert }) => alert.type === type && alert.files.includes(key));
        if (found) return found;
        if (Date.now() > deadline) throw new Refusal(`No alert of type "${type}" came for ${key}.`);
        await receive();
      }
    },
    async end(): Promise<void> {
      await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
};
export type Subscription = Awaited<ReturnType<typeof subscribe>>;

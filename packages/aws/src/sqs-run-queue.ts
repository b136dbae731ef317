import type { RunQueue } from '@almanac/schedules';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { sendableJson } from './message-text.ts';

/** The queue `schedule-runs`, which EventBridge Scheduler fills too. */
export const sqsRunQueue = (sqs: SQSClient, queueUrl: string): RunQueue => ({
  async send(message) {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: sendableJson(message) }));
  },
});

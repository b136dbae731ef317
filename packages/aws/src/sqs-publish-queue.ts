import type { PublishQueue } from '@almanac/cur';
import { stableId } from '@almanac/kernel';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** The FIFO queue of the publisher: one message group per (report, billing period). */
export function sqsPublishQueue(sqs: SQSClient, queueUrl: string): PublishQueue {
  return {
    async request(requests, attempt) {
      for (const request of requests) {
        await sqs.send(
          new SendMessageCommand({
            QueueUrl: queueUrl,
            MessageBody: JSON.stringify(request),
            MessageGroupId: stableId(request.report, request.billingPeriod),
            MessageDeduplicationId: stableId(request.report, request.billingPeriod, request.cause, attempt),
          }),
        );
      }
    },
  };
}

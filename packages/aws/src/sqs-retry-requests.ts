import { retryRequest } from '@almanac/contracts';
import type { RetryRequests } from '@almanac/events';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** The queue from which a downloader takes what it should try again. */
export const sqsRetryRequests = (sqs: SQSClient, queueUrl: string): RetryRequests => ({
  async send(request) {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(retryRequest.parse(request)),
        DelaySeconds: request.delaySeconds,
        MessageAttributes: { key: { DataType: 'String', StringValue: request.key } },
      }),
    );
  },
});

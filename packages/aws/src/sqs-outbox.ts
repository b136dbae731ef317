import { type Outbox, outboxBody } from '@almanac/events';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** The queue that the function `event-outbox` sends from: one message an event, its id and type as attributes. */
export function sqsOutbox(sqs: SQSClient, queueUrl: string): Outbox {
  return {
    async put(entry) {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: outboxBody(entry),
          MessageAttributes: {
            id: { DataType: 'String', StringValue: entry.id },
            detailType: { DataType: 'String', StringValue: entry.detailType },
          },
        }),
      );
    },
  };
}

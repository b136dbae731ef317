import type { Quarantine } from '@almanac/events';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** An event may be wrong in a thousand places; the first ones say enough, and the message has to fit. */
const MAX_ERRORS = 20;

/** The queue of events that violate their contract; `consumer` is a message attribute besides. */
export const sqsQuarantine = (sqs: SQSClient, queueUrl: string): Quarantine => ({
  async put(record) {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify({ ...record, errors: record.errors.slice(0, MAX_ERRORS) }),
        MessageAttributes: { consumer: { DataType: 'String', StringValue: record.consumer } },
      }),
    );
  },
});

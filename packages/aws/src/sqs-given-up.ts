import type { GivenUp } from '@almanac/schedules';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { sendableJson, sendableText } from './message-text.ts';

/** SQS's 262,144 bytes, and what the envelope and the attributes take of them: the payload was smaller than that before. */
const MAX_REASON = 500;

/**
 * The dead-letter queue of a queue behind a topic. The message has the form in which the topic delivers it, so that it can be
 * given back to the queue; why it is here are its attributes.
 */
export const sqsGivenUp = (sqs: SQSClient, queueUrl: string): GivenUp => ({
  async put({ idempotency_key, payload }, { code, message }) {
    const body = {
      Type: 'Notification',
      MessageId: idempotency_key,
      TopicArn: 'given-up',
      Message: JSON.stringify(payload),
    };
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: sendableJson(body),
        MessageAttributes: {
          error_code: { DataType: 'String', StringValue: code },
          error_message: { DataType: 'String', StringValue: sendableText(message.slice(0, MAX_REASON)) },
        },
      }),
    );
  },
});

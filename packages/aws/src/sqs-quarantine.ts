import type { Problem } from '@almanac/contracts';
import type { Quarantine, QuarantineRecord } from '@almanac/events';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** An event may be wrong in a thousand places; the first ones say enough, and the message has to fit. */
const MAX_ERRORS = 20;
/** Of a path, which may hold names of any length, and of a message: so many characters. */
const MAX_TEXT = 200;
/** SQS's 262,144 bytes, without what the attribute takes. */
const MAX_BODY_BYTES = 262_144 - 512;

/** The queue of events that violate their contract; `consumer` is a message attribute besides. */
export const sqsQuarantine = (sqs: SQSClient, queueUrl: string): Quarantine => ({
  async put(record) {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: bodyOf(record),
        MessageAttributes: { consumer: { DataType: 'String', StringValue: record.consumer } },
      }),
    );
  },
});

/** The record with as many of its errors as there is room for beside the event, one at least. */
function bodyOf(record: QuarantineRecord): string {
  const errors = record.errors.slice(0, MAX_ERRORS).map(shortened);
  for (;;) {
    const body = JSON.stringify({ ...record, errors });
    if (errors.length <= 1 || Buffer.byteLength(body) <= MAX_BODY_BYTES) return body;
    errors.pop();
  }
}

const shortened = ({ path, message }: Problem): Problem => ({ path: cut(path), message: cut(message) });

const cut = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

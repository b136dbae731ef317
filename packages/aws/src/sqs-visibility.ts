import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Hides a message that is being worked on from other consumers, for `seconds` from now. */
export type ChangeVisibility = (receiptHandle: string, seconds: number) => Promise<void>;

export const sqsVisibility =
  (sqs: SQSClient, queueUrl: string): ChangeVisibility =>
  async (receiptHandle, seconds) => {
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  };

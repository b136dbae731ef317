import { describeError } from '@almanac/kernel';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Telemetry } from './telemetry.ts';

export interface BatchOptions {
  readonly telemetry: Telemetry;
  /** Works on all messages of a batch together. Gives back why messages failed, by their ids; the others are done. */
  readonly onBatch: (messages: readonly BatchMessage[]) => Promise<ReadonlyMap<string, unknown>>;
  readonly changeVisibility: (receiptHandle: string, seconds: number) => Promise<void>;
  /** Tries after which the queue moves a message to its dead-letter queue. */
  readonly maxReceiveCount: number;
  /** Pause after the first failed try; doubles with each. */
  readonly retryDelaySeconds: number;
}

export interface BatchMessage {
  readonly messageId: string;
  readonly body: string;
}

/** How many of a batch's messages are hidden again at once. */
const AT_ONCE = 10;

/**
 * Handler for an SQS event source with ReportBatchItemFailures whose messages are worked on together. A message fails
 * alone, is retried with a growing pause, and ends in the dead-letter queue with its reason logged.
 */
export const batch =
  (options: BatchOptions) =>
  async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const { logger, metrics } = options.telemetry;
    logger.addContext(context);
    logger.resetKeys();
    try {
      const failures = await options.onBatch(Records);
      const failed = Records.filter(({ messageId }) => failures.has(messageId));
      for (let start = 0; start < failed.length; start += AT_ONCE) {
        const some = failed.slice(start, start + AT_ONCE);
        await Promise.all(some.map((record) => tryLater(options, record, failures.get(record.messageId))));
      }
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    } finally {
      metrics.publishStoredMetrics();
    }
  };

async function tryLater(options: BatchOptions, record: SQSRecord, thrown: unknown): Promise<void> {
  const { telemetry, changeVisibility, maxReceiveCount, retryDelaySeconds } = options;
  const { code, message, details } = describeError(thrown);
  const attempt = Number(record.attributes.ApproximateReceiveCount);
  const final = attempt >= maxReceiveCount;
  telemetry.logger.error(message, { code, details, final, message_id: record.messageId, attempt });
  await changeVisibility(record.receiptHandle, final ? 0 : retryDelaySeconds * 2 ** (attempt - 1));
}

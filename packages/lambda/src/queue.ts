import { type AlmanacError, describeError } from '@almanac/kernel';
import middy from '@middy/core';
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { withHeartbeat } from './heartbeat.ts';
import type { Telemetry } from './telemetry.ts';
import { traceKeys } from './trace.ts';

/** Time kept back at the end of a function's life to record that it ran out of time. */
const RESERVE_MS = 3_000;
/** SQS's limit for a visibility timeout, in seconds. */
const MAX_VISIBILITY = 43_200;

export interface QueueOptions<Message> {
  readonly telemetry: Telemetry;
  /** Reads the body of a message. @throws where it is not what this queue carries */
  readonly parse: (body: string) => Message;
  readonly onMessage: (message: Message, delivery: Delivery) => Promise<void>;
  /** Told of every failed try before the message goes back to the queue; `message` is absent where `parse` threw. The log says it in any case. */
  readonly onFailure?: (failure: FailedTry<Message>) => Promise<void>;
  readonly changeVisibility: (receiptHandle: string, seconds: number) => Promise<void>;
  /** Tries after which the queue moves a message to its dead-letter queue. */
  readonly maxReceiveCount: number;
  /** How long a message is hidden while it is worked on; extended as long as the function lives. Absent: the queue's own. */
  readonly heartbeatSeconds?: number;
  /** Pause after the first failed try; doubles with each. An error whose details have `retry_after_seconds` asks for a longer one. */
  readonly retryDelaySeconds: number;
}

/** One try at one message. */
export interface Delivery {
  readonly messageId: string;
  /** Name of the queue. */
  readonly queue: string;
  /** 1 for the first try. */
  readonly number: number;
  /** When the message was sent. */
  readonly sentAt: Date;
  /** Aborted shortly before the function's time runs out. */
  readonly signal: AbortSignal;
  /** Time that the function had left when the try began. */
  readonly remainingMs: number;
}

export interface FailedTry<Message> {
  readonly delivery: Delivery;
  readonly message?: Message;
  readonly error: Pick<AlmanacError, 'code' | 'message' | 'details'>;
  /** Whether the message goes to the dead-letter queue now. */
  readonly final: boolean;
}

/**
 * Handler for an SQS event source with ReportBatchItemFailures: a message fails alone, is retried with a growing pause,
 * and ends in the dead-letter queue with its reason recorded; it is never acknowledged and lost.
 */
export function queue<Message>(options: QueueOptions<Message>) {
  // One after another: the keys of a log line belong to one message at a time.
  const handleAll = async (event: SQSEvent, context: Context) => {
    const results: PromiseSettledResult<void>[] = [];
    for (const record of event.Records) {
      results.push(...(await Promise.allSettled([handleRecord(options, record, context)])));
    }
    return results;
  };
  return middy<SQSEvent, unknown>()
    .use(sqsPartialBatchFailure({ logger: () => undefined }))
    .handler(handleAll) as unknown as (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
}

async function handleRecord<Message>(
  options: QueueOptions<Message>,
  record: SQSRecord,
  context: Context,
): Promise<void> {
  const { logger, metrics } = options.telemetry;
  const remainingMs = context.getRemainingTimeInMillis();
  const delivery: Delivery = {
    messageId: record.messageId,
    queue: record.eventSourceARN.split(':').at(-1) ?? '',
    number: Number(record.attributes.ApproximateReceiveCount),
    sentAt: new Date(Number(record.attributes.SentTimestamp)),
    signal: AbortSignal.timeout(Math.max(1, remainingMs - RESERVE_MS)),
    remainingMs,
  };
  logger.addContext(context);
  logger.resetKeys();
  logger.appendKeys({ message_id: delivery.messageId, attempt: delivery.number, ...traceKeys(record) });
  let message: Message | undefined;
  const work = async () => {
    message = options.parse(record.body);
    await options.onMessage(message, delivery);
  };
  try {
    await keepHidden(options, record, work);
  } catch (thrown) {
    const error = describeError(thrown);
    const final = delivery.number >= options.maxReceiveCount;
    logger.error(error.message, {
      code: error.code,
      details: error.details,
      final,
      ...(error.code === 'INTERNAL' && { error: thrown as Error }),
    });
    await options.onFailure?.({ delivery, ...(message !== undefined && { message }), error, final });
    const growing = options.retryDelaySeconds * 2 ** (delivery.number - 1);
    const pause = final ? 0 : Math.max(growing, askedPause(error.details));
    await options.changeVisibility(record.receiptHandle, Math.min(pause, MAX_VISIBILITY));
    throw thrown;
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  }
}

/** Seconds that whoever failed asked to be left alone for, which an error has as its detail `retry_after_seconds`. */
const askedPause = ({ retry_after_seconds: seconds }: Record<string, unknown>): number =>
  typeof seconds === 'number' ? Math.ceil(seconds) : 0;

function keepHidden<Message>(
  options: QueueOptions<Message>,
  record: SQSRecord,
  work: () => Promise<void>,
): Promise<void> {
  const { heartbeatSeconds } = options;
  if (heartbeatSeconds === undefined) return work();
  const beat = () => options.changeVisibility(record.receiptHandle, heartbeatSeconds);
  return withHeartbeat((heartbeatSeconds * 1000) / 3, beat, work);
}

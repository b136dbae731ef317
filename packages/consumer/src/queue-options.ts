import { type sqs, sqsVisibility } from '@almanac/aws';
import { string, type Telemetry, wholeNumber } from '@almanac/lambda';

/** What a function is told of its queue besides, for `env()`. */
export const queueSettings = {
  QUEUE_URL: string(),
  MAX_RECEIVE_COUNT: wholeNumber(1),
  RETRY_DELAY_SECONDS: wholeNumber(),
};

interface Config {
  readonly QUEUE_URL: string;
  readonly MAX_RECEIVE_COUNT: number;
  readonly RETRY_DELAY_SECONDS: number;
}

/** What a function that reads a queue has in any case. */
interface QueueLambda {
  readonly clients: { readonly sqs: ReturnType<typeof sqs> };
  readonly deps: { readonly telemetry: Telemetry };
}

/** How a consumer's queue is read, for `queue`; what is done with a message is its own. */
export const queueOptions = (config: Config, { clients, deps }: QueueLambda) => ({
  telemetry: deps.telemetry,
  changeVisibility: sqsVisibility(clients.sqs, config.QUEUE_URL),
  maxReceiveCount: config.MAX_RECEIVE_COUNT,
  retryDelaySeconds: config.RETRY_DELAY_SECONDS,
});

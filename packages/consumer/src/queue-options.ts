import { sqsVisibility } from '@almanac/aws';
import { string, wholeNumber } from '@almanac/lambda';
import type { consumerLambda } from './consumer-lambda.ts';

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

/** How a consumer's queue is read, for `queue`; what is done with a message is its own. */
export const queueOptions = (config: Config, { clients, deps }: ReturnType<typeof consumerLambda>) => ({
  telemetry: deps.telemetry,
  changeVisibility: sqsVisibility(clients.sqs, config.QUEUE_URL),
  maxReceiveCount: config.MAX_RECEIVE_COUNT,
  retryDelaySeconds: config.RETRY_DELAY_SECONDS,
});

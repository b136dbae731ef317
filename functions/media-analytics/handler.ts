import { awsClients, dynamoDownloadCounts, dynamoHandledEvents, sqsQuarantine, sqsVisibility } from '@almanac/aws';
import {
  type ConsumeDeps,
  consume,
  countDownloads,
  type DownloadCounts,
  eventFacts,
  parseEnvelopeText,
} from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import { env, onEvent, queue, string, type Telemetry, telemetry, wholeNumber } from '@almanac/lambda';

const CONSUMER = 'media-analytics';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  HANDLED_EVENTS_TABLE: string(),
  QUARANTINE_QUEUE_URL: string(),
  MEDIA_WORK_TABLE: string(),
  QUEUE_URL: string(),
  MAX_RECEIVE_COUNT: wholeNumber(1),
  RETRY_DELAY_SECONDS: wholeNumber(),
});

type Deps = ConsumeDeps & { readonly telemetry: Telemetry; readonly counts: DownloadCounts };

export const downloadCounts = (deps: Deps) => ({
  telemetry: deps.telemetry,
  facts: eventFacts,
  consume: consume(deps, { name: CONSUMER, accepts: countDownloads(deps.counts) }),
});

const consumerTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ onCall: (call) => consumerTelemetry.logger.debug('aws call', { call }) });
const deps: Deps = {
  telemetry: consumerTelemetry,
  handled: dynamoHandledEvents(clients.dynamo, config.HANDLED_EVENTS_TABLE, systemClock),
  quarantine: sqsQuarantine(clients.sqs, config.QUARANTINE_QUEUE_URL),
  clock: systemClock,
  counts: dynamoDownloadCounts(clients.dynamo, config.MEDIA_WORK_TABLE),
};

export const handler = queue({
  telemetry: consumerTelemetry,
  parse: parseEnvelopeText,
  onMessage: onEvent(downloadCounts(deps)),
  changeVisibility: sqsVisibility(clients.sqs, config.QUEUE_URL),
  maxReceiveCount: config.MAX_RECEIVE_COUNT,
  retryDelaySeconds: config.RETRY_DELAY_SECONDS,
});

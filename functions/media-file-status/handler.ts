import { awsClients, dynamoHandledEvents, dynamoMediaFiles, sqsQuarantine, sqsVisibility } from '@almanac/aws';
import {
  type ConsumeDeps,
  consume,
  eventFacts,
  followFiles,
  type MediaFiles,
  parseEnvelopeText,
} from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import { env, onEvent, queue, string, type Telemetry, telemetry, wholeNumber } from '@almanac/lambda';

const CONSUMER = 'media-file-status';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  HANDLED_EVENTS_TABLE: string(),
  QUARANTINE_QUEUE_URL: string(),
  MEDIA_FILES_TABLE: string(),
  QUEUE_URL: string(),
  MAX_RECEIVE_COUNT: wholeNumber(1),
  RETRY_DELAY_SECONDS: wholeNumber(),
});

type Deps = ConsumeDeps & { readonly telemetry: Telemetry; readonly files: MediaFiles };

export const fileStatus = (deps: Deps) => ({
  telemetry: deps.telemetry,
  facts: eventFacts,
  consume: consume(deps, { name: CONSUMER, accepts: followFiles(deps.files) }),
});

const consumerTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ onCall: (call) => consumerTelemetry.logger.debug('aws call', { call }) });
const deps: Deps = {
  telemetry: consumerTelemetry,
  handled: dynamoHandledEvents(clients.dynamo, config.HANDLED_EVENTS_TABLE, systemClock),
  quarantine: sqsQuarantine(clients.sqs, config.QUARANTINE_QUEUE_URL),
  clock: systemClock,
  files: dynamoMediaFiles(clients.dynamo, config.MEDIA_FILES_TABLE),
};

export const handler = queue({
  telemetry: consumerTelemetry,
  parse: parseEnvelopeText,
  onMessage: onEvent(fileStatus(deps)),
  changeVisibility: sqsVisibility(clients.sqs, config.QUEUE_URL),
  maxReceiveCount: config.MAX_RECEIVE_COUNT,
  retryDelaySeconds: config.RETRY_DELAY_SECONDS,
});

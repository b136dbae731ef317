import {
  awsClients,
  dynamoHandledEvents,
  dynamoRetries,
  dynamoSendings,
  githubIssues,
  snsMediaAlerts,
  snsWebActions,
  sqsQuarantine,
  sqsRetryRequests,
  sqsVisibility,
} from '@almanac/aws';
import {
  type ConsumeDeps,
  consume,
  eventFacts,
  parseEnvelopeText,
  type TriageDeps,
  triageFailures,
} from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import { env, onEvent, optionalString, queue, string, type Telemetry, telemetry, wholeNumber } from '@almanac/lambda';

const CONSUMER = 'media-failure-triage';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  HANDLED_EVENTS_TABLE: string(),
  QUARANTINE_QUEUE_URL: string(),
  MEDIA_WORK_TABLE: string(),
  ALERTS_TOPIC_ARN: string(),
  RETRY_REQUESTS_QUEUE_URL: string(),
  RETRY_LIMIT: wholeNumber(),
  RETRY_BASE_SECONDS: wholeNumber(),
  WEB_ACTIONS_TOPIC_ARN: optionalString(),
  GITHUB_REPOSITORY: optionalString(),
  QUEUE_URL: string(),
  MAX_RECEIVE_COUNT: wholeNumber(1),
  RETRY_DELAY_SECONDS: wholeNumber(),
});

type Deps = ConsumeDeps & TriageDeps & { readonly telemetry: Telemetry };

export const failureTriage = (deps: Deps) => ({
  telemetry: deps.telemetry,
  facts: eventFacts,
  consume: consume(deps, { name: CONSUMER, accepts: triageFailures(deps) }),
});

const consumerTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ onCall: (call) => consumerTelemetry.logger.debug('aws call', { call }) });
const { WEB_ACTIONS_TOPIC_ARN, GITHUB_REPOSITORY } = config;
const deps: Deps = {
  telemetry: consumerTelemetry,
  handled: dynamoHandledEvents(clients.dynamo, config.HANDLED_EVENTS_TABLE, systemClock),
  quarantine: sqsQuarantine(clients.sqs, config.QUARANTINE_QUEUE_URL),
  clock: systemClock,
  sendings: dynamoSendings(clients.dynamo, config.MEDIA_WORK_TABLE, systemClock),
  retries: dynamoRetries(clients.dynamo, config.MEDIA_WORK_TABLE),
  retryRequests: sqsRetryRequests(clients.sqs, config.RETRY_REQUESTS_QUEUE_URL),
  alerts: snsMediaAlerts(clients.sns, config.ALERTS_TOPIC_ARN),
  ...(WEB_ACTIONS_TOPIC_ARN !== undefined &&
    GITHUB_REPOSITORY !== undefined && {
      issues: githubIssues(snsWebActions(clients.sns, WEB_ACTIONS_TOPIC_ARN), GITHUB_REPOSITORY),
    }),
  retryLimit: config.RETRY_LIMIT,
  retryBaseSeconds: config.RETRY_BASE_SECONDS,
};

export const handler = queue({
  telemetry: consumerTelemetry,
  parse: parseEnvelopeText,
  onMessage: onEvent(failureTriage(deps)),
  changeVisibility: sqsVisibility(clients.sqs, config.QUEUE_URL),
  maxReceiveCount: config.MAX_RECEIVE_COUNT,
  retryDelaySeconds: config.RETRY_DELAY_SECONDS,
});

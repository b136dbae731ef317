import {
  dynamoRetries,
  dynamoSendings,
  githubIssues,
  sns,
  snsMediaAlerts,
  snsWebActions,
  sqsRetryRequests,
} from '@almanac/aws';
import {
  type ConsumerDeps,
  consumerLambda,
  consumerSettings,
  eventConsumer,
  queueOptions,
  queueSettings,
} from '@almanac/consumer';
import { parseEnvelopeText, type TriageDeps, triageFailures } from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import { env, onEvent, optionalString, queue, string, wholeNumber } from '@almanac/lambda';

const config = env({
  ...consumerSettings,
  ...queueSettings,
  MEDIA_WORK_TABLE: string(),
  ALERTS_TOPIC_ARN: string(),
  RETRY_REQUESTS_QUEUE_URL: string(),
  RETRY_LIMIT: wholeNumber(),
  RETRY_BASE_SECONDS: wholeNumber(),
  WEB_ACTIONS_TOPIC_ARN: optionalString(),
  GITHUB_REPOSITORY: optionalString(),
});

type Deps = ConsumerDeps & TriageDeps;

export const failureTriage = (deps: Deps) =>
  eventConsumer(deps, { name: 'media-failure-triage', accepts: triageFailures(deps) });

const lambda = consumerLambda(config, { sns });
const { clients } = lambda;
const { WEB_ACTIONS_TOPIC_ARN, GITHUB_REPOSITORY } = config;
const deps: Deps = {
  ...lambda.deps,
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
  ...queueOptions(config, lambda),
  parse: parseEnvelopeText,
  onMessage: onEvent(failureTriage(deps)),
});

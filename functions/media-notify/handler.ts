import { awsClients, dynamoHandledEvents, dynamoSendings, snsNotifications, sqsQuarantine } from '@almanac/aws';
import { type ConsumeDeps, consume, eventFacts, type NotifyDeps, notifyOfFiles, parseEnvelope } from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import { env, event, string, type Telemetry, telemetry } from '@almanac/lambda';

const CONSUMER = 'media-notify';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  HANDLED_EVENTS_TABLE: string(),
  QUARANTINE_QUEUE_URL: string(),
  MEDIA_WORK_TABLE: string(),
  NOTIFICATIONS_TOPIC_ARN: string(),
});

type Deps = ConsumeDeps & NotifyDeps & { readonly telemetry: Telemetry };

export const fileNotifications = (deps: Deps) => ({
  telemetry: deps.telemetry,
  facts: eventFacts,
  consume: consume(deps, { name: CONSUMER, accepts: notifyOfFiles(deps) }),
});

const consumerTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ onCall: (call) => consumerTelemetry.logger.debug('aws call', { call }) });
const deps: Deps = {
  telemetry: consumerTelemetry,
  handled: dynamoHandledEvents(clients.dynamo, config.HANDLED_EVENTS_TABLE, systemClock),
  quarantine: sqsQuarantine(clients.sqs, config.QUARANTINE_QUEUE_URL),
  clock: systemClock,
  sendings: dynamoSendings(clients.dynamo, config.MEDIA_WORK_TABLE, systemClock),
  notifications: snsNotifications(clients.sns, config.NOTIFICATIONS_TOPIC_ARN),
};

export const handler = event({ ...fileNotifications(deps), parse: parseEnvelope });

import {
  awsClients,
  dynamoDailyCosts,
  dynamoPublicationLedger,
  eventBridgeCostEvents,
  glueLiveCatalog,
  s3CuratedStore,
  snsAlerts,
  sqsVisibility,
} from '@almanac/aws';
import { type PublishRequest, publishRequest } from '@almanac/contracts';
import { publishPeriod } from '@almanac/cur';
import { systemClock } from '@almanac/kernel';
import { type Delivery, env, type FailedTry, queue, string, telemetry, wholeNumber } from '@almanac/lambda';

const config = env({
  AWS_REGION: string(),
  CURATED_BUCKET: string(),
  LEDGER_TABLE: string(),
  COST_DAILY_TABLE: string(),
  QUEUE_URL: string(),
  ALERTS_TOPIC_ARN: string(),
  COST_BUS_NAME: string(),
  GLUE_DATABASE: string(),
  GLUE_TABLE: string(),
  MAX_RECEIVE_COUNT: wholeNumber(1),
  HEARTBEAT_SECONDS: wholeNumber(3),
  RETRY_DELAY_SECONDS: wholeNumber(),
});

const { logger, metrics } = telemetry('cur-publish');
const clients = awsClients({ onCall: (call) => logger.debug('aws call', { call }) });
const deps = {
  ledger: dynamoPublicationLedger(clients.dynamo, config.LEDGER_TABLE, systemClock),
  curated: s3CuratedStore(clients.s3, config.CURATED_BUCKET),
  catalog: glueLiveCatalog(clients, {
    database: config.GLUE_DATABASE,
    table: config.GLUE_TABLE,
    bucket: config.CURATED_BUCKET,
  }),
  dailyCosts: dynamoDailyCosts(clients.dynamo, config.COST_DAILY_TABLE, systemClock),
  alerts: snsAlerts(clients.sns, config.ALERTS_TOPIC_ARN, {
    region: config.AWS_REGION,
    curatedBucket: config.CURATED_BUCKET,
  }),
  events: eventBridgeCostEvents(clients.eventBridge, config.COST_BUS_NAME),
  clock: systemClock,
};

async function onRequest({ report, billingPeriod, correlationId }: PublishRequest): Promise<void> {
  logger.appendKeys({ correlation_id: correlationId, report, billing_period: billingPeriod });
  const outcome = await publishPeriod(deps)({ report, billingPeriod }, correlationId);
  if (outcome.changed) {
    metrics.addMetric('DeliveriesPublished', 'Count', 1);
    metrics.addMetric('PublishWrites', 'Count', outcome.writes);
    metrics.addMetric('SecondsToPublished', 'Seconds', outcome.announcement.secondsToPublished);
  }
  logger.info('period handled', {
    changed: outcome.changed,
    ...(outcome.changed && { delivery_id: outcome.announcement.deliveryId, writes: outcome.writes }),
  });
}

const onFailure = async ({ delivery, message, error, final }: FailedTry<PublishRequest>): Promise<void> => {
  const failure = failureOf(delivery, error, final, message);
  await deps.ledger.recordFailure(failure);
  if (final) await deps.alerts.failed(failure);
};

const failureOf = (
  delivery: Delivery,
  error: { code: string; message: string },
  final: boolean,
  request?: PublishRequest,
) => ({
  messageId: delivery.messageId,
  queue: delivery.queue,
  code: error.code,
  message: error.message,
  attempt: delivery.number,
  final,
  ...(request && { period: { report: request.report, billingPeriod: request.billingPeriod } }),
});

export const handler = queue({
  telemetry: { logger, metrics },
  parse: (body) => publishRequest.parse(JSON.parse(body)),
  onMessage: onRequest,
  onFailure,
  changeVisibility: sqsVisibility(clients.sqs, config.QUEUE_URL),
  maxReceiveCount: config.MAX_RECEIVE_COUNT,
  heartbeatSeconds: config.HEARTBEAT_SECONDS,
  retryDelaySeconds: config.RETRY_DELAY_SECONDS,
});

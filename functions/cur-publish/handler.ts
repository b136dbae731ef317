import {
  awsClients,
  awsEventPublisher,
  dynamo,
  dynamoDailyCosts,
  dynamoPublicationLedger,
  eventBridge,
  eventBridgeCostEvents,
  glue,
  glueLiveCatalog,
  s3,
  s3AccountNames,
  s3CuratedStore,
  sns,
  snsAlerts,
  sqs,
  sqsOutbox,
  sqsPublishQueue,
  sqsVisibility,
} from '@almanac/aws';
import { CUR_EVENT_SOURCE, type PublishRequest, publishRequest } from '@almanac/contracts';
import { type PublishDeps, publishPeriod } from '@almanac/cur';
import { systemClock } from '@almanac/kernel';
import {
  type Delivery,
  env,
  eventMetrics,
  type FailedTry,
  list,
  loggingCalls,
  queue,
  string,
  type Telemetry,
  telemetry,
  traceHeader,
  wholeNumber,
} from '@almanac/lambda';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  AWS_REGION: string(),
  CURATED_BUCKET: string(),
  LEDGER_TABLE: string(),
  COST_DAILY_TABLE: string(),
  QUEUE_URL: string(),
  ALERTS_TOPIC_ARN: string(),
  COST_BUS_NAME: string(),
  OUTBOX_QUEUE_URL: string(),
  GLUE_DATABASE: string(),
  GLUE_TABLE: string(),
  MAX_RECEIVE_COUNT: wholeNumber(1),
  HEARTBEAT_SECONDS: wholeNumber(3),
  RETRY_DELAY_SECONDS: wholeNumber(),
  EXPECTED_REPORTS: list(),
  SHADOW_REPORT_PREFIXES: list(),
});

type Deps = PublishDeps & { readonly telemetry: Telemetry; readonly expectedReports: ReadonlySet<string> };

export const onPublishRequest =
  (deps: Deps) =>
  async (
    { report, billingPeriod, correlationId }: PublishRequest,
    { signal }: Pick<Delivery, 'signal'>,
  ): Promise<void> => {
    const { logger, metrics } = deps.telemetry;
    logger.appendKeys({ correlation_id: correlationId, report, billing_period: billingPeriod });
    const result = await publishPeriod(deps)({ report, billingPeriod }, { correlationId, signal });
    if (result.outcome === 'unchanged') return logger.info('period handled', { outcome: result.outcome });
    metrics.addMetric('PublishWrites', 'Count', result.writes);
    logger.info('period handled', { outcome: result.outcome, writes: result.writes });
    if (result.outcome === 'continued') return;
    metrics.addMetric('DeliveriesPublished', 'Count', 1);
    metrics.addMetric('SecondsToPublished', 'Seconds', result.announcement.secondsToPublished);
    if (deps.expectedReports.has(report)) countReport(deps.telemetry, report);
  };

/** A metric of the report's own costs money: only those whose silence is listened to have one. */
function countReport({ metrics }: Telemetry, report: string): void {
  metrics.singleMetric().addDimension('report', report).addMetric('ReportPublished', 'Count', 1);
}

export const onFailedTry =
  (deps: Deps) =>
  async ({ delivery, message, error, final }: FailedTry<PublishRequest>): Promise<void> => {
    const failure = {
      messageId: delivery.messageId,
      queue: delivery.queue,
      code: error.code,
      message: error.message,
      attempt: delivery.number,
      final,
      ...(message && { period: { report: message.report, billingPeriod: message.billingPeriod } }),
    };
    await deps.ledger.recordFailure(failure);
    if (final) await deps.alerts.failed(failure);
  };

const publishTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ dynamo, eventBridge, glue, s3, sns, sqs }, loggingCalls(publishTelemetry));
const lake = { database: config.GLUE_DATABASE, table: config.GLUE_TABLE, bucket: config.CURATED_BUCKET };
const links = { region: config.AWS_REGION, curatedBucket: config.CURATED_BUCKET };
const accountNames = s3AccountNames(clients.s3, config.CURATED_BUCKET, systemClock);
const events = awsEventPublisher({
  eventBridge: clients.eventBridge,
  buses: { cost: config.COST_BUS_NAME },
  outbox: sqsOutbox(clients.sqs, config.OUTBOX_QUEUE_URL),
  producer: `${CUR_EVENT_SOURCE}.cur-publish`,
  metrics: eventMetrics(publishTelemetry),
  traceHeader,
});
const deps: Deps = {
  expectedReports: new Set(config.EXPECTED_REPORTS),
  telemetry: publishTelemetry,
  ledger: dynamoPublicationLedger(clients.dynamo, config.LEDGER_TABLE, systemClock),
  curated: s3CuratedStore(clients.s3, config.CURATED_BUCKET),
  catalog: glueLiveCatalog(clients, lake),
  queue: sqsPublishQueue(clients.sqs, config.QUEUE_URL),
  shadowReportPrefixes: config.SHADOW_REPORT_PREFIXES,
  dailyCosts: dynamoDailyCosts(clients.dynamo, config.COST_DAILY_TABLE, systemClock),
  alerts: snsAlerts(clients.sns, config.ALERTS_TOPIC_ARN, links, accountNames),
  events: eventBridgeCostEvents(events),
  clock: systemClock,
};

export const handler = queue({
  telemetry: publishTelemetry,
  parse: (body) => publishRequest.parse(JSON.parse(body)),
  onMessage: onPublishRequest(deps),
  onFailure: onFailedTry(deps),
  changeVisibility: sqsVisibility(clients.sqs, config.QUEUE_URL),
  maxReceiveCount: config.MAX_RECEIVE_COUNT,
  heartbeatSeconds: config.HEARTBEAT_SECONDS,
  retryDelaySeconds: config.RETRY_DELAY_SECONDS,
});

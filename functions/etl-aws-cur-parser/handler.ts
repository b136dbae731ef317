import {
  awsClients,
  awsEventPublisher,
  dynamo,
  dynamoDeliveryLedger,
  dynamoObjectLedger,
  eventBridge,
  eventBridgeCostEvents,
  s3,
  s3CuratedStore,
  s3Landing,
  sns,
  snsAlerts,
  sqs,
  sqsLandingQueue,
  sqsOutbox,
  sqsPublishQueue,
  sqsVisibility,
} from '@almanac/aws';
import { CUR_EVENT_SOURCE } from '@almanac/contracts';
import {
  type FailDeps,
  failObject,
  type IngestDeps,
  ingestObject,
  type ObjectDeletion,
  type ObjectVersion,
  objectVersionId,
  type ParsedContent,
  reportOf,
  withdrawObject,
} from '@almanac/cur';
import { stableId, systemClock } from '@almanac/kernel';
import {
  type Delivery,
  env,
  eventMetrics,
  type FailedTry,
  loggingCalls,
  parseS3Event,
  queue,
  type S3Event,
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
  QUEUE_URL: string(),
  PUBLISH_QUEUE_URL: string(),
  ALERTS_TOPIC_ARN: string(),
  COST_BUS_NAME: string(),
  OUTBOX_QUEUE_URL: string(),
  MAX_RECEIVE_COUNT: wholeNumber(1),
  HEARTBEAT_SECONDS: wholeNumber(3),
  RETRY_DELAY_SECONDS: wholeNumber(),
  MAX_LINE_BYTES: wholeNumber(1),
  MAX_UNCOMPRESSED_BYTES: wholeNumber(1),
});

type Created = Extract<S3Event, { 'detail-type': 'Object Created' }>;

const versionOf = ({ id, time, detail: { bucket, object } }: Created): ObjectVersion => ({
  id: objectVersionId(bucket.name, object.key, object.sequencer, object.etag),
  bucket: bucket.name,
  key: object.key,
  report: reportOf(object.key),
  etag: object.etag,
  sequencer: object.sequencer,
  ...(object['version-id'] && { versionId: object['version-id'] }),
  sizeBytes: object.size,
  eventTime: time,
  eventId: id,
});

const deletionOf = ({ id, time, detail: { bucket, object } }: S3Event): ObjectDeletion => ({
  id: stableId('deletion', bucket.name, object.key, object.sequencer),
  bucket: bucket.name,
  key: object.key,
  report: reportOf(object.key),
  sequencer: object.sequencer,
  eventTime: time,
  eventId: id,
});

/** A lifecycle rule tidies up; it does not say that the costs never happened. */
const LIFECYCLE = 'Lifecycle Expiration';

type Deps = IngestDeps & FailDeps & { readonly telemetry: Telemetry };

export const onS3Event =
  (deps: Deps) =>
  async (event: S3Event, delivery: Delivery): Promise<void> => {
    const { logger } = deps.telemetry;
    logger.appendKeys({ correlation_id: event.id, key: event.detail.object.key });
    if (event['detail-type'] === 'Object Created') {
      const result = await ingestObject(deps)(versionOf(event), delivery);
      if (result.outcome === 'parsed') recordMetrics(deps.telemetry, result.content, event.detail.object.size);
      logger.info('object handled', { outcome: result.outcome });
      return;
    }
    if (event.detail.reason === LIFECYCLE) return logger.info('deletion handled', { outcome: 'ignored' });
    const isPermanent = event.detail['deletion-type'] === 'Permanently Deleted';
    const versionId = event.detail.object['version-id'];
    const removed = { isPermanent, ...(versionId && { versionId }) };
    const outcome = await withdrawObject(deps)(deletionOf(event), removed, delivery);
    logger.info('deletion handled', { outcome });
  };

function recordMetrics({ metrics }: Telemetry, content: ParsedContent, sizeBytes: number): void {
  metrics.addMetric('FilesParsed', 'Count', 1);
  metrics.addMetric('RowsParsed', 'Count', content.rows);
  metrics.addMetric('BytesParsed', 'Bytes', sizeBytes);
  metrics.addMetric('RowsPerSecond', 'Count/Second', (content.rows * 1000) / Math.max(1, content.parseMs));
}

export const onFailedTry =
  (deps: Deps) =>
  async ({ delivery, message, error, final }: FailedTry<S3Event>): Promise<void> => {
    if (final) deps.telemetry.metrics.addMetric('FilesFailed', 'Count', 1);
    await failObject(deps)({
      messageId: delivery.messageId,
      queue: delivery.queue,
      code: error.code,
      message: error.message,
      attempt: delivery.number,
      final,
      ...(message?.['detail-type'] === 'Object Created' && { version: versionOf(message) }),
    });
  };

const parserTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ dynamo, eventBridge, s3, sns, sqs }, loggingCalls(parserTelemetry));
const links = { region: config.AWS_REGION, curatedBucket: config.CURATED_BUCKET };
const events = awsEventPublisher({
  eventBridge: clients.eventBridge,
  buses: { cost: config.COST_BUS_NAME },
  outbox: sqsOutbox(clients.sqs, config.OUTBOX_QUEUE_URL),
  producer: `${CUR_EVENT_SOURCE}.etl-aws-cur-parser`,
  metrics: eventMetrics(parserTelemetry),
  traceHeader,
});
const deps: Deps = {
  telemetry: parserTelemetry,
  landing: s3Landing(clients.s3),
  curated: s3CuratedStore(clients.s3, config.CURATED_BUCKET),
  ledger: dynamoObjectLedger(clients.dynamo, config.LEDGER_TABLE, systemClock),
  deliveries: dynamoDeliveryLedger(clients.dynamo, config.LEDGER_TABLE, systemClock),
  landingQueue: sqsLandingQueue(clients.sqs, config.QUEUE_URL),
  queue: sqsPublishQueue(clients.sqs, config.PUBLISH_QUEUE_URL),
  alerts: snsAlerts(clients.sns, config.ALERTS_TOPIC_ARN, links),
  events: eventBridgeCostEvents(events),
  clock: systemClock,
  limits: { maxLineBytes: config.MAX_LINE_BYTES, maxUncompressedBytes: config.MAX_UNCOMPRESSED_BYTES },
};

export const handler = queue({
  telemetry: parserTelemetry,
  parse: parseS3Event,
  onMessage: onS3Event(deps),
  onFailure: onFailedTry(deps),
  changeVisibility: sqsVisibility(clients.sqs, config.QUEUE_URL),
  maxReceiveCount: config.MAX_RECEIVE_COUNT,
  heartbeatSeconds: config.HEARTBEAT_SECONDS,
  retryDelaySeconds: config.RETRY_DELAY_SECONDS,
});

import { randomUUID } from 'node:crypto';
import {
  awsEventPublisher,
  dynamoDailyCosts,
  dynamoDeliveryLedger,
  dynamoObjectLedger,
  dynamoPublicationLedger,
  eventBridgeCostEvents,
  glueLiveCatalog,
  s3CuratedStore,
  s3Landing,
  snsAlerts,
  sqsOutbox,
  sqsPublishQueue,
} from '@almanac/aws';
import {
  type DailyCostStore,
  DEFAULT_READ_LIMITS,
  type IngestDeps,
  ingestObject,
  type ObjectVersion,
  objectVersionId,
  type PublishDeps,
  publishPeriod,
  reportOf,
} from '@almanac/cur';
import { systemClock } from '@almanac/kernel';
import { clients } from './clients.ts';
import { stack } from './stack.ts';
import { type AfterCall, watched } from './watched.ts';

/** A function can die between any two rows: each row is a call of its own. */
const rowByRow = (store: DailyCostStore): DailyCostStore => ({
  write: async (report, rows, deliveryId) => {
    for (const row of rows) await store.write(report, [row], deliveryId);
  },
  remove: async (report, rows) => {
    for (const row of rows) await store.remove(report, [row]);
  },
});

/** The parser's dependencies with real adapters on the local stack. */
export const ingestDeps = (afterCall: AfterCall = () => undefined, requestsPublishing = true): IngestDeps => ({
  landing: watched('landing', s3Landing(clients.s3), afterCall, ['openPart']),
  curated: watched('curated', s3CuratedStore(clients.s3, stack.curated_bucket), afterCall, ['openPart']),
  ledger: watched('ledger', dynamoObjectLedger(clients.dynamo, stack.cur_ledger_table, systemClock), afterCall),
  deliveries: watched(
    'deliveries',
    dynamoDeliveryLedger(clients.dynamo, stack.cur_ledger_table, systemClock),
    afterCall,
  ),
  // The stack's own parser has no say in this bucket: the test hands the objects in again itself.
  landingQueue: watched('landingQueue', { resend: async () => undefined }, afterCall),
  queue: requestsPublishing
    ? watched('queue', sqsPublishQueue(clients.sqs, stack.cur_publish_queue_url), afterCall)
    : { request: async () => undefined },
  clock: systemClock,
  limits: DEFAULT_READ_LIMITS,
});

const costPublisher = awsEventPublisher({
  eventBridge: clients.eventBridge,
  buses: { cost: stack.cost_bus_name },
  outbox: sqsOutbox(clients.sqs, stack.event_outbox_queue_url),
  producer: 'test',
  metrics: { published: () => undefined, toOutbox: () => undefined },
  traceHeader: () => undefined,
});

/** The publisher's dependencies with real adapters on the local stack. */
export function publishDeps(afterCall: AfterCall = () => undefined): PublishDeps {
  const names = { database: stack.glue_database, table: stack.glue_table, bucket: stack.curated_bucket };
  const alerts = snsAlerts(clients.sns, stack.cost_alerts_topic_arn, {
    region: stack.region,
    curatedBucket: stack.curated_bucket,
  });
  const dailyCosts = watched('rows', dynamoDailyCosts(clients.dynamo, stack.cost_daily_table, systemClock), afterCall);
  return {
    ledger: watched('ledger', dynamoPublicationLedger(clients.dynamo, stack.cur_ledger_table, systemClock), afterCall),
    curated: watched('curated', s3CuratedStore(clients.s3, stack.curated_bucket), afterCall, ['openPart']),
    catalog: watched('catalog', glueLiveCatalog(clients, names), afterCall),
    dailyCosts: rowByRow(dailyCosts),
    queue: watched('queue', sqsPublishQueue(clients.sqs, stack.cur_publish_queue_url), afterCall),
    shadowReportPrefixes: [],
    alerts: watched('alerts', alerts, afterCall),
    events: watched('events', eventBridgeCostEvents(costPublisher), afterCall),
    clock: systemClock,
  };
}

const attempt = () => ({ messageId: randomUUID(), number: 1, signal: new AbortController().signal });

export const ingest = (deps: IngestDeps, version: ObjectVersion) => ingestObject(deps)(version, attempt());
export const publish = (deps: PublishDeps, version: ObjectVersion, billingPeriod: string) =>
  publishPeriod(deps)(
    { report: version.report, billingPeriod },
    { correlationId: version.eventId, signal: new AbortController().signal },
  );

/** The version that an upload's event would describe; `sequence` orders the versions of a key. */
export function versionOf(
  bucket: string,
  key: string,
  etag: string,
  sizeBytes: number,
  sequence: number,
): ObjectVersion {
  const sequencer = sequence.toString(16).padStart(18, '0');
  return {
    id: objectVersionId(bucket, key, sequencer, etag),
    bucket,
    key,
    report: reportOf(key),
    etag,
    sequencer,
    sizeBytes,
    eventTime: systemClock.now().toISOString(),
    eventId: randomUUID(),
  };
}

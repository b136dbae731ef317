import {
  awsClients,
  dynamo,
  dynamoCleaningLedger,
  dynamoPublicationLedger,
  glue,
  glueLiveCatalog,
  s3,
  s3CuratedCleaner,
  sqs,
  sqsPublishQueue,
} from '@almanac/aws';
import { type CleanupDeps, cleanUp } from '@almanac/cur';
import { AlmanacError, describeError, systemClock } from '@almanac/kernel';
import {
  env,
  list,
  loggingCalls,
  type ScheduledRun,
  schedule,
  string,
  type Telemetry,
  telemetry,
  wholeNumber,
} from '@almanac/lambda';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  CURATED_BUCKET: string(),
  LEDGER_TABLE: string(),
  PUBLISH_QUEUE_URL: string(),
  GLUE_DATABASE: string(),
  GLUE_TABLE: string(),
  RETENTION_DAYS: wholeNumber(1),
  SHADOW_REPORT_PREFIXES: list(),
});

type Deps = CleanupDeps & { readonly telemetry: Telemetry };

export const onRun =
  (deps: Deps) =>
  async (run: Pick<ScheduledRun, 'correlationId' | 'signal'>): Promise<void> => {
    const { logger, metrics } = deps.telemetry;
    const { failures, ...counts } = await cleanUp(deps)(run);
    metrics.addMetric('DeliveriesCleaned', 'Count', counts.deliveries);
    metrics.addMetric('ObjectsDeleted', 'Count', counts.objects);
    metrics.addMetric('BytesFreed', 'Bytes', counts.bytes);
    logger.info('lake cleaned', { ...counts, failures: failures.length });
    for (const { delivery, error } of failures) {
      const { code, message: reason } = describeError(error);
      logger.error('delivery not cleaned', { delivery, code, reason });
    }
    const [first] = failures;
    if (first) throw notCleaned(failures.length, first);
    metrics.addMetric('CleanupsDone', 'Count', 1);
  };

const notCleaned = (count: number, { delivery, error }: { delivery: string; error: unknown }) => {
  const { code, message } = describeError(error);
  const what = `${count} ${count === 1 ? 'delivery' : 'deliveries'} could not be cleaned, the first ${delivery}: ${code} ${message}`;
  return new AlmanacError('CLEANUP_INCOMPLETE', what, {}, { cause: error });
};

const cleanupTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ dynamo, glue, s3, sqs }, loggingCalls(cleanupTelemetry));
const lake = { database: config.GLUE_DATABASE, table: config.GLUE_TABLE, bucket: config.CURATED_BUCKET };

export const handler = schedule({
  telemetry: cleanupTelemetry,
  onRun: onRun({
    telemetry: cleanupTelemetry,
    ledger: dynamoCleaningLedger(clients.dynamo, config.LEDGER_TABLE, systemClock),
    publications: dynamoPublicationLedger(clients.dynamo, config.LEDGER_TABLE, systemClock),
    curated: s3CuratedCleaner(clients.s3, config.CURATED_BUCKET),
    catalog: glueLiveCatalog(clients, lake),
    queue: sqsPublishQueue(clients.sqs, config.PUBLISH_QUEUE_URL),
    clock: systemClock,
    retentionDays: config.RETENTION_DAYS,
    shadowReportPrefixes: config.SHADOW_REPORT_PREFIXES,
  }),
});

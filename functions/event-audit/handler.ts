import { awsClients, s3, s3AuditStore, sqs, sqsVisibility } from '@almanac/aws';
import { type AuditDeps, copyEvents } from '@almanac/events';
import {
  type BatchMessage,
  batch,
  env,
  loggingCalls,
  string,
  type Telemetry,
  telemetry,
  wholeNumber,
} from '@almanac/lambda';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  AUDIT_BUCKET: string(),
  QUEUE_URL: string(),
  MAX_RECEIVE_COUNT: wholeNumber(1),
  RETRY_DELAY_SECONDS: wholeNumber(),
});

type Deps = AuditDeps & { readonly telemetry: Telemetry };

export const onBatch =
  (deps: Deps) =>
  async (messages: readonly BatchMessage[]): Promise<ReadonlyMap<string, unknown>> => {
    const { logger, metrics } = deps.telemetry;
    const { events, objects, failures } = await copyEvents(deps)(messages);
    metrics.addMetric('EventsCopied', 'Count', events);
    metrics.addMetric('AuditObjectsWritten', 'Count', objects);
    logger.info('events copied', { events, objects, failures: failures.size });
    return failures;
  };

const auditTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ s3, sqs }, loggingCalls(auditTelemetry));

export const handler = batch({
  telemetry: auditTelemetry,
  onBatch: onBatch({ telemetry: auditTelemetry, store: s3AuditStore(clients.s3, config.AUDIT_BUCKET) }),
  changeVisibility: sqsVisibility(clients.sqs, config.QUEUE_URL),
  maxReceiveCount: config.MAX_RECEIVE_COUNT,
  retryDelaySeconds: config.RETRY_DELAY_SECONDS,
});

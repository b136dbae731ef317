import {
  awsClients,
  awsEventPublisher,
  dynamoRunHistory,
  dynamoScheduleStore,
  eventBridgeRunEvents,
  kmsVault,
  schedulerEngine,
  snsActionTopics,
  sqsOutbox,
  sqsVisibility,
} from '@almanac/aws';
import { SCHEDULES_EVENT_SOURCE } from '@almanac/contracts';
import { AlmanacError, systemClock } from '@almanac/kernel';
import {
  type Delivery,
  env,
  eventMetrics,
  type FailedTry,
  queue,
  string,
  type Telemetry,
  telemetry,
  traceHeader,
  wholeNumber,
} from '@almanac/lambda';
import {
  completeSchedule,
  openPayload,
  parseRunMessage,
  type RunDeps,
  type RunMessage,
  runFailed,
  runSchedule,
} from '@almanac/schedules';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  QUEUE_URL: string(),
  SCHEDULES_TABLE: string(),
  SCHEDULE_CLAIMS_TABLE: string(),
  SCHEDULE_AUDIT_TABLE: string(),
  SCHEDULE_RUNS_TABLE: string(),
  SCHEDULE_GROUP: string(),
  SCHEDULER_ROLE_ARN: string(),
  RUNS_QUEUE_ARN: string(),
  SCHEDULER_DLQ_ARN: string(),
  SCHEDULES_KEY_ARN: string(),
  SCHEDULES_BUS_NAME: string(),
  OUTBOX_QUEUE_URL: string(),
  MAX_RECEIVE_COUNT: wholeNumber(1),
  RETRY_DELAY_SECONDS: wholeNumber(),
});

type Deps = RunDeps & { readonly telemetry: Telemetry };

export const onRunMessage =
  (deps: Deps) =>
  async (message: RunMessage, delivery: Pick<Delivery, 'sentAt' | 'remainingMs'>): Promise<void> => {
    const { logger, metrics } = deps.telemetry;
    logger.appendKeys({ schedule_id: message.schedule_id, execution_id: message.execution_id });
    const result = await runSchedule(deps)(message, delivery);
    metrics.singleMetric().addDimension('outcome', result.outcome).addMetric('ScheduleRuns', 'Count', 1);
    if (result.outcome === 'unknown-schedule') return logger.warn('run of a schedule that is not there');
    const { run_id, attempt, reason, latency_ms, error } = result.run;
    if (result.outcome === 'published' && !result.run.manual) {
      metrics.addMetric('RunLatency', 'Milliseconds', latency_ms ?? 0);
    }
    if (result.outcome === 'failed') {
      metrics.addMetric('RunFailures', 'Count', 1);
      return logger.error('run failed for good', { run_id, attempt, reason: error });
    }
    logger.info('run handled', { outcome: result.outcome, run_id, attempt, reason, latency_ms });
  };

export const onFailedTry =
  (deps: Deps) =>
  async ({ delivery, message, error, final }: FailedTry<RunMessage>): Promise<void> => {
    if (!final) return;
    const hasFailed = message === undefined || (await runFailed(deps)(message, delivery, error));
    if (!hasFailed) return;
    deps.telemetry.metrics.addMetric('RunFailures', 'Count', 1);
    deps.telemetry.logger.error('run failed for good', { code: error.code });
  };

const runnerTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ onCall: (call) => runnerTelemetry.logger.debug('aws call', { call }) });
const tables = {
  schedules: config.SCHEDULES_TABLE,
  claims: config.SCHEDULE_CLAIMS_TABLE,
  audit: config.SCHEDULE_AUDIT_TABLE,
};
const store = dynamoScheduleStore(clients.dynamo, tables, systemClock);
const engine = schedulerEngine(clients.scheduler, {
  group: config.SCHEDULE_GROUP,
  queueArn: config.RUNS_QUEUE_ARN,
  roleArn: config.SCHEDULER_ROLE_ARN,
  dlqArn: config.SCHEDULER_DLQ_ARN,
});
const vault = kmsVault(clients.kms, config.SCHEDULES_KEY_ARN);
const publisher = awsEventPublisher({
  eventBridge: clients.eventBridge,
  buses: { schedules: config.SCHEDULES_BUS_NAME },
  outbox: sqsOutbox(clients.sqs, config.OUTBOX_QUEUE_URL),
  producer: `${SCHEDULES_EVENT_SOURCE}.schedule-runner`,
  metrics: eventMetrics(runnerTelemetry),
  traceHeader,
});
const deps: Deps = {
  telemetry: runnerTelemetry,
  store,
  history: dynamoRunHistory(clients.dynamo, config.SCHEDULE_RUNS_TABLE, systemClock),
  topics: snsActionTopics(clients.sns),
  events: eventBridgeRunEvents(publisher),
  clock: systemClock,
  payloadOf: (schedule) => openPayload({ vault }, schedule),
  complete: completeSchedule({ store, engine, clock: systemClock }),
  runTopic: async ({ schedule_id }) => {
    throw new AlmanacError('NO_TOPICS', `This stack runs no schedules of topics, such as ${schedule_id}`);
  },
};

export const handler = queue({
  telemetry: runnerTelemetry,
  parse: parseRunMessage,
  onMessage: onRunMessage(deps),
  onFailure: onFailedTry(deps),
  changeVisibility: sqsVisibility(clients.sqs, config.QUEUE_URL),
  maxReceiveCount: config.MAX_RECEIVE_COUNT,
  retryDelaySeconds: config.RETRY_DELAY_SECONDS,
});

import {
  awsEventPublisher,
  dynamoRunHistory,
  dynamoTopicSchedules,
  dynamoTopics,
  eventBridge,
  eventBridgeRunEvents,
  eventBridgeVideoRequests,
  sns,
  snsActionTopics,
  sqs,
  sqsOutbox,
} from '@almanac/aws';
import { changeLambda, changeSettings, queueOptions, queueSettings } from '@almanac/consumer';
import { SCHEDULES_EVENT_SOURCE } from '@almanac/contracts';
import { systemClock } from '@almanac/kernel';
import {
  type Delivery,
  env,
  eventMetrics,
  type FailedTry,
  productionMetrics,
  queue,
  string,
  type Telemetry,
  traceHeader,
} from '@almanac/lambda';
import {
  completeSchedule,
  openPayload,
  parseRunMessage,
  type RunDeps,
  type RunMessage,
  requestVideo,
  runFailed,
  runSchedule,
} from '@almanac/schedules';

const config = env({
  ...changeSettings,
  ...queueSettings,
  SCHEDULE_RUNS_TABLE: string(),
  TOPICS_TABLE: string(),
  TOPIC_SCHEDULES_TABLE: string(),
  SCHEDULES_BUS_NAME: string(),
  OUTBOX_QUEUE_URL: string(),
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

const lambda = changeLambda(config, { eventBridge, sns, sqs });
const { clients, deps: changes } = lambda;
const publisher = awsEventPublisher({
  eventBridge: clients.eventBridge,
  buses: { schedules: config.SCHEDULES_BUS_NAME },
  outbox: sqsOutbox(clients.sqs, config.OUTBOX_QUEUE_URL),
  producer: `${SCHEDULES_EVENT_SOURCE}.schedule-runner`,
  metrics: eventMetrics(changes.telemetry),
  traceHeader,
});
const deps: Deps = {
  telemetry: changes.telemetry,
  store: changes.store,
  history: dynamoRunHistory(clients.dynamo, config.SCHEDULE_RUNS_TABLE, systemClock),
  topics: snsActionTopics(clients.sns),
  events: eventBridgeRunEvents(publisher),
  clock: systemClock,
  payloadOf: (schedule) => openPayload(changes, schedule),
  complete: completeSchedule(changes),
  runTopic: requestVideo({
    topics: dynamoTopics(clients.dynamo, config.TOPICS_TABLE),
    schedules: dynamoTopicSchedules(clients.dynamo, config.TOPIC_SCHEDULES_TABLE),
    videos: eventBridgeVideoRequests(publisher),
    metrics: productionMetrics(config.AWS_LAMBDA_FUNCTION_NAME),
  }),
};

export const handler = queue({
  ...queueOptions(config, lambda),
  parse: parseRunMessage,
  onMessage: onRunMessage(deps),
  onFailure: onFailedTry(deps),
});

import { awsEventPublisher, eventBridge, eventBridgeCommandEvents, sqs, sqsOutbox } from '@almanac/aws';
import { changeLambda, changeSettings, queueOptions, queueSettings, scheduleOnce } from '@almanac/consumer';
import { SCHEDULES_EVENT_SOURCE } from '@almanac/contracts';
import {
  type Delivery,
  env,
  eventMetrics,
  type FailedTry,
  parseSnsEnvelope,
  queue,
  type SnsEnvelope,
  string,
  type Telemetry,
  traceHeader,
} from '@almanac/lambda';
import { type CommandDeps, runCommand } from '@almanac/schedules';

const config = env({ ...changeSettings, ...queueSettings, SCHEDULES_BUS_NAME: string(), OUTBOX_QUEUE_URL: string() });

const METRICS = { accepted: 'CommandsAccepted', rejected: 'CommandsRejected', repeated: 'CommandsRepeated' } as const;

type Deps = CommandDeps & { readonly telemetry: Telemetry };

export const onCommand =
  (deps: Deps) =>
  async (
    { messageId, message }: Pick<SnsEnvelope, 'messageId' | 'message'>,
    { remainingMs }: Pick<Delivery, 'remainingMs'>,
  ): Promise<void> => {
    const { logger, metrics } = deps.telemetry;
    logger.appendKeys({ sns_message_id: messageId });
    const { outcome, ...about } = await runCommand(deps)(messageId, message, remainingMs);
    metrics.addMetric(METRICS[outcome], 'Count', 1);
    logger.info(`command ${outcome}`, about);
  };

/** The reason is in the log, and the message in the dead-letter queue. */
export const onFailedTry =
  ({ telemetry: { metrics } }: Pick<Deps, 'telemetry'>) =>
  async ({ final }: Pick<FailedTry<unknown>, 'final'>): Promise<void> => {
    if (final) metrics.addMetric('CommandsFailed', 'Count', 1);
  };

const lambda = changeLambda(config, { eventBridge, sqs });
const events = awsEventPublisher({
  eventBridge: lambda.clients.eventBridge,
  buses: { schedules: config.SCHEDULES_BUS_NAME },
  outbox: sqsOutbox(lambda.clients.sqs, config.OUTBOX_QUEUE_URL),
  producer: `${SCHEDULES_EVENT_SOURCE}.schedule-commands`,
  metrics: eventMetrics(lambda.deps.telemetry),
  traceHeader,
});
const deps: Deps = {
  ...lambda.deps,
  events: eventBridgeCommandEvents(events),
  once: scheduleOnce(lambda.clients.dynamo, config.SCHEDULE_CLAIMS_TABLE),
};

export const handler = queue({
  ...queueOptions(config, lambda),
  parse: parseSnsEnvelope,
  onMessage: onCommand(deps),
  onFailure: onFailedTry(deps),
});

import { awsClients, eventBridge, eventBridgeEventBus, sqs, sqsVisibility } from '@almanac/aws';
import { type BusEntry, type EventBusPort, parseOutboxBody, resendEntry } from '@almanac/events';
import {
  env,
  eventMetrics,
  type FailedTry,
  loggingCalls,
  queue,
  string,
  type Telemetry,
  telemetry,
  wholeNumber,
} from '@almanac/lambda';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  QUEUE_URL: string(),
  COST_BUS_NAME: string(),
  MEDIA_BUS_NAME: string(),
  SCHEDULES_BUS_NAME: string(),
  MAX_RECEIVE_COUNT: wholeNumber(1),
  RETRY_DELAY_SECONDS: wholeNumber(),
});

interface Deps {
  readonly telemetry: Telemetry;
  readonly bus: EventBusPort;
}

export const onEntry =
  (deps: Deps) =>
  async (entry: BusEntry): Promise<void> => {
    const { logger } = deps.telemetry;
    logger.appendKeys({ id: entry.id, event_type: entry.detailType });
    const { eventId } = await resendEntry({ bus: deps.bus, metrics: eventMetrics(deps.telemetry) })(entry);
    logger.info('event sent', { event_id: eventId });
  };

/** The reason is in the log, and the message in the dead-letter queue. */
export const onFailedTry =
  ({ telemetry: { metrics } }: Pick<Deps, 'telemetry'>) =>
  async ({ final }: Pick<FailedTry<BusEntry>, 'final'>): Promise<void> => {
    if (final) metrics.addMetric('EventsNotSent', 'Count', 1);
  };

const outboxTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
// A batch has to be done before the function's time is over, however long the bus is in trouble: the queue tries again.
const clients = awsClients({ eventBridge, sqs }, { maxAttempts: 2, ...loggingCalls(outboxTelemetry) });
const deps: Deps = {
  telemetry: outboxTelemetry,
  bus: eventBridgeEventBus(clients.eventBridge, {
    cost: config.COST_BUS_NAME,
    media: config.MEDIA_BUS_NAME,
    schedules: config.SCHEDULES_BUS_NAME,
  }),
};

export const handler = queue({
  telemetry: outboxTelemetry,
  parse: parseOutboxBody,
  onMessage: onEntry(deps),
  onFailure: onFailedTry(deps),
  changeVisibility: sqsVisibility(clients.sqs, config.QUEUE_URL),
  maxReceiveCount: config.MAX_RECEIVE_COUNT,
  retryDelaySeconds: config.RETRY_DELAY_SECONDS,
});

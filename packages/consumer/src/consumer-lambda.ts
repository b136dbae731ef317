import { awsClients, type ClientMakers, dynamo, dynamoHandledEvents, sqs, sqsQuarantine } from '@almanac/aws';
import { type ConsumeDeps, type Consumer, consume, eventFacts } from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import { loggingCalls, string, type Telemetry, telemetry } from '@almanac/lambda';

/** What every function that consumes events is told, for `env()`. */
export const consumerSettings = {
  AWS_LAMBDA_FUNCTION_NAME: string(),
  HANDLED_EVENTS_TABLE: string(),
  QUARANTINE_QUEUE_URL: string(),
};
type Config = Readonly<Record<keyof typeof consumerSettings, string>>;

/** What every consumer needs; a test gives it fakes. */
export type ConsumerDeps = ConsumeDeps & { readonly telemetry: Telemetry };

/** The real ones, and the clients that a consumer makes its own ports from. */
export function consumerLambda<const Own extends ClientMakers>(config: Config, own: Own) {
  const consumerTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
  const options = loggingCalls(consumerTelemetry);
  const clients = awsClients({ dynamo, sqs }, options);
  const deps: ConsumerDeps = {
    telemetry: consumerTelemetry,
    handled: dynamoHandledEvents(clients.dynamo, config.HANDLED_EVENTS_TABLE, systemClock),
    quarantine: sqsQuarantine(clients.sqs, config.QUARANTINE_QUEUE_URL),
    clock: systemClock,
  };
  return { clients: { ...clients, ...awsClients(own, options) }, deps };
}

/** A consumer of events as they are, for `onEvent` or `event`. */
export const eventConsumer = (deps: ConsumerDeps, consumer: Consumer) => ({
  telemetry: deps.telemetry,
  facts: eventFacts,
  consume: consume(deps, consumer),
});

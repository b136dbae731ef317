import {
  awsClients,
  type ClientMakers,
  dynamo,
  dynamoRunOutcomes,
  secretsManager,
  secretsManagerSecrets,
  sqs,
  sqsGivenUp,
} from '@almanac/aws';
import { describeError, systemClock } from '@almanac/kernel';
import { type Delivery, loggingCalls, string, type Telemetry, telemetry } from '@almanac/lambda';
import type { Attempt, Once, RequestedAction, SettleDeps, Settled } from '@almanac/schedules';
import { scheduleOnce } from './schedule-once.ts';

/** What every function that performs actions of runs is told, for `env()`. */
export const actionSettings = {
  AWS_LAMBDA_FUNCTION_NAME: string(),
  RUNS_TABLE: string(),
  CLAIMS_TABLE: string(),
  DLQ_URL: string(),
  SIGNING_SECRET_ARN: string(),
};
type Config = Readonly<Record<keyof typeof actionSettings, string>>;

/** What each of them needs; a test gives it fakes. */
export type ActionDeps = SettleDeps & { readonly once: Once; readonly telemetry: Telemetry };

/** The real ones, and what a function makes its own ports from. */
export function actionLambda<const Own extends ClientMakers>(config: Config, own: Own) {
  const actionTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
  const options = loggingCalls(actionTelemetry);
  const clients = awsClients({ dynamo, secretsManager, sqs }, options);
  const secrets = secretsManagerSecrets(clients.secretsManager, systemClock);
  const deps: ActionDeps = {
    telemetry: actionTelemetry,
    outcomes: dynamoRunOutcomes(clients.dynamo, config.RUNS_TABLE, systemClock),
    givenUp: sqsGivenUp(clients.sqs, config.DLQ_URL),
    once: scheduleOnce(clients.dynamo, config.CLAIMS_TABLE),
    clock: systemClock,
  };
  return {
    clients: { ...clients, ...awsClients(own, options) },
    deps,
    secrets,
    signingSecret: () => secrets.readOrCreate(config.SIGNING_SECRET_ARN),
  };
}

export interface ActionHandlerOptions {
  readonly telemetry: Telemetry;
  /** What is performed: `<name>Succeeded`, `<name>Failed` and `<name>Retried` are its metrics. */
  readonly name: 'WebAction' | 'Notification';
  readonly maxReceiveCount: number;
  readonly perform: (message: RequestedAction, attempt: Attempt) => Promise<Settled>;
}

/** Performs one action, says what became of it and counts that; for `onMessage` of a queue behind a topic. */
export const actionHandler =
  ({ telemetry: { logger, metrics }, name, maxReceiveCount, perform }: ActionHandlerOptions) =>
  async (message: RequestedAction, { number, remainingMs, signal }: Delivery): Promise<void> => {
    const { schedule_id, run_id, idempotency_key } = message;
    const isLast = number >= maxReceiveCount;
    const count = (what: 'Succeeded' | 'Failed' | 'Retried') => metrics.addMetric(`${name}${what}`, 'Count', 1);
    logger.appendKeys({ schedule_id, run_id, idempotency_key });
    try {
      const { error, ...result } = await perform(message, { number, isLast, remainingMs, signal });
      if (error) logger.error(error.message, { code: error.code, final: true, ...result });
      else logger.info('action performed', { ...result });
      if (!result.isRepeat) count(error ? 'Failed' : 'Succeeded');
    } catch (thrown) {
      // The queue logs it.
      if (describeError(thrown).code !== 'CLAIMED_ELSEWHERE') count(isLast ? 'Failed' : 'Retried');
      throw thrown;
    }
  };

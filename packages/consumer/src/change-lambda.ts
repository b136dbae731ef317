import { randomBytes } from 'node:crypto';
import {
  awsClients,
  type ClientMakers,
  dynamo,
  dynamoScheduleStore,
  dynamoWriteLimits,
  engineTarget,
  kms,
  kmsVault,
  scheduler,
  schedulerEngine,
  scheduleTables,
} from '@almanac/aws';
import { systemClock } from '@almanac/kernel';
import { list, loggingCalls, string, type Telemetry, telemetry, wholeNumber } from '@almanac/lambda';
import { type ChangeDeps, checkCondition, ID_RANDOM_BYTES, scheduleIdAt } from '@almanac/schedules';

/** DynamoDB takes items of 400 KB, and sensitive fields grow by a third when they are encrypted. */
const MAX_PAYLOAD_BYTES = 200 * 1024;

/** What every function that changes schedules is told, for `env()`. */
export const changeSettings = {
  AWS_LAMBDA_FUNCTION_NAME: string(),
  SCHEDULES_TABLE: string(),
  SCHEDULE_CLAIMS_TABLE: string(),
  SCHEDULE_AUDIT_TABLE: string(),
  SCHEDULE_GROUP: string(),
  SCHEDULER_ROLE_ARN: string(),
  RUNS_QUEUE_ARN: string(),
  SCHEDULER_DLQ_ARN: string(),
  SCHEDULES_KEY_ARN: string(),
  WEB_ACTIONS_TOPIC_ARN: string(),
  NOTIFICATIONS_TOPIC_ARN: string(),
  COMMAND_TOPIC_ARN: string(),
  ALLOWED_TARGETS: list(),
  SCHEDULES_PER_CALLER: wholeNumber(1),
  WRITES_PER_MINUTE: wholeNumber(1),
  SHORTEST_INTERVAL_SECONDS: wholeNumber(),
};
type Settings = typeof changeSettings;
type Config = { readonly [Name in keyof Settings]: ReturnType<Settings[Name]['parse']> };

/** The real ones, and the clients that a function makes its own ports from. */
export function changeLambda<const Own extends ClientMakers>(config: Config, own: Own) {
  const changeTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
  const options = loggingCalls(changeTelemetry);
  const clients = awsClients({ dynamo, kms, scheduler }, options);
  const deps: ChangeDeps & { readonly telemetry: Telemetry } = {
    telemetry: changeTelemetry,
    store: dynamoScheduleStore(clients.dynamo, scheduleTables(config), systemClock),
    engine: schedulerEngine(clients.scheduler, engineTarget(config.SCHEDULE_GROUP, config)),
    vault: kmsVault(clients.kms, config.SCHEDULES_KEY_ARN),
    limits: dynamoWriteLimits(clients.dynamo, config.SCHEDULE_CLAIMS_TABLE, config.WRITES_PER_MINUTE, systemClock),
    clock: systemClock,
    rules: rulesOf(config),
    newId: () => scheduleIdAt(systemClock.now(), randomBytes(ID_RANDOM_BYTES)),
    checkCondition,
  };
  return { clients: { ...clients, ...awsClients(own, options) }, deps };
}

const rulesOf = (config: Config): ChangeDeps['rules'] => ({
  quotaPerCaller: config.SCHEDULES_PER_CALLER,
  shortestIntervalSeconds: config.SHORTEST_INTERVAL_SECONDS,
  targetTopics: { web_action: config.WEB_ACTIONS_TOPIC_ARN, notification: config.NOTIFICATIONS_TOPIC_ARN },
  allowedTargets: config.ALLOWED_TARGETS,
  forbiddenTargets: [config.COMMAND_TOPIC_ARN],
  maxPayloadBytes: MAX_PAYLOAD_BYTES,
});

import { randomBytes } from 'node:crypto';
import { type AwsClients, dynamoScheduleStore, dynamoWriteLimits, kmsVault, schedulerEngine } from '@almanac/aws';
import { systemClock } from '@almanac/kernel';
import { list, string, wholeNumber } from '@almanac/lambda';
import { type ChangeDeps, checkCondition, ID_RANDOM_BYTES, scheduleIdAt } from '@almanac/schedules';

/** What every function that touches schedules is told of their records and of Scheduler, for `env()`. */
export const recordSettings = {
  SCHEDULES_TABLE: string(),
  SCHEDULE_CLAIMS_TABLE: string(),
  SCHEDULE_AUDIT_TABLE: string(),
  SCHEDULE_GROUP: string(),
  SCHEDULER_ROLE_ARN: string(),
  RUNS_QUEUE_ARN: string(),
  SCHEDULER_DLQ_ARN: string(),
  SCHEDULES_KEY_ARN: string(),
};
type RecordConfig = Readonly<Record<keyof typeof recordSettings, string>>;

/** And what a function is told besides that lets users change schedules. */
export const changeSettings = {
  ...recordSettings,
  WEB_ACTIONS_TOPIC_ARN: string(),
  NOTIFICATIONS_TOPIC_ARN: string(),
  FORBIDDEN_TARGETS: list(),
  ALLOWED_TARGETS: list(),
  SCHEDULES_PER_CALLER: wholeNumber(1),
  WRITES_PER_MINUTE: wholeNumber(1),
  SHORTEST_INTERVAL_SECONDS: wholeNumber(60),
};
interface ChangeConfig extends RecordConfig {
  readonly WEB_ACTIONS_TOPIC_ARN: string;
  readonly NOTIFICATIONS_TOPIC_ARN: string;
  readonly FORBIDDEN_TARGETS: readonly string[];
  readonly ALLOWED_TARGETS: readonly string[];
  readonly SCHEDULES_PER_CALLER: number;
  readonly WRITES_PER_MINUTE: number;
  readonly SHORTEST_INTERVAL_SECONDS: number;
}

/** A payload in a message of SNS or SQS has 256 KB in all. */
const MAX_PAYLOAD_BYTES = 200 * 1024;

type Clients = Pick<AwsClients, 'dynamo' | 'scheduler' | 'kms'>;

/** The records of schedules and what keeps Scheduler in step with them. */
export const recordDeps = (config: RecordConfig, { dynamo, scheduler, kms }: Clients) => ({
  store: dynamoScheduleStore(
    dynamo,
    {
      schedules: config.SCHEDULES_TABLE,
      claims: config.SCHEDULE_CLAIMS_TABLE,
      audit: config.SCHEDULE_AUDIT_TABLE,
    },
    systemClock,
  ),
  engine: schedulerEngine(scheduler, {
    group: config.SCHEDULE_GROUP,
    queueArn: config.RUNS_QUEUE_ARN,
    roleArn: config.SCHEDULER_ROLE_ARN,
    dlqArn: config.SCHEDULER_DLQ_ARN,
  }),
  vault: kmsVault(kms, config.SCHEDULES_KEY_ARN),
  clock: systemClock,
});

/** What the use cases need that change schedules. */
export const changeDeps = (config: ChangeConfig, clients: Clients): ChangeDeps => ({
  ...recordDeps(config, clients),
  limits: dynamoWriteLimits(clients.dynamo, config.SCHEDULE_CLAIMS_TABLE, config.WRITES_PER_MINUTE, systemClock),
  rules: {
    quotaPerCaller: config.SCHEDULES_PER_CALLER,
    shortestIntervalSeconds: config.SHORTEST_INTERVAL_SECONDS,
    targetTopics: { web_action: config.WEB_ACTIONS_TOPIC_ARN, notification: config.NOTIFICATIONS_TOPIC_ARN },
    allowedTargets: config.ALLOWED_TARGETS,
    forbiddenTargets: config.FORBIDDEN_TARGETS,
    maxPayloadBytes: MAX_PAYLOAD_BYTES,
  },
  newId: () => scheduleIdAt(systemClock.now(), randomBytes(ID_RANDOM_BYTES)),
  checkCondition,
});

import { randomBytes, randomUUID } from 'node:crypto';
import { dynamoScheduleStore, dynamoWriteLimits, kmsVault, type ScheduleTables, schedulerEngine } from '@almanac/aws';
import { scheduleInput } from '@almanac/contracts';
import { type Clock, systemClock } from '@almanac/kernel';
import { type ChangeDeps, checkCondition, ID_RANDOM_BYTES, scheduleIdAt } from '@almanac/schedules';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateScheduleGroupCommand, DeleteScheduleGroupCommand } from '@aws-sdk/client-scheduler';
import { clients } from './clients.ts';
import { dropTables, makeTables, type OwnTable } from './own-tables.ts';

/** Tables, group and key of a test's own: nothing of the stack looks at them. */
export interface ScheduleHome extends ScheduleTables {
  readonly group: string;
  readonly key: string;
}

const ACCOUNT = '000000000000';
const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${ACCOUNT}:${name}`;

const tablesOf = ({ schedules, claims, audit }: ScheduleTables): Record<string, OwnTable> => ({
  [schedules]: {
    key: ['schedule_id'],
    indexes: {
      'status-created_date-index': ['status', 'created_date'],
      'created_by-index': ['created_by', 'created_date'],
    },
  },
  [claims]: { key: ['claim'] },
  [audit]: { key: ['schedule_id', 'change_id'] },
});

export async function makeHome(): Promise<ScheduleHome> {
  const run = randomUUID();
  const tables = { schedules: `schedules-${run}`, claims: `schedule_claims-${run}`, audit: `schedule_audit-${run}` };
  await makeTables(tablesOf(tables));
  const group = `almanac-test-${run}`;
  await clients.scheduler.send(new CreateScheduleGroupCommand({ Name: group }));
  const { KeyMetadata } = await clients.kms.send(new CreateKeyCommand({}));
  return { ...tables, group, key: KeyMetadata?.Arn ?? '' };
}

export async function leaveHome({ group, ...tables }: ScheduleHome): Promise<void> {
  await dropTables([tables.schedules, tables.claims, tables.audit]);
  await clients.scheduler.send(new DeleteScheduleGroupCommand({ Name: group }));
}

/** What a user gives. Nothing of it runs while tests do. */
export const given = (name: string, fields: Record<string, unknown> = {}) =>
  scheduleInput.parse({ name, schedule_expression: 'cron(0 6 1 1 ? 2150)', target_type: 'web_action', ...fields });

type Clients = Pick<typeof clients, 'dynamo' | 'scheduler' | 'kms'>;

export const engineOf = ({ group }: Pick<ScheduleHome, 'group'>, { scheduler }: Pick<Clients, 'scheduler'> = clients) =>
  schedulerEngine(scheduler, {
    ...{ group, queueArn: arn('sqs', 'schedule-runs-none'), dlqArn: arn('sqs', 'schedule-runs-none-dlq') },
    roleArn: `arn:aws:iam::${ACCOUNT}:role/almanac-scheduler-none`,
  });

/** All that changes of schedules need, with real adapters. */
export const changeDeps = (home: ScheduleHome, own: Clients = clients, clock: Clock = systemClock): ChangeDeps => ({
  store: dynamoScheduleStore(own.dynamo, home, clock),
  engine: engineOf(home, own),
  vault: kmsVault(own.kms, home.key),
  limits: dynamoWriteLimits(own.dynamo, home.claims, 100_000, clock),
  clock,
  newId: () => scheduleIdAt(clock.now(), randomBytes(ID_RANDOM_BYTES)),
  rules: {
    ...{ quotaPerCaller: 10_000, shortestIntervalSeconds: 60, maxPayloadBytes: 200 * 1024 },
    targetTopics: { web_action: arn('sns', 'web-actions-none'), notification: arn('sns', 'notifications-none') },
    ...{ allowedTargets: [], forbiddenTargets: [] },
  },
  checkCondition,
});

import { AlmanacError } from '@almanac/kernel';
import { parseSnsEnvelope, queue, telemetry } from '@almanac/lambda';
import { checkCondition } from '@almanac/schedules';
import { memoryOnce } from '@almanac/schedules/actions/fakes';
import {
  MemoryScheduleEngine,
  MemoryScheduleStore,
  MemoryVault,
  MemoryWriteLimits,
} from '@almanac/schedules/changes/fakes';
import { FakeScheduleCommandEvents } from '@almanac/schedules/commands/fakes';
import { lambdaContext, sqsEvent } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'schedule-commands-dev',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...{ SCHEDULES_TABLE: 'x', SCHEDULE_CLAIMS_TABLE: 'x', SCHEDULE_AUDIT_TABLE: 'x', SCHEDULE_GROUP: 'x' },
  ...{ SCHEDULER_ROLE_ARN: 'x', RUNS_QUEUE_ARN: 'x', SCHEDULER_DLQ_ARN: 'x', SCHEDULES_KEY_ARN: 'x' },
  ...{ WEB_ACTIONS_TOPIC_ARN: 'x', NOTIFICATIONS_TOPIC_ARN: 'x', COMMAND_TOPIC_ARN: 'x', ALLOWED_TARGETS: '' },
  ...{ SCHEDULES_PER_CALLER: '5', WRITES_PER_MINUTE: '5', SHORTEST_INTERVAL_SECONDS: '60' },
  ...{ QUEUE_URL: 'x', MAX_RECEIVE_COUNT: '3', RETRY_DELAY_SECONDS: '1' },
  ...{ SCHEDULES_BUS_NAME: 'x', OUTBOX_QUEUE_URL: 'x' },
};
const { onCommand, onFailedTry } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

const clock = { now: () => new Date('2026-11-28T10:00:00Z') };
const SCHEDULE = { name: 'daily', schedule_expression: 'cron(0 6 * * ? *)', target_type: 'web_action' };

const published = (MessageId: string, message: unknown) =>
  JSON.stringify({ Type: 'Notification', MessageId, TopicArn: 'arn:t', Message: JSON.stringify(message) });

describe('commands by message', () => {
  let lines: string[];
  beforeEach(() => {
    lines = [];
    for (const level of ['log', 'info', 'warn', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(String(line)));
    }
  });
  const world = () => {
    const store = new MemoryScheduleStore(clock);
    const engine = new MemoryScheduleEngine(clock);
    const events = new FakeScheduleCommandEvents();
    const deps = {
      ...{ store, engine, events, clock, checkCondition, vault: new MemoryVault(), once: memoryOnce() },
      limits: new MemoryWriteLimits(100, clock),
      newId: () => `sched_01jc3k5m8n9p0q1r2s3t4v5w${String(store.records.size).padStart(2, '0')}`,
      rules: {
        ...{ quotaPerCaller: 5, shortestIntervalSeconds: 60, allowedTargets: [], forbiddenTargets: [] },
        ...{ targetTopics: { web_action: 'arn:w', notification: 'arn:n' }, maxPayloadBytes: 1_000 },
      },
      telemetry: telemetry('schedule-commands-dev'),
    };
    const handler = queue({
      ...{
        telemetry: deps.telemetry,
        parse: parseSnsEnvelope,
        onMessage: onCommand(deps),
        onFailure: onFailedTry(deps),
      },
      ...{ changeVisibility: async () => undefined, maxReceiveCount: 3, retryDelaySeconds: 1 },
    });
    return { ...{ store, engine, events }, handler };
  };
  const counted = (name: string) => lines.filter((line) => line.startsWith('{') && JSON.parse(line)[name] === 1);

  it('are done or rejected, and taken from the queue either way', async () => {
    const { store, events, handler } = world();
    const create = published('m1', { action: 'create', schedule: SCHEDULE });
    const wrong = published('m2', { action: 'create', schedule: { ...SCHEDULE, timezone: 'Mars' } });
    const event = sqsEvent({ body: create }, { body: wrong, messageId: 'message-2' });
    expect(await handler(event, lambdaContext())).toEqual({ batchItemFailures: [] });
    expect([store.records.size, events.accepts.length, events.rejects.length]).toEqual([1, 1, 1]);
    expect([counted('CommandsAccepted').length, counted('CommandsRejected').length]).toEqual([1, 1]);
    expect(await handler(sqsEvent({ body: create }), lambdaContext())).toEqual({ batchItemFailures: [] });
    expect([store.records.size, events.accepts.length, counted('CommandsRepeated').length]).toEqual([1, 1, 1]);
  });

  it('go back to the queue where the stack is in trouble, and what is none at once', async () => {
    const { engine, handler } = world();
    engine.put = () => Promise.reject(new AlmanacError('SCHEDULER_UNAVAILABLE', 'throttled'));
    const body = published('m1', { action: 'create', schedule: SCHEDULE });
    const event = sqsEvent({ body, receiveCount: 3 }, { body: 'no envelope', messageId: 'message-2' });
    expect(await handler(event, lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-1' }, { itemIdentifier: 'message-2' }],
    });
    expect(counted('CommandsFailed')).toHaveLength(1);
    expect(lines.join()).toContain('SCHEDULE_NOT_IN_SYNC');
  });
});

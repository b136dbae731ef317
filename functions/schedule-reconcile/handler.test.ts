import { scheduleInput } from '@almanac/contracts';
import { schedule, telemetry } from '@almanac/lambda';
import { checkCondition, createSchedule, type TopicRepair } from '@almanac/schedules';
import {
  MemoryScheduleEngine,
  MemoryScheduleStore,
  MemoryVault,
  MemoryWriteLimits,
} from '@almanac/schedules/changes/fakes';
import { lambdaContext } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'schedule-reconcile-dev',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...{ SCHEDULES_TABLE: 'x', SCHEDULE_CLAIMS_TABLE: 'x', SCHEDULE_AUDIT_TABLE: 'x', SCHEDULE_GROUP: 'x' },
  ...{ SCHEDULER_ROLE_ARN: 'x', RUNS_QUEUE_ARN: 'x', SCHEDULER_DLQ_ARN: 'x', SCHEDULES_KEY_ARN: 'x' },
  ...{ WEB_ACTIONS_TOPIC_ARN: 'x', NOTIFICATIONS_TOPIC_ARN: 'x', COMMAND_TOPIC_ARN: 'x', ALLOWED_TARGETS: '' },
  ...{ SCHEDULES_PER_CALLER: '5', WRITES_PER_MINUTE: '5', SHORTEST_INTERVAL_SECONDS: '60' },
  ...{ TOPICS_TABLE: 'x', TOPIC_SCHEDULES_TABLE: 'x', TOPIC_PERFORMANCE_TABLE: 'x', TOPIC_SCHEDULE_GROUP: 'x' },
  SLOT_RULES: '{"audience_weights":[],"min_gap_hours":2,"peak_hours":[],"max_topics_per_slot":10,"timezone":"UTC"}',
};
const { onRun } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

describe('the daily reconciling of schedules', () => {
  let lines: string[];
  let now: Date;
  const clock = { now: () => now };
  beforeEach(() => {
    lines = [];
    now = new Date('2026-11-28T10:00:00Z');
    for (const level of ['log', 'info', 'warn', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(String(line)));
    }
  });

  /** A schedule that Scheduler has lost, an hour later. */
  const world = async (topics: readonly TopicRepair[] = []) => {
    const store = new MemoryScheduleStore(clock);
    const engine = new MemoryScheduleEngine(clock);
    const rules = {
      ...{ quotaPerCaller: 5, shortestIntervalSeconds: 60, allowedTargets: [], forbiddenTargets: [] },
      ...{ targetTopics: { web_action: 'arn:w', notification: 'arn:n' }, maxPayloadBytes: 1_000 },
    };
    const limits = new MemoryWriteLimits(5, clock);
    const newId = () => 'sched_01jc3k5m8n9p0q1r2s3t4v5w6x';
    const input = scheduleInput.parse({ name: 'a', schedule_expression: 'rate(1 day)', target_type: 'web_action' });
    const deps = { ...{ store, engine, clock, rules, limits, newId, checkCondition }, vault: new MemoryVault() };
    await createSchedule(deps)(input, 'me');
    engine.schedules.clear();
    now = new Date('2026-11-28T11:00:00Z');
    const own = telemetry('schedule-reconcile-dev');
    const handler = schedule({
      telemetry: own,
      onRun: onRun({ ...deps, telemetry: own, reconcileTopics: async () => topics }),
    });
    return { engine, handler };
  };
  const metric = (name: string) =>
    lines
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)[name]] : []))
      .find((value) => value !== undefined);

  it('repairs what drifted, and counts it', async () => {
    const { engine, handler } = await world();
    await handler({}, lambdaContext());
    expect(engine.schedules.size).toBe(1);
    expect([metric('ScheduleDrift'), metric('SchedulesReconciled'), metric('ScheduleRepairsFailed')]).toEqual([
      1, 1, 0,
    ]);
  });

  it('fails where something cannot be repaired, so that it is tried again and alarms see it', async () => {
    const { engine, handler } = await world();
    engine.put = () => Promise.reject(new Error('throttled'));
    await expect(handler({}, lambdaContext())).rejects.toMatchObject({ code: 'RECONCILE_INCOMPLETE' });
    expect([metric('ScheduleRepairsFailed'), metric('SchedulesReconciled')]).toEqual([1, undefined]);
  });

  it('repairs the schedules of topics with them', async () => {
    const { handler } = await world([
      { subject: 'topic-1', problem: 'engine-differs' },
      { subject: 'topic-2', problem: 'record-not-settled', error: 'throttled' },
    ]);
    await expect(handler({}, lambdaContext())).rejects.toMatchObject({
      message: expect.stringContaining('topic-2: record-not-settled throttled'),
    });
    expect([metric('ScheduleDrift'), metric('ScheduleRepairsFailed')]).toEqual([2, 1]);
  });
});

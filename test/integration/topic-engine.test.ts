import { randomUUID } from 'node:crypto';
import { awsTopicDeps, schedulerEngine } from '@almanac/aws';
import {
  createTopicSchedule,
  deleteTopicSchedule,
  reconcileTopicSchedules,
  updateTopicSchedule,
} from '@almanac/schedules';
import { CreateScheduleGroupCommand, DeleteScheduleGroupCommand, GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clients } from './clients.ts';
import { createTopicTables, deleteTopicTables } from './topic-tables.ts';

const run = randomUUID();
const tables = {
  TOPICS_TABLE: `topics-engine-${run}`,
  TOPIC_SCHEDULES_TABLE: `topic_schedules-engine-${run}`,
  TOPIC_PERFORMANCE_TABLE: `topic_performance-engine-${run}`,
};
/** A group of its own: the repair removes whatever a group has without a record. */
const group = `topics-${run}`;
const SLOT_RULES = JSON.stringify({
  ...{ audience_weights: [], min_gap_hours: 2, peak_hours: [], max_topics_per_slot: 10, timezone: 'UTC' },
});

beforeAll(async () => {
  await createTopicTables(tables);
  await clients.scheduler.send(new CreateScheduleGroupCommand({ Name: group }));
});
afterAll(async () => {
  await clients.scheduler.send(new DeleteScheduleGroupCommand({ Name: group }));
  await deleteTopicTables(tables);
});

describe('the schedule of a topic in EventBridge Scheduler', () => {
  const ID = 'investing-beginners-001';
  const engine = schedulerEngine(clients.scheduler, {
    group,
    queueArn: 'arn:aws:sqs:us-east-1:000000000000:schedule-runs-dev',
    dlqArn: 'arn:aws:sqs:us-east-1:000000000000:schedule-delivery-dlq-dev',
    roleArn: 'arn:aws:iam::000000000000:role/almanac-scheduler-dev',
  });
  const deps = { ...awsTopicDeps(clients.dynamo, { ...tables, SLOT_RULES }), engine };
  const present = () =>
    clients.scheduler.send(new GetScheduleCommand({ GroupName: group, Name: `video-generation-${ID}` }));

  it('is what its record says, and nothing differs until somebody changes it by hand', async () => {
    const { schedule } = await createTopicSchedule(deps)({
      topicId: ID,
      topic: { topic: 'Investing for beginners', keywords: ['investing'], priority: 1 },
      scheduleConfig: { dailyFrequency: 2, preferredHours: [9, 14], timezone: 'Europe/Berlin' },
    });
    const found = await present();
    expect(found).toMatchObject({
      Arn: schedule.ruleArn,
      ScheduleExpression: 'cron(0 9,14 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      Description: 'Generate 2 video(s) daily for "Investing for beginners" (Priority: 1)',
      Target: { RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 } },
    });
    expect(JSON.parse(found.Target?.Input ?? '')).toMatchObject({ kind: 'topic', topic_id: ID });
    expect(await reconcileTopicSchedules(deps)()).toEqual([]);

    await engine.remove(`video-generation-${ID}`);
    expect(await reconcileTopicSchedules(deps)()).toEqual([{ subject: ID, problem: 'engine-differs' }]);
    expect((await present()).ScheduleExpression).toBe('cron(0 9,14 * * ? *)');
  });

  it('follows changes, and goes with its record', async () => {
    await updateTopicSchedule(deps)({ topicId: ID, scheduleConfig: { dailyFrequency: 1 } });
    expect(await present()).toMatchObject({ ScheduleExpression: 'cron(0 9 * * ? *)' });
    await deleteTopicSchedule(deps)(ID);
    await expect(present()).rejects.toThrow(expect.objectContaining({ name: 'ResourceNotFoundException' }));
    expect(await reconcileTopicSchedules(deps)()).toEqual([]);
  });
});

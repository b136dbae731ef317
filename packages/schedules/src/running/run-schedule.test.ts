import { AlmanacError, stableId } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import type { RunMessage } from '../records/run.ts';
import type { Schedule } from '../records/schedule.ts';
import { runFailed } from './run-failed.ts';
import { parseRunMessage } from './run-message.ts';
import { runSchedule } from './run-schedule.ts';
import { RunWorld } from './run-world.ts';
import { sampleSchedule } from './sample-schedule.ts';

const { schedule_id } = sampleSchedule();
const planned = '2026-11-28T09:00:00Z';
const delivery = { sentAt: new Date('2026-11-28T09:00:42Z'), remainingMs: 60_000 };
const message = (changes: Partial<RunMessage> = {}): RunMessage => ({
  kind: 'schedule',
  schedule_id,
  scheduled_time: planned,
  execution_id: 'e1',
  ...changes,
});
const world = (changes: Partial<Schedule> = {}) => new RunWorld('2026-11-28T09:00:01.500Z', changes);
const run = (at: RunWorld, changes: Partial<RunMessage> = {}) => runSchedule(at.deps)(message(changes), delivery);

describe('a run', () => {
  it('publishes the payload once, with what receivers need to know repeats, and says so', async () => {
    const at = world({ group: 'checks' });
    await expect(run(at)).resolves.toMatchObject({ outcome: 'published' });
    await expect(run(at)).resolves.toMatchObject({ outcome: 'repeated' });
    expect(at.topics.published).toEqual([
      {
        topicArn: at.schedule.target_topic_arn,
        payload: { action: 'check', opened: true },
        attributes: {
          idempotency_key: stableId(schedule_id, planned),
          schedule_id,
          run_id: planned,
          schedule_name: 'daily-check',
          scheduled_time: planned,
          target_type: 'web_action',
        },
      },
    ]);
    expect(at.history.of(schedule_id)).toEqual([
      {
        schedule_id,
        run_id: planned,
        planned_time: planned,
        started_at: '2026-11-28T09:00:01.500Z',
        finished_at: '2026-11-28T09:00:01.500Z',
        attempt: 1,
        manual: false,
        outcome: 'published',
        latency_ms: 1_500,
      },
    ]);
    expect(new Set(at.events.told.map(({ metadata }) => metadata.id)).size).toBe(1);
    expect(at.events.told[0]).toMatchObject({
      name: 'ScheduleFired',
      runId: planned,
      latencyMs: 1_500,
      group: 'checks',
    });
  });

  it('takes the minute of sending where the planned time did not arrive', async () => {
    const at = world();
    await run(at, { scheduled_time: '<aws.scheduler.scheduled-time>' });
    expect(at.history.of(schedule_id)[0]?.run_id).toBe(planned);
  });

  it.each([
    ['deleted', 'The schedule is deleted'],
    ['paused', 'The schedule is paused'],
    ['completed', 'The schedule is completed'],
  ] as const)('of a schedule that is %s has no effect but a note', async (status, reason) => {
    const at = world({ status });
    await expect(run(at)).resolves.toMatchObject({ outcome: 'skipped', run: { reason } });
    expect([at.topics.published, at.events.told, at.counted]).toEqual([[], [], []]);
  });

  it('after the end date has no effect but a note, though Scheduler may not know of the end', async () => {
    const at = world({ end_date: '2026-11-28T08:59:59Z' });
    const reason = 'It lies after 2026-11-28T08:59:59Z, the end date of the schedule';
    await expect(run(at)).resolves.toMatchObject({ outcome: 'skipped', run: { reason } });
    expect([at.topics.published, at.completed.length]).toEqual([[], 1]);
    await expect(run(world({ end_date: planned }))).resolves.toMatchObject({ outcome: 'published' });
  });

  it('of a schedule that nobody knows has no effect at all', async () => {
    const at = world();
    const id = 'sched_01jc3k5m8n9p0q1r2s3t4v5w6y';
    await expect(run(at, { schedule_id: id })).resolves.toEqual({ outcome: 'unknown-schedule' });
    expect(at.history.of(id)).toEqual([]);
  });

  it('that comes late is made up for where its schedule was completed by time', async () => {
    const ended = world({ status: 'completed', end_date: '2026-11-28T09:00:00Z' });
    await expect(run(ended)).resolves.toMatchObject({ outcome: 'published' });
    await expect(run(ended)).resolves.toMatchObject({ outcome: 'repeated' });
    const once = world({ status: 'completed', schedule_expression: 'at(2026-11-28T09:00:00)' });
    await expect(run(once)).resolves.toMatchObject({ outcome: 'published' });
    const over = world({ status: 'completed', end_date: '2026-11-28T08:59:59Z' });
    await expect(run(over)).resolves.toMatchObject({ outcome: 'skipped' });
    const full = world({ status: 'completed', end_date: '2026-11-28T09:00:00Z', max_runs: 3, run_count: 3 });
    await expect(run(full)).resolves.toMatchObject({ outcome: 'skipped' });
  });

  it('is skipped where its condition does not hold, and fails for good where nobody can say', async () => {
    const condition = { '==': [{ var: 'last_outcome' }, 'failed'] };
    const at = world({ condition });
    await expect(run(at)).resolves.toMatchObject({ outcome: 'skipped', run: { reason: 'Its condition was not true' } });
    expect(at.counted).toEqual([{ run_id: planned, outcome: 'skipped' }]);
    await expect(run(world({ condition, last_outcome: 'failed' }))).resolves.toMatchObject({ outcome: 'published' });
    const broken = world({ condition: { equals: [1, 1] } });
    await expect(run(broken)).resolves.toMatchObject({ outcome: 'failed', code: 'CONDITION_FAILED' });
    expect(broken.history.of(schedule_id)[0]?.error).toMatch(/^CONDITION_FAILED: Its condition cannot be evaluated: /);
    expect(broken.events.told).toMatchObject([{ name: 'ScheduleRunFailed', code: 'CONDITION_FAILED', attempts: 1 }]);
  });

  it('that is the last of a schedule completes it', async () => {
    const once = world({ schedule_expression: 'at(2026-11-28T09:00:00)' });
    await run(once);
    expect(once.completed).toEqual(['Its one run was due']);
    const twice = world({ max_runs: 2 });
    for (const day of [28, 29, 30]) await run(twice, { scheduled_time: `2026-11-${day}T09:00:00Z` });
    expect(twice.completed).toEqual(['It has run 2 times']);
    expect(twice.topics.published).toHaveLength(2);
  });

  it('that is the last before the end date completes it, and one that comes after it is made up for', async () => {
    const at = world({ end_date: '2026-11-29T17:00:00Z' });
    await run(at, { scheduled_time: '2026-11-27T09:00:00Z' });
    expect(at.completed).toEqual([]);
    await run(at, { scheduled_time: '2026-11-29T09:00:00Z' });
    expect(at.completed).toEqual(['Its last run before 2026-11-29T17:00:00Z was due']);
    await expect(run(at)).resolves.toMatchObject({ outcome: 'published' });
    // Where the planned time is the minute of sending, the run itself may look like a later one.
    const rate = world({
      schedule_expression: 'rate(1 hour)',
      anchor_date: '2026-11-28T08:00:01Z',
      end_date: '2026-11-28T09:30:00Z',
    });
    await run(rate, { scheduled_time: '<aws.scheduler.scheduled-time>' });
    expect(rate.completed).toHaveLength(1);
    const paused = world({ end_date: '2026-11-28T17:00:00Z', condition: { '==': [1, 2] } });
    await expect(run(paused)).resolves.toMatchObject({ outcome: 'skipped' });
    expect(paused.completed).toHaveLength(1);
  });

  it('that took the last place but one and failed is still owed when another completes the schedule', async () => {
    const at = world({ max_runs: 2 });
    const topics = { publish: () => Promise.reject(new Error('unreachable')) };
    await expect(runSchedule({ ...at.deps, topics })(message(), delivery)).rejects.toThrow('unreachable');
    await run(at, { scheduled_time: '2026-11-29T09:00:00Z' });
    expect(at.schedule.status).toBe('completed');
    await expect(run(at)).resolves.toMatchObject({ outcome: 'published', run: { attempt: 2 } });
    await expect(run(at, { scheduled_time: '2026-11-30T09:00:00Z' })).resolves.toMatchObject({ outcome: 'skipped' });
  });

  it('that somebody asked for runs a paused schedule, with the payload given, whatever its condition and count', async () => {
    const at = world({ status: 'paused', condition: { '==': [1, 2] }, max_runs: 1, run_count: 1 });
    const manual = { run_id: `${planned}-m1`, by: 'alice', payload: { other: 1 } };
    await expect(run(at, { manual })).resolves.toMatchObject({ outcome: 'published', run: { manual: true } });
    expect(at.topics.published[0]?.payload).toEqual({ other: 1 });
    expect([at.counted, at.completed]).toEqual([[], []]);
  });

  it('that another delivery is at is left to it, until its time is over', async () => {
    const at = world();
    await at.history.begin({ schedule_id, run_id: planned, planned_time: planned, manual: false }, 60_000);
    await expect(run(at)).rejects.toMatchObject({ code: 'RUN_CLAIMED_ELSEWHERE' });
    at.pass(60_000);
    await expect(run(at)).resolves.toMatchObject({ outcome: 'published', run: { attempt: 2 } });
  });

  it('that fails says why at each try, and is told of when none is left', async () => {
    const at = world();
    const topics = {
      publish: () => Promise.reject(new AlmanacError('TARGET_TOPIC_NOT_FOUND', 'There is no such topic')),
    };
    for (const attempt of [1, 2]) {
      await expect(runSchedule({ ...at.deps, topics })(message(), delivery)).rejects.toThrow('no such topic');
      expect(at.history.of(schedule_id)).toMatchObject([
        { outcome: 'failed', attempt, error: 'TARGET_TOPIC_NOT_FOUND: There is no such topic' },
      ]);
    }
    expect(at.events.told).toEqual([]);
    const error = { code: 'TARGET_TOPIC_NOT_FOUND', message: 'There is no such topic' };
    await expect(runFailed(at.deps)(message(), delivery, error)).resolves.toBe(true);
    expect(at.events.told).toMatchObject([
      {
        name: 'ScheduleRunFailed',
        attempts: 2,
        code: 'TARGET_TOPIC_NOT_FOUND',
        message: 'TARGET_TOPIC_NOT_FOUND: There is no such topic',
      },
    ]);
    expect(at.counted).toEqual([{ run_id: planned, outcome: 'failed' }]);
  });

  it('of which another delivery is published, or at work, has not failed', async () => {
    const at = world();
    const busy = { code: 'RUN_CLAIMED_ELSEWHERE', message: 'x' };
    const other = { code: 'SNS', message: 'x' };
    await expect(runFailed(at.deps)(message(), delivery, busy)).resolves.toBe(false);
    await run(at);
    await expect(runFailed(at.deps)(message(), delivery, other)).resolves.toBe(false);
    expect(at.events.told.map(({ name }) => name)).toEqual(['ScheduleFired']);
  });

  it('of which nothing could even be noted is told of all the same', async () => {
    const at = world();
    await expect(runFailed(at.deps)(message(), delivery, { code: 'DYNAMODB', message: 'down' })).resolves.toBe(true);
    expect(at.events.told).toMatchObject([{ name: 'ScheduleRunFailed', attempts: 1, message: 'DYNAMODB: down' }]);
  });

  it('of a topic is noted under the name of its schedule and handed on once', async () => {
    const at = world();
    const name = 'video-generation-t1';
    for (let i = 0; i < 2; i += 1) await run(at, { kind: 'topic', schedule_id: name, topic_id: 't1' });
    expect(at.produced).toEqual(['2026-11-28T09:00:00.000Z']);
    expect(at.history.of(name)).toMatchObject([{ outcome: 'published', latency_ms: 1_500 }]);
  });
});

describe('a message of the queue of runs', () => {
  it('is read, or refused with what is wrong', () => {
    expect(parseRunMessage(JSON.stringify(message({ topic_id: 't' })))).toEqual(message({ topic_id: 't' }));
    const placeholder = message({ scheduled_time: '<aws.scheduler.scheduled-time>' });
    expect(parseRunMessage(JSON.stringify(placeholder))).toEqual(placeholder);
    expect(() => parseRunMessage('{')).toThrow('it is not JSON');
    expect(() => parseRunMessage(JSON.stringify(message({ scheduled_time: 'soon' })))).toThrow('scheduled_time');
    expect(() => parseRunMessage('[]')).toThrow('asks for no run of a schedule');
  });
});

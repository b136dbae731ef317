import { AlmanacError } from '@almanac/kernel';
import { afterEach, describe, expect, it } from '@jest/globals';
import { capturedRun } from '../captured-run.ts';
import { type FakeApi, type FakeRoutes, fakeApi } from '../fake-api.ts';

const ID = 'investing-beginners-001';
const TIMES = { createdAt: '2026-11-28T19:00:00.000Z', updatedAt: '2026-11-28T19:00:00.000Z' };
const topic = { topic: 'Investing for beginners', keywords: ['investing'], priority: 1 };
const details = { topicId: ID, ...topic, ...TIMES };
const answer = {
  topicId: ID,
  ruleName: `video-generation-${ID}`,
  ruleArn: `arn:aws:scheduler:us-east-1:000000000000:schedule/topics-dev/video-generation-${ID}`,
  schedule: {
    ...{ scheduleExpression: 'cron(0 9,14 * * ? *)', frequency: 2, timeSlots: [9, 14], priority: 1, timezone: 'UTC' },
    description: 'Generate 2 video(s) daily for "Investing for beginners" (Priority: 1)',
    reasons: [
      { hour: 9, reason: 'preferred (1 of 2)' },
      { hour: 14, reason: 'preferred (2 of 2)' },
    ],
  },
  nextExecution: '2026-11-29T09:00:00.000Z',
};
const scheduled = { ...answer, topic, status: 'active' as const, ...TIMES };

let fake: FakeApi | undefined;
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});
const start = async (routes: FakeRoutes): Promise<FakeApi> => {
  fake = await fakeApi(routes);
  return fake;
};
const topics = (...args: string[]) => capturedRun('topics', ...args, '--outputs', fake?.outputs ?? 'no-stack.json');

describe('topics', () => {
  it('are put, listed over all pages, shown and deleted', async () => {
    const put: unknown[] = [];
    const api = await start({
      putTopic: async ({ params, body }) => {
        put.push({ ...params, ...body });
        return { status: put.length > 1 ? 200 : 201, body: details };
      },
      listTopics: async ({ query: { cursor } }) => ({
        status: 200,
        body: { topics: [{ ...details, topicId: cursor ?? ID }], nextCursor: cursor ? null : 'other' },
      }),
      getTopic: async () => ({ status: 200, body: details }),
      listTopicSchedules: async ({ query }) => {
        const schedules = query.topicId === 'none' ? [] : [scheduled];
        return { status: 200, body: { success: true, count: schedules.length, schedules, nextCursor: null } };
      },
      deleteTopic: async () => ({ status: 204 }),
    });
    const args = ['put', ID, '--about', topic.topic, '--keywords', 'investing'];
    expect((await topics(...args, '--priority', '1')).stdout).toMatch(/^Created\.\n\ntopic +investing-beginners-001\n/);
    expect((await topics(...args, '--json')).json).toEqual({ ...details, created: false });
    expect(put).toEqual([
      { topicId: ID, ...topic },
      { topicId: ID, ...topic, priority: 5 },
    ]);
    expect((await topics('list', '--json')).json.topics.map((one: typeof details) => one.topicId)).toEqual([
      ID,
      'other',
    ]);
    const shown = await topics('show', ID);
    expect(shown.stdout).toMatch(/\nHOUR {2}WHY\n +9 {2}preferred \(1 of 2\)\n +14 {2}preferred \(2 of 2\)\n$/);
    expect((await topics('show', 'none', '--json')).json).toEqual({ ...details, schedule: null });
    expect(await topics('delete', ID)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Add --yes to do it'),
    });
    expect(await topics('delete', ID, '--yes')).toMatchObject({ code: 0 });
    expect(api.requests.filter((one) => one.startsWith('DELETE'))).toEqual([`DELETE /topics/${ID}`]);
  });

  it('are not put with a priority out of bounds', async () => {
    expect(await topics('put', ID, '--about', 'x', '--priority', '11')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^almanac: priority: /),
    });
    expect(await topics('put', ID)).toMatchObject({ code: 2 });
  });
});

describe('schedules of topics', () => {
  it('are created, changed, triggered, listed and removed', async () => {
    const bodies: unknown[] = [];
    await start({
      createTopicSchedule: async ({ body }) => {
        bodies.push(body);
        return { status: 201, body: { success: true, ...answer } };
      },
      updateTopicSchedule: async ({ body }) => {
        bodies.push(body);
        return { status: 200, body: { success: true, ...answer } };
      },
      triggerTopic: async ({ body, headers }) => {
        bodies.push({ ...body, key: headers['idempotency-key'] });
        return { status: 202, body: { success: true, topicId: ID, executionId: 'e1', requestedAt: TIMES.createdAt } };
      },
      listTopicSchedules: async () => ({
        status: 200,
        body: { success: true, count: 1, schedules: [scheduled], nextCursor: null },
      }),
      deleteTopicSchedule: async ({ query }) => {
        bodies.push(query);
        return { status: 200, body: { success: true, topicId: ID, ruleName: answer.ruleName } };
      },
    });
    const created = await topics('schedule', ID, '--frequency', '2', '--hours', '9', '14', '--about', topic.topic);
    expect(created.stdout).toMatch(/\nexpression +cron\(0 9,14 \* \* \? \*\)\n/);
    await topics('reschedule', ID, '--priority', '2', '--tz', 'Asia/Tokyo');
    expect((await topics('trigger', ID, '--idempotency-key', 'k')).stdout).toContain('The production e1 of');
    expect((await topics('schedules')).stdout).toMatch(/\ninvesting-beginners-001 +Investing for beginners +cron/);
    expect(await topics('unschedule', ID)).toMatchObject({ code: 0 });
    expect(bodies).toEqual([
      {
        topicId: ID,
        topic: { topic: topic.topic, keywords: [], priority: 5 },
        scheduleConfig: { dailyFrequency: 2, preferredHours: [9, 14], timezone: 'UTC' },
      },
      expect.objectContaining({ scheduleConfig: expect.objectContaining({ priority: 2, timezone: 'Asia/Tokyo' }) }),
      { topicId: ID, key: 'k' },
      { topicId: ID },
    ]);
  });

  it('say what is wrong with the command', async () => {
    expect(await topics('reschedule', ID)).toMatchObject({ code: 2 });
    expect(await topics('schedule', ID, '--hours', '24')).toMatchObject({ code: 2 });
  });

  it('show what the API refuses', async () => {
    await start({
      createTopicSchedule: () => Promise.reject(new AlmanacError('TOPIC_NOT_FOUND', `There is no topic ${ID}`)),
    });
    expect(await topics('schedule', ID)).toMatchObject({ code: 1, stderr: `almanac: There is no topic ${ID}\n` });
  });
});

describe('topics optimize', () => {
  const recommendation = {
    topicId: ID,
    kind: 'hours' as const,
    current: { frequency: 2, timeSlots: [9, 14] },
    recommended: { frequency: 2, timeSlots: [9, 18] },
    reasons: ['18:00 has twice the views of 14:00'],
    expectedEffect: 'about 30 % more views',
    warning: 'it falls',
  };
  const bodies: unknown[] = [];
  const routes: FakeRoutes = {
    optimizeTopicSchedules: async ({ body }) => {
      bodies.push(body);
      const applied = body?.apply ?? false;
      return { status: 200, body: { success: true, applied, recommendations: [{ ...recommendation, applied }] } };
    },
  };

  it('recommends, and changes only where it is told to', async () => {
    await start(routes);
    const record = { topicId: ID, hour: 18, views: 900, engagement: 0.1, costPerVideo: '0.85' };
    const dry = await topics('optimize');
    expect(dry.stdout).toMatch(
      /hours +2 a day at 9, 14 +2 a day at 9, 18 +18:00 has .*; it falls .*\n\nA dry run: nothing was changed/,
    );
    const args = ['optimize', ID, '--performance', JSON.stringify([record]), '--apply', '--json'];
    expect((await topics(...args)).json).toMatchObject({ applied: true });
    expect(bodies).toEqual([
      { performance: [], apply: false },
      { topicIds: [ID], performance: [{ ...record, videos: 1 }], apply: true },
    ]);
  });

  it('refuses records that are wrong, naming where', async () => {
    expect(await topics('optimize', '--performance', '[{"topicId":"a","hour":25}]')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^almanac: \[0\]\.hour: .*; \[0\]\.views: It is missing/),
    });
  });
});

import { TOPIC_OPERATIONS } from '@almanac/contracts';
import { api, telemetry } from '@almanac/lambda';
import { type TopicWorld, topicWorld } from '@almanac/schedules/topics/fakes';
import { apiEvent, lambdaContext } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'content-schedules-api-dev',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  WRITES_PER_MINUTE: '60',
  SLOT_RULES: '{"audience_weights":[],"min_gap_hours":2,"peak_hours":[],"max_topics_per_slot":10,"timezone":"UTC"}',
  ...Object.fromEntries(
    [
      ...['TOPICS_TABLE', 'TOPIC_SCHEDULES_TABLE', 'TOPIC_PERFORMANCE_TABLE', 'TOPIC_SCHEDULE_GROUP'],
      ...['SCHEDULER_ROLE_ARN', 'SCHEDULER_DLQ_ARN', 'RUNS_QUEUE_ARN', 'RUNS_QUEUE_URL', 'SCHEDULE_CLAIMS_TABLE'],
    ].map((name) => [name, 'x']),
  ),
};
const { contentRoutes } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

const ID = 'investing-beginners-001';
const TOPIC = { topic: 'Investing for beginners', keywords: ['investing', 'beginners'], priority: 1 };
const CREATE = { topicId: ID, scheduleConfig: { dailyFrequency: 2, preferredHours: [9, 14], timezone: 'UTC' } };
type Sent = Omit<Parameters<typeof apiEvent>[0], 'routeKey'>;

describe('the API of content schedules', () => {
  let world: TopicWorld;
  let deviations: unknown[];
  let writes: string[];
  beforeEach(() => {
    deviations = [];
    writes = [];
    world = topicWorld({ at: '2025-10-10T15:00:00Z' });
    for (const level of ['log', 'info'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
    jest.spyOn(console, 'error').mockImplementation((line) => void deviations.push(JSON.parse(String(line))));
  });
  const limits = {
    take: async (caller: string) => {
      writes.push(caller);
      return writes.length > 8 ? 12 : 0;
    },
  };
  const call = async (routeKey: string, sent: Sent = {}) => {
    const routes = contentRoutes({ ...world, limits });
    const handler = api({ telemetry: telemetry('content-schedules-api-dev'), operations: TOPIC_OPERATIONS, routes });
    const { statusCode, headers, body } = await handler(apiEvent({ routeKey, ...sent }), lambdaContext());
    expect(deviations).toEqual([]);
    return { status: statusCode, headers, body: body === undefined ? undefined : JSON.parse(body) };
  };
  const put = () => call('PUT /topics/{topicId}', { params: { topicId: ID }, body: TOPIC });
  const create = (body: object = CREATE) => call('POST /schedules/create', { body });

  it("creates the document's example and answers in its shape", async () => {
    expect(await put()).toMatchObject({ status: 201, body: { ...TOPIC, topicId: ID } });
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toEqual({
      success: true,
      topicId: ID,
      ruleName: 'video-generation-investing-beginners-001',
      ruleArn: expect.stringMatching(/^arn:aws:scheduler:.*\/video-generation-investing-beginners-001$/),
      schedule: {
        scheduleExpression: 'cron(0 9,14 * * ? *)',
        frequency: 2,
        timeSlots: [9, 14],
        priority: 1,
        description: 'Generate 2 video(s) daily for "Investing for beginners" (Priority: 1)',
        timezone: 'UTC',
        reasons: expect.any(Array),
      },
      nextExecution: '2025-10-11T09:00:00.000Z',
    });
    expect((await create()).status).toBe(200);
    expect(await create({ ...CREATE, scheduleConfig: { dailyFrequency: 3 } })).toMatchObject({
      status: 409,
      body: { error: 'topic_schedule_exists' },
    });
  });

  it.each([
    [{}, 'topicId'],
    [{ ...CREATE, scheduleConfig: { dailyFrequency: 6 } }, 'scheduleConfig.dailyFrequency'],
    [{ ...CREATE, scheduleConfig: { preferredHours: [24] } }, 'scheduleConfig.preferredHours[0]'],
    [{ ...CREATE, scheduleConfig: { priority: 11 } }, 'scheduleConfig.priority'],
    [{ ...CREATE, topicId: '' }, 'topicId'],
  ])('answers 400 to %j and names the field', async (body, field) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(field);
    expect(world.schedules.items.size).toBe(0);
  });

  it('answers 404 to an unknown topic, and takes one along', async () => {
    expect(await create()).toMatchObject({ status: 404, body: { error: 'topic_not_found' } });
    expect((await create({ ...CREATE, topic: TOPIC })).status).toBe(201);
    expect(await call('GET /topics/{topicId}', { params: { topicId: ID } })).toMatchObject({
      status: 200,
      body: TOPIC,
    });
    expect(await call('GET /topics')).toMatchObject({ body: { topics: [{ topicId: ID }], nextCursor: null } });
  });

  it('changes what is named, and lists', async () => {
    await create({ ...CREATE, topic: TOPIC });
    const change = { topicId: ID, scheduleConfig: { dailyFrequency: 1 } };
    expect(await call('POST /schedules/update', { body: change })).toMatchObject({
      status: 200,
      body: { success: true, schedule: { timeSlots: [9], timezone: 'UTC' } },
    });
    expect(await call('GET /schedules')).toMatchObject({
      status: 200,
      body: {
        ...{ success: true, count: 1, nextCursor: null },
        schedules: [{ topicId: ID, status: 'active', topic: TOPIC, schedule: { frequency: 1 } }],
      },
    });
    expect(await call('GET /schedules', { query: 'topicId=none' })).toMatchObject({
      body: { count: 0, schedules: [] },
    });
  });

  it('starts one production under one key', async () => {
    await put();
    const sent = { body: { topicId: ID }, headers: { 'Idempotency-Key': 'key-1' } };
    const first = await call('POST /schedules/trigger', sent);
    expect(first).toMatchObject({ status: 202, body: { success: true, topicId: ID } });
    expect((await call('POST /schedules/trigger', sent)).body).toEqual(first.body);
    expect(world.runs.sent[0]?.manual).toEqual({ run_id: first.body.executionId, by: 'client-1' });
  });

  it('deletes by query or body, and asks for the topic where there is neither', async () => {
    const route = 'DELETE /schedules/delete';
    expect(await call(route)).toMatchObject({
      status: 400,
      body: { error: 'missing_parameter', details: { field: 'topicId' } },
    });
    await create({ ...CREATE, topic: TOPIC });
    expect(await call(route, { query: `topicId=${ID}`, body: { topicId: 'other' } })).toMatchObject({ status: 400 });
    expect(await call('DELETE /topics/{topicId}', { params: { topicId: ID } })).toMatchObject({ status: 409 });
    const done = { success: true, topicId: ID, ruleName: `video-generation-${ID}` };
    expect(await call(route, { query: `topicId=${ID}` })).toMatchObject({ status: 200, body: done });
    expect(await call(route, { body: { topicId: ID } })).toMatchObject({ status: 404 });
    expect((await call('DELETE /topics/{topicId}', { params: { topicId: ID } })).status).toBe(204);
  });

  it('optimises without a body as a dry run, and applies where it is told to', async () => {
    await create({ ...CREATE, topic: TOPIC });
    expect(await call('POST /schedules/optimize')).toMatchObject({
      status: 200,
      body: { success: true, applied: false, recommendations: [{ topicId: ID, kind: 'none' }] },
    });
    const performance = [9, 14, 18].map((hour) => ({
      ...{ topicId: ID, hour, videos: 3, views: hour * 100, engagement: 0.1, costPerVideo: '0.85' },
    }));
    const applied = await call('POST /schedules/optimize', { body: { performance, apply: true } });
    expect(applied.body.recommendations).toMatchObject([{ applied: true, recommended: { timeSlots: [14, 18] } }]);
    expect((await call('GET /schedules')).body.schedules[0].schedule.timeSlots).toEqual([14, 18]);
  });

  it('limits writes and not reads', async () => {
    for (let i = 0; i < 8; i++) await put();
    const refused = await put();
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '12' }, body: { error: 'rate_limited' } });
    expect((await call('GET /topics')).status).toBe(200);
  });
});

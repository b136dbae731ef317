import { randomUUID } from 'node:crypto';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { call, callerNamed } from './api-caller.ts';
import { ACCOUNT, subscribe } from './own-queue.ts';
import { dynamo, eventBridge, lambda, stepFunctions } from './sdk.ts';
import { stack } from './stack.ts';
import { tokenFor } from './tokens.ts';
import { until } from './until.ts';

const ID = `investing-${randomUUID()}`;
const TOPIC = { topic: 'Investing for beginners', keywords: ['investing', 'beginners'], priority: 1 };
const machine = `arn:aws:states:${stack.region}:${ACCOUNT}:stateMachine:video-orchestrator-sample-dev`;

describe('a topic on the whole stack', () => {
  const caller = callerNamed('test-topics');

  it('is scheduled, answered in the shape of the document, and listed', async () => {
    expect((await caller.call('PUT', `/topics/${ID}`, TOPIC)).status).toBe(201);
    const scheduleConfig = { dailyFrequency: 2, preferredHours: [9, 14], timezone: 'UTC' };
    const created = await caller.call('POST', '/schedules/create', { topicId: ID, scheduleConfig });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      ...{ success: true, topicId: ID, ruleName: `video-generation-${ID}` },
      ruleArn: expect.stringMatching(
        new RegExp(`^arn:aws:scheduler:${stack.region}:${ACCOUNT}:schedule/almanac-topics-dev/video-generation-${ID}$`),
      ),
      schedule: {
        ...{ scheduleExpression: 'cron(0 9,14 * * ? *)', frequency: 2, timeSlots: [9, 14], priority: 1 },
        ...{ description: 'Generate 2 video(s) daily for "Investing for beginners" (Priority: 1)', timezone: 'UTC' },
        reasons: [9, 14].map((hour) => ({ hour, reason: expect.any(String) })),
      },
      nextExecution: expect.stringMatching(/T(09|14):00:00\.000Z$/),
    });
    const { body } = await caller.call('GET', `/schedules?topicId=${ID}`);
    expect(body).toMatchObject({ count: 1, schedules: [{ topicId: ID, topic: TOPIC, status: 'active' }] });
  });

  it("takes the document's whole configuration, and is among all that are listed", async () => {
    const scheduleConfig = { dailyFrequency: 2, preferredHours: [9, 14, 18], timezone: 'UTC', priority: 1 };
    const updated = await caller.call('POST', '/schedules/update', { topicId: ID, scheduleConfig });
    expect(updated).toMatchObject({
      status: 200,
      body: {
        success: true,
        schedule: { scheduleExpression: 'cron(0 9,14 * * ? *)', timeSlots: [9, 14], priority: 1 },
      },
    });
    const listed: string[] = [];
    for (let cursor = ''; ; ) {
      const { status, body } = await caller.call('GET', `/schedules${cursor}`);
      expect([status, body.success, body.count]).toEqual([200, true, body.schedules.length]);
      listed.push(...body.schedules.map(({ topicId }: { topicId: string }) => topicId));
      if (body.nextCursor === null) break;
      cursor = `?cursor=${encodeURIComponent(body.nextCursor)}`;
    }
    expect(listed.filter((topicId) => topicId === ID)).toEqual([ID]);
  });

  it('is refused with the field where a request is wrong, whatever characters it has', async () => {
    const refused = async (method: string, path: string, body?: unknown) => {
      const answered = await caller.call(method, path, body);
      return [answered.status, answered.body.error, answered.body.details?.problems?.[0]?.field];
    };
    const config = { topicId: ID, scheduleConfig: { dailyFrequency: 6 } };
    expect(await refused('POST', '/schedules/create', config)).toEqual([
      ...[400, 'invalid_request', 'scheduleConfig.dailyFrequency'],
    ]);
    expect(await refused('PUT', '/topics/a%25b', TOPIC)).toEqual([400, 'invalid_request', 'topicId']);
    expect(await refused('PUT', '/topics/m%C3%BCnchen', TOPIC)).toEqual([400, 'invalid_request', 'topicId']);
    expect(await refused('PUT', `/topics/${ID}`, { ...TOPIC, topic: 'a\u0000b' })).toEqual([
      ...[400, 'invalid_request', 'topic'],
    ]);
    expect(await refused('POST', '/schedules/optimize', 'null')).toEqual([400, 'invalid_request', 'body']);
    expect(await refused('GET', '/schedules?topicId=')).toEqual([400, 'invalid_request', 'topicId']);
  });

  it('is produced once for one key: the orchestrator gets the request', async () => {
    const trigger = () =>
      caller.call('POST', '/schedules/trigger', { topicId: ID }, { 'idempotency-key': `key-${ID}` });
    const [first, again] = [await trigger(), await trigger()];
    expect(first.status).toBe(202);
    expect(again.body).toEqual(first.body);
    const requests = await until(
      'the sample orchestrator is started',
      () => requestsOf(ID),
      (found) => found.length > 0,
    );
    expect(requests).toEqual([
      expect.objectContaining({ ...TOPIC, topicId: ID, manual: true, executionId: first.body.executionId }),
    ]);
  });

  it('gets its figures from events, and the weekly review tells people', async () => {
    const detail = {
      ...{ topicId: ID, videoId: 'v-1', publishedAt: '2026-11-28T09:42:10Z', hour: 9, views: 1520 },
      ...{ engagement: '0.083', costPerVideo: '0.850000000000000001' },
    };
    await eventBridge.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: stack.schedules_bus_name,
            Source: 'almanac.schedules',
            DetailType: 'VideoPublished',
            Detail: JSON.stringify(detail),
          },
        ],
      }),
    );
    const item = await until(
      'the figures are kept',
      async () =>
        (
          await dynamo.send(
            new GetCommand({ TableName: stack.topic_performance_table, Key: { topicId: ID, videoId: 'v-1' } }),
          )
        ).Item,
      (found) => found !== undefined,
    );
    expect(item).toMatchObject({ costPerVideo: '0.850000000000000001', engagement: '0.083', views: '1520' });

    const alerts = await subscribe(stack.schedule_alerts_topic_arn, (body) => JSON.parse(JSON.parse(body).Message));
    try {
      const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: 'schedule-optimizer-dev' }));
      expect(FunctionError).toBeUndefined();
      const [alert] = await until('people are told', alerts.received, (all) =>
        all.some(({ type }) => type === 'topic_recommendations'),
      );
      expect(alert.message).toMatch(/topics/);
    } finally {
      await alerts.close();
    }
  });

  it('is improved where the caller says so, and goes', async () => {
    const performance = [9, 14, 18].map((hour) => ({
      ...{ topicId: ID, hour, videos: 3, views: hour * 10_000, engagement: 0.1, costPerVideo: '0.85' },
    }));
    const advice = { topicIds: [ID], performance, apply: true };
    expect((await caller.call('POST', '/schedules/optimize', advice)).body.recommendations).toMatchObject([
      { topicId: ID, applied: true, recommended: { timeSlots: [14, 18] } },
    ]);
    expect(await caller.call('DELETE', '/schedules/delete', { topicId: ID })).toMatchObject({
      status: 200,
      body: { success: true, topicId: ID, ruleName: `video-generation-${ID}` },
    });
    expect((await caller.call('DELETE', `/schedules/delete?topicId=${ID}`)).status).toBe(404);
    expect((await caller.call('DELETE', `/topics/${ID}`)).status).toBe(204);
  });

  it('is nobody else’s who may only read', async () => {
    const headers = { authorization: `Bearer ${await tokenFor('read')}` };
    expect((await call('PUT', `/topics/${ID}`, TOPIC, headers)).status).toBe(403);
    expect((await call('GET', '/topics', undefined, headers)).status).toBe(200);
  });
});

/** What the executions of the sample were asked to produce of a topic. */
async function requestsOf(topicId: string): Promise<Record<string, unknown>[]> {
  const { executions = [] } = await stepFunctions.send(new ListExecutionsCommand({ stateMachineArn: machine }));
  const inputs = await Promise.all(
    executions.map(async ({ executionArn }) => {
      const { input = '{}' } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
      return JSON.parse(input).detail;
    }),
  );
  return inputs.filter((detail) => detail?.topicId === topicId);
}

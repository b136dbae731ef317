import { SCHEDULE_OPERATIONS } from '@almanac/contracts';
import { api, telemetry } from '@almanac/lambda';
import { scheduleWorld } from '@almanac/schedules/changes/fakes';
import { FakeRunQueue, MemoryRunHistory } from '@almanac/schedules/running/fakes';
import { MemoryTemplates } from '@almanac/schedules/templates/fakes';
import { apiEvent, lambdaContext } from '@almanac/testkit';
import { beforeEach, describe, expect, it } from '@jest/globals';

const NAMES = [
  ...['AWS_LAMBDA_FUNCTION_NAME', 'SCHEDULES_TABLE', 'SCHEDULE_CLAIMS_TABLE', 'SCHEDULE_AUDIT_TABLE', 'SCHEDULE_GROUP'],
  ...['SCHEDULER_ROLE_ARN', 'RUNS_QUEUE_ARN', 'SCHEDULER_DLQ_ARN', 'SCHEDULES_KEY_ARN', 'WEB_ACTIONS_TOPIC_ARN'],
  ...['NOTIFICATIONS_TOPIC_ARN', 'COMMAND_TOPIC_ARN', 'ALLOWED_TARGETS', 'SCHEDULE_RUNS_TABLE'],
  ...['SCHEDULE_TEMPLATES_TABLE', 'RUNS_QUEUE_URL'],
];
Object.assign(process.env, Object.fromEntries(NAMES.map((name) => [name, 'x'])), {
  ...{ AWS_REGION: 'us-east-1', POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
  ...{ SCHEDULES_PER_CALLER: '10', WRITES_PER_MINUTE: '10', SHORTEST_INTERVAL_SECONDS: '60' },
});
const { scheduleRoutes } = await import('./handler.ts');

const DAILY = {
  ...{ name: 'daily', schedule_expression: 'cron(0 6 * * ? *)', timezone: 'America/New_York' },
  ...{ target_type: 'web_action', payload: { action: 'check_tee_times' } },
};

describe('the API of schedules', () => {
  let queue: FakeRunQueue;
  let handler: ReturnType<typeof api>;
  beforeEach(() => {
    const { deps, clock } = scheduleWorld();
    queue = new FakeRunQueue();
    const history = new MemoryRunHistory(clock);
    const routes = scheduleRoutes({
      ...deps,
      telemetry: telemetry('schedules-api'),
      history,
      queue,
      templates: new MemoryTemplates(),
      newRunPart: () => 'r1',
    });
    handler = api({ telemetry: telemetry('schedules-api'), operations: SCHEDULE_OPERATIONS, routes });
  });

  const call = async (routeKey: string, given: object = {}) => {
    const claims = { username: 'ada', scope: 'almanac/read almanac/write' };
    const {
      statusCode: status,
      headers,
      body,
    } = await handler(apiEvent({ routeKey, claims, ...given }), lambdaContext());
    return { status, headers, body: body === undefined ? undefined : JSON.parse(body) };
  };
  const created = async (body: object = DAILY) => (await call('POST /api/schedules', { body })).body.schedule_id;

  it('has a schedule from its creation to its end', async () => {
    const answer = await call('POST /api/schedules', { body: DAILY });
    expect(answer).toMatchObject({
      ...{ status: 201, headers: { etag: '"1"' } },
      body: { status: 'active', created_by: 'ada', next_execution: '2026-11-28T11:00:00Z', in_sync: true },
    });
    expect((await call('POST /api/schedules', { body: DAILY })).status).toBe(200);
    const params = { id: answer.body.schedule_id };
    const put = { params, body: { ...DAILY, timezone: 'UTC' } };
    expect(await call('PUT /api/schedules/{id}', { ...put, headers: { 'if-match': 'W/"1"' } })).toMatchObject({
      ...{ status: 200, headers: { etag: '"2"' }, body: { timezone: 'UTC', version: 2 } },
    });
    expect(await call('PUT /api/schedules/{id}', { ...put, headers: { 'if-match': '"1"' } })).toMatchObject({
      ...{ status: 412, body: { error: 'version_conflict' } },
    });
    expect((await call('POST /api/schedules/{id}/pause', { params })).body.status).toBe('paused');
    expect((await call('POST /api/schedules/{id}/resume', { params })).body.status).toBe('active');
    expect((await call('DELETE /api/schedules/{id}', { params })).body.status).toBe('deleted');
    expect((await call('GET /api/schedules/{id}', { params })).body.status).toBe('deleted');
    const { body } = await call('GET /api/schedules/{id}/audit', { params });
    expect(body.changes.map(({ action }: { action: string }) => action)).toEqual([
      ...['delete', 'resume', 'pause', 'update', 'create'],
    ]);
    expect((await call('GET /api/schedules')).body).toEqual({ schedules: [], next_cursor: null });
    expect((await call('GET /api/schedules', { query: 'status=deleted' })).body.schedules).toHaveLength(1);
  });

  it('takes the idempotency key from the header', async () => {
    const headers = { 'idempotency-key': 'k1' };
    const first = await call('POST /api/schedules', { body: DAILY, headers });
    const again = await call('POST /api/schedules', { body: DAILY, headers });
    expect([first.status, again.status, again.body.schedule_id]).toEqual([201, 200, first.body.schedule_id]);
    const other = await call('POST /api/schedules', { body: { ...DAILY, name: 'other' }, headers });
    expect(other).toMatchObject({ status: 409, body: { error: 'idempotency_key_reused' } });
  });

  it('shows when something runs', async () => {
    const body = {
      schedule_expression: 'cron(30 2 * * ? *)',
      timezone: 'America/New_York',
      from: '2026-03-07T00:00:00Z',
    };
    const preview = await call('POST /api/schedules/preview', { body: { ...body, count: 2 } });
    expect(preview.body.next_executions).toEqual(['2026-03-07T07:30:00Z', '2026-03-09T06:30:00Z']);
    const id = await created();
    const { body: upcoming } = await call('GET /api/schedules/upcoming', { query: 'limit=1' });
    expect(upcoming).toMatchObject({ runs: [{ schedule_id: id, run_at: '2026-11-28T11:00:00Z' }], truncated: false });
  });

  it('runs one now, with another payload where one is given', async () => {
    const params = { id: await created() };
    const answer = await call('POST /api/schedules/{id}/run', { params, body: { payload: { action: 'other' } } });
    expect(answer).toMatchObject({
      status: 202,
      body: { schedule_id: params.id, run_id: expect.stringMatching(/-r1$/) },
    });
    expect((await call('POST /api/schedules/{id}/run', { params })).status).toBe(202);
    expect(queue.sent.map(({ manual }) => manual?.payload)).toEqual([{ action: 'other' }, undefined]);
    expect((await call('GET /api/schedules/{id}/runs', { params })).body).toEqual({ runs: [], next_cursor: null });
  });

  it('changes groups', async () => {
    const id = await created({ ...DAILY, group: 'g' });
    const params = { group: 'g' };
    const same = { group: 'g', failed: [], unchanged: [], changed: [id] };
    expect((await call('POST /api/schedule-groups/{group}/pause', { params })).body).toEqual(same);
    expect((await call('GET /api/schedule-groups')).body.groups).toEqual([
      { group: 'g', active: 0, paused: 1, completed: 0 },
    ]);
    expect((await call('POST /api/schedule-groups/{group}/resume', { params })).body).toEqual(same);
    expect((await call('DELETE /api/schedule-groups/{group}', { params })).body).toEqual(same);
  });

  it('keeps templates and makes schedules of them', async () => {
    const template = {
      ...{ name: 'at-hour', parameters: { hour: { default: 6 } } },
      schedule: { ...DAILY, name: 'at {{hour}}', schedule_expression: 'cron(0 {{hour}} * * ? *)' },
    };
    const params = { name: 'at-hour' };
    expect((await call('POST /api/schedule-templates', { body: template })).status).toBe(201);
    expect((await call('POST /api/schedule-templates', { body: template })).status).toBe(200);
    expect((await call('GET /api/schedule-templates/{name}', { params })).body).toMatchObject({ created_by: 'ada' });
    const made = await call('POST /api/schedule-templates/{name}/schedules', {
      params,
      body: { parameters: { hour: 7 } },
    });
    expect(made).toMatchObject({ status: 201, body: { name: 'at 7', schedule_expression: 'cron(0 7 * * ? *)' } });
    const { body } = await call('GET /api/schedule-templates');
    expect(body.templates.map(({ name }: { name: string }) => name)).toContain('at-hour');
    expect((await call('DELETE /api/schedule-templates/{name}', { params })).status).toBe(204);
    expect((await call('GET /api/schedule-templates/{name}', { params })).status).toBe(404);
  });
});

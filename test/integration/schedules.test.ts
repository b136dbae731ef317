import { randomUUID } from 'node:crypto';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { PublishCommand } from '@aws-sdk/client-sns';
import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import { callerNamed } from './api-caller.ts';
import { listen } from './event-listener.ts';
import { dynamo, scheduler, sns } from './sdk.ts';
import { stack } from './stack.ts';
import { until } from './until.ts';

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;
const run = randomUUID().slice(0, 8);
const named = (name: string) => `${name}-${run}`;

/** The requests of the requirement document; names get an ending of this run's own. */
const DAILY = {
  name: named('daily-tee-time-check'),
  schedule_expression: 'cron(0 6 * * ? *)',
  timezone: 'America/New_York',
  target_type: 'web_action',
  payload: {
    action: 'check_tee_times',
    course_id: 'pebble-beach',
    date_offset_days: 1,
    preferred_time: '09:00',
    auto_book: true,
  },
};
const PEBBLE = {
  name: named('daily-pebble-beach-tee-time'),
  schedule_expression: 'cron(0 6 * * ? *)',
  timezone: 'America/New_York',
  target_type: 'web_action',
  payload: {
    action: 'check_and_book_tee_times',
    course_id: 'pebble-beach',
    date_offset_days: 1,
    preferred_times: ['09:00', '10:00', '11:00'],
    party_size: 4,
    auto_book: true,
    notify_on_success: true,
  },
};
const WEEKLY = {
  name: named('weekly-reservation-summary'),
  schedule_expression: 'cron(0 0 * * SUN *)',
  timezone: 'America/Los_Angeles',
  target_type: 'notification',
  payload: {
    action: 'send_reservation_summary',
    lookback_days: 7,
    lookahead_days: 14,
    notification_channel: 'ntfy',
  },
};
const nextYear = new Date().getUTCFullYear() + 1;
const REMINDER = {
  name: named('reminder-pebble-beach'),
  schedule_expression: `at(${nextYear}-11-14T09:00:00)`,
  timezone: 'America/Los_Angeles',
  target_type: 'notification',
  payload: {
    action: 'send_reminder',
    reservation_id: 'res_xyz789',
    message: 'Reminder: Tee time at Pebble Beach tomorrow at 9 AM',
  },
};

const api = callerNamed('test-schedules');

const created: string[] = [];
const create = async (body: unknown, headers: Record<string, string> = {}) => {
  const answer = await api.call('POST', '/api/schedules', body, headers);
  if (answer.body?.schedule_id) created.push(answer.body.schedule_id);
  return answer;
};
afterAll(async () => {
  await Promise.all([...new Set(created)].map((id) => api.call('DELETE', `/api/schedules/${id}`)));
});

const inScheduler = async (id: string) => {
  try {
    return await scheduler.send(new GetScheduleCommand({ GroupName: stack.schedule_group, Name: id }));
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};
const record = async (id: string) => {
  const { Item } = await dynamo.send(new GetCommand({ TableName: stack.schedules_table, Key: { schedule_id: id } }));
  return Item;
};

describe('the requests of the document', () => {
  it('create the daily check, and answer as it shows', async () => {
    const answer = await create(DAILY);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      schedule_id: expect.stringMatching(/^sched_/),
      name: DAILY.name,
      status: 'active',
      eventbridge_arn: expect.stringMatching(/^arn:aws:scheduler:us-east-1:/),
      next_execution: expect.stringMatching(UTC),
      created_at: expect.stringMatching(UTC),
      version: 1,
      in_sync: true,
    });
    // 6 o'clock in New York is 10 or 11 o'clock UTC.
    expect(answer.body.next_execution).toMatch(/T1[01]:00:00Z$/);
    const there = await inScheduler(answer.body.schedule_id);
    expect(there).toMatchObject({
      ScheduleExpression: DAILY.schedule_expression,
      ScheduleExpressionTimezone: 'America/New_York',
      State: 'ENABLED',
      Target: {
        DeadLetterConfig: { Arn: expect.stringContaining('schedule-delivery-dlq') },
        RetryPolicy: expect.anything(),
      },
    });
    expect(there?.Target?.Input).toContain(answer.body.schedule_id);
    expect(there?.Target?.Input).not.toContain('pebble-beach');
    expect(await record(answer.body.schedule_id)).toMatchObject({ status: 'active', created_by: api.id });
  });

  it('refuse the weekly summary as it stands, and take it as the answer corrects it', async () => {
    const refused = await create(WEEKLY);
    expect(refused).toMatchObject({
      status: 400,
      body: {
        error: 'invalid_schedule_expression',
        message: expect.stringContaining('day-of-'),
        details: { field: expect.any(String), position: expect.any(Number), suggestion: 'cron(0 0 ? * SUN *)' },
      },
    });
    const answer = await create({ ...WEEKLY, schedule_expression: refused.body.details.suggestion });
    expect(answer).toMatchObject({ status: 201, body: { target_type: 'notification', status: 'active' } });
  });

  it('create the booking and the reminder', async () => {
    expect(await create(PEBBLE)).toMatchObject({ status: 201, body: { payload: PEBBLE.payload } });
    expect(await create(REMINDER)).toMatchObject({
      status: 201,
      body: { next_execution: `${nextYear}-11-14T17:00:00Z` },
    });
    expect(
      await create({ ...REMINDER, name: named('past'), schedule_expression: 'at(2025-11-14T09:00:00)' }),
    ).toMatchObject({
      status: 400,
      body: { error: 'expression_in_past' },
    });
  });

  it('say what is wrong with an expression', async () => {
    const answer = await create({ ...DAILY, name: named('five-fields'), schedule_expression: 'cron(0 6 * * ?)' });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: 'invalid_schedule_expression',
        message: expect.stringMatching(/6|six/),
        details: expect.anything(),
      },
    });
  });

  it('create over the topic as over REST, and answer on the bus', async () => {
    const name = named('by-message');
    const bus = await listen(stack.schedules_bus_name, { 'detail-type': [{ prefix: 'ScheduleCommand' }] });
    try {
      const say = (message: object) =>
        sns.send(new PublishCommand({ TopicArn: stack.schedule_creation_topic_arn, Message: JSON.stringify(message) }));
      await say({ action: 'create', schedule: { ...DAILY, name } });
      await say({ action: 'create', schedule: { ...WEEKLY, name: named('by-message-refused') } });
      const found = await until(
        'the schedule',
        async () => (await api.call('GET', `/api/schedules?name_prefix=${name}`)).body.schedules,
        (schedules) => schedules.length === 1,
      );
      created.push(found[0].schedule_id);
      const seen = (text: string) =>
        until(
          'the answer',
          () => bus.until(0),
          (events) => events.some((event) => event.includes(text)),
        );
      expect((await seen(found[0].schedule_id)).join()).toContain('ScheduleCommandAccepted');
      expect((await seen('invalid_schedule_expression')).join()).toContain('ScheduleCommandRejected');
      const is = (isRight: (body: Record<string, unknown>) => boolean) =>
        until(
          'the change',
          () => api.call('GET', `/api/schedules/${found[0].schedule_id}`),
          ({ body }) => isRight(body),
        );
      await say({ action: 'update', name, schedule: { ...DAILY, name, timezone: 'UTC' } });
      await is(({ timezone }) => timezone === 'UTC');
      await say({ action: 'pause', name });
      await is(({ status }) => status === 'paused');
      await say({ action: 'delete', name });
      await is(({ status }) => status === 'deleted');
    } finally {
      await bus.close();
    }
  });
});

describe('a schedule over the API', () => {
  it('is listed, read, replaced, paused, resumed and deleted', async () => {
    const { body: first } = await create({ ...DAILY, name: named('life'), group: 'lives' });
    const path = `/api/schedules/${first.schedule_id}`;
    const list = await api.call('GET', `/api/schedules?name_prefix=${named('life')}&group=lives&status=active`);
    expect(list).toMatchObject({
      status: 200,
      body: { schedules: [{ schedule_id: first.schedule_id }], next_cursor: null },
    });

    const replaced = await api.call(
      'PUT',
      path,
      { ...DAILY, name: named('life'), schedule_expression: 'cron(30 7 * * ? *)' },
      { 'if-match': '"1"' },
    );
    expect(replaced).toMatchObject({ status: 200, body: { version: 2, schedule_expression: 'cron(30 7 * * ? *)' } });
    expect(replaced.body.group).toBeUndefined();
    expect(replaced.headers.get('etag')).toBe('"2"');
    expect(await inScheduler(first.schedule_id)).toMatchObject({ ScheduleExpression: 'cron(30 7 * * ? *)' });
    const stale = await api.call('PUT', path, DAILY, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, body: { error: 'version_conflict' } });

    expect(await api.call('POST', `${path}/pause`)).toMatchObject({
      status: 200,
      body: { status: 'paused', next_execution: null },
    });
    expect(await inScheduler(first.schedule_id)).toMatchObject({
      State: 'DISABLED',
      ScheduleExpression: 'cron(30 7 * * ? *)',
    });
    expect(await api.call('POST', `${path}/pause`)).toMatchObject({ status: 200, body: { status: 'paused' } });
    expect(await api.call('POST', `${path}/resume`)).toMatchObject({ status: 200, body: { status: 'active' } });

    expect(await api.call('DELETE', path)).toMatchObject({ status: 200, body: { status: 'deleted' } });
    expect(await inScheduler(first.schedule_id)).toBeUndefined();
    expect(await api.call('DELETE', path)).toMatchObject({ status: 200 });
    expect(await api.call('POST', `${path}/resume`)).toMatchObject({ status: 409, body: { error: 'schedule_ended' } });
    const item = await record(first.schedule_id);
    const days = (Number(item?.ttl) - Date.now() / 1000) / 86_400;
    expect(days).toBeGreaterThan(89.9);
    expect(days).toBeLessThan(90.1);

    const audit = await api.call('GET', `${path}/audit`);
    expect(audit.body.changes.map(({ action }: { action: string }) => action)).toEqual([
      'delete',
      'resume',
      'pause',
      'update',
      'create',
    ]);
    expect(audit.body.changes[3].changed.schedule_expression).toEqual({
      before: 'cron(0 6 * * ? *)',
      after: 'cron(30 7 * * ? *)',
    });
  });

  it('is created once, whoever asks how often', async () => {
    const body = { ...DAILY, name: named('once') };
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201]));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body: { schedule_id } }) => schedule_id)).size).toBe(1);
    const { Items } = await dynamo.send(
      new ScanCommand({
        TableName: stack.schedules_table,
        FilterExpression: '#n = :n',
        ExpressionAttributeNames: { '#n': 'name' },
        ExpressionAttributeValues: { ':n': body.name },
      }),
    );
    expect(Items).toHaveLength(1);
    expect(await create({ ...body, timezone: 'UTC' })).toMatchObject({
      status: 409,
      body: { error: 'name_taken', details: { differing_fields: ['timezone'] } },
    });
  });

  it('is created once for a key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await create({ ...DAILY, name: named('key') }, key);
    expect(first.status).toBe(201);
    expect(await create({ ...DAILY, name: named('key') }, key)).toMatchObject({
      status: 200,
      body: { schedule_id: first.body.schedule_id },
    });
    expect(await create({ ...DAILY, name: named('key-other') }, key)).toMatchObject({
      status: 409,
      body: { error: 'idempotency_key_reused' },
    });
  });

  it('keeps sensitive fields to itself', async () => {
    const secret = `secret-${randomUUID()}`;
    const payload = { action: 'book', login: { user: 'ada', password: secret } };
    const body = { ...DAILY, name: named('sensitive'), payload, sensitive_fields: ['login.password'] };
    const answer = await create(body);
    expect(answer).toMatchObject({ status: 201, body: { payload: { login: { user: 'ada', password: '***' } } } });
    const { body: read } = await api.call('GET', `/api/schedules/${answer.body.schedule_id}`);
    const audit = await api.call('GET', `/api/schedules/${answer.body.schedule_id}/audit`);
    expect(JSON.stringify([read, audit.body, await record(answer.body.schedule_id)])).not.toContain(secret);
  });

  it('says what it cannot take', async () => {
    const big = { ...DAILY, name: named('big'), payload: { text: 'x'.repeat(205_000) } };
    expect(await create(big)).toMatchObject({ status: 413, body: { error: 'payload_too_large' } });
    expect(await create({ ...DAILY, name: named('zone'), timezone: 'America/New_Yorc' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_timezone', message: expect.stringContaining('America/New_York') },
    });
    const custom = {
      ...DAILY,
      name: named('loop'),
      target_type: 'custom',
      target_topic_arn: stack.schedule_creation_topic_arn,
    };
    expect(await create(custom)).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
    expect(await create('{"name": ')).toMatchObject({ status: 400, body: { error: 'invalid_json' } });
    expect(await create({ ...DAILY, nme: 'x' })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await api.call('GET', '/api/schedules/sched_00000000000000000000000000')).toMatchObject({
      status: 404,
      body: { error: 'schedule_not_found' },
    });
  });

  it('is previewed without being made', async () => {
    const answer = await api.call('POST', '/api/schedules/preview', {
      schedule_expression: 'cron(30 2 * * ? *)',
      timezone: 'America/New_York',
      from: '2026-03-07T00:00:00Z',
      count: 2,
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        next_executions: ['2026-03-07T07:30:00Z', '2026-03-09T06:30:00Z'],
        dst_notes: [expect.any(String), expect.any(String)],
      },
    });
    const upcoming = await api.call('GET', '/api/schedules/upcoming?limit=1000');
    const times = upcoming.body.runs.map(({ run_at }: { run_at: string }) => run_at);
    expect(times.length).toBeGreaterThan(0);
    expect(times).toEqual([...times].sort());
  });
});

describe('groups and templates', () => {
  it('are changed as one', async () => {
    const group = named('group');
    const bodies = [1, 2, 3].map((n) => ({ ...DAILY, name: named(`member-${n}`), group }));
    const ids = (await Promise.all(bodies.map((body) => create(body)))).map(({ body }) => body.schedule_id);
    const paused = await api.call('POST', `/api/schedule-groups/${group}/pause`);
    expect(paused).toMatchObject({ status: 200, body: { group, unchanged: [], failed: [] } });
    expect(new Set(paused.body.changed)).toEqual(new Set(ids));
    const groups = await api.call('GET', '/api/schedule-groups');
    expect(groups.body.groups).toContainEqual({ group, active: 0, paused: 3, completed: 0 });
    expect((await api.call('POST', `/api/schedule-groups/${group}/resume`)).body.changed).toHaveLength(3);
    expect((await api.call('DELETE', `/api/schedule-groups/${group}`)).body.changed).toHaveLength(3);
    expect(await api.call('POST', `/api/schedule-groups/${named('none')}/pause`)).toMatchObject({
      status: 404,
      body: { error: 'group_not_found' },
    });
  });

  it('make schedules', async () => {
    const name = `daily-at-${run}`;
    const template = {
      name,
      parameters: { what: {}, hour: { default: 6 } },
      schedule: {
        name: `{{what}}-${run}`,
        schedule_expression: 'cron(0 {{hour}} * * ? *)',
        target_type: 'web_action',
        payload: { action: '{{what}}', hour: '{{hour}}' },
      },
    };
    expect(await api.call('POST', '/api/schedule-templates', template)).toMatchObject({ status: 201, body: { name } });
    const use = (parameters: object) => api.call('POST', `/api/schedule-templates/${name}/schedules`, { parameters });
    const made = await use({ what: 'sweep', hour: 9 });
    created.push(made.body.schedule_id);
    expect(made).toMatchObject({
      status: 201,
      body: { name: `sweep-${run}`, schedule_expression: 'cron(0 9 * * ? *)', payload: { action: 'sweep', hour: 9 } },
    });
    expect(await use({})).toMatchObject({ status: 400, body: { error: 'missing_parameter' } });
    expect(await use({ what: 'a', hours: 2 })).toMatchObject({ status: 400, body: { error: 'unknown_parameter' } });
    const { body } = await api.call('GET', '/api/schedule-templates');
    expect(body.templates.filter(({ built_in }: { built_in?: boolean }) => built_in).length).toBeGreaterThan(2);
    expect(await api.call('DELETE', `/api/schedule-templates/${name}`)).toMatchObject({ status: 204 });
  });
});

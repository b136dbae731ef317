import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { almanac, folder } from './cli-steps.ts';
import { sqs } from './sdk.ts';
import { stack } from './stack.ts';
import { until } from './until.ts';

const run = randomUUID().slice(0, 8);
const named = (name: string) => `cli-${name}-${run}`;
const GROUP = named('group');
const schedules = (...args: string[]) => almanac('schedules', ...args, '--json');
const topics = (...args: string[]) => almanac('topics', ...args, '--json');
const TARGET = ['--target', 'web_action', '--group', GROUP];
const create = (name: string, payload: object, ...args: string[]) =>
  schedules('create', '--name', named(name), ...TARGET, '--payload', JSON.stringify(payload), ...args);

/** An endpoint for web actions, and what it was sent; `/bad` refuses. */
let endpoint: Server;
const received: { url: string; body: string }[] = [];
const at = (path: string) => `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}${path}`;

beforeAll(async () => {
  endpoint = createServer(async (request, response) => {
    received.push({ url: request.url ?? '', body: await readAll(request) });
    response.writeHead(request.url === '/bad' ? 400 : 200).end();
  }).listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
});

afterAll(async () => {
  await schedules('delete', '--group', GROUP, '--yes');
  endpoint.close();
});

describe('almanac schedules create, show, list and update', () => {
  it('creates a schedule of options once, and finds it by its name', async () => {
    const args = ['--expression', 'cron(0 6 * * ? *)', '--tz', 'America/New_York', '--sensitive', 'login.password'];
    const first = await create('daily', { action: 'check', login: { password: 'hunter2' } }, ...args);
    expect(first).toMatchObject({ code: 0, json: { created: true, version: 1, in_sync: true } });
    expect(first.stdout).not.toContain('hunter2');
    expect(first.json.next_executions[0]).toBe(first.json.next_execution);
    const again = await create('daily', { action: 'check', login: { password: 'hunter2' } }, ...args);
    expect(again).toMatchObject({ code: 0, json: { created: false, schedule_id: first.json.schedule_id } });
    const other = await create('daily', { action: 'other', login: { password: 'hunter2' } }, ...args);
    expect(other).toMatchObject({ code: 1, json: { error: 'NAME_TAKEN' } });
    const { json: shown } = await schedules('show', named('daily'));
    expect(shown).toMatchObject({ schedule_id: first.json.schedule_id, payload: { login: { password: '***' } } });
    const { json: listed } = await schedules('list', '--group', GROUP, '--all');
    expect(listed.schedules.map((one: { name: string }) => one.name)).toContain(named('daily'));
  });

  it('creates one of a file', async () => {
    const file = join(folder, `${run}.json`);
    const body = { name: named('file'), schedule_expression: 'rate(1 day)', target_type: 'web_action', group: GROUP };
    writeFileSync(file, JSON.stringify({ ...body, payload: { action: 'x' } }));
    expect(await schedules('create', '--file', file)).toMatchObject({ code: 0, json: { created: true } });
  });

  it('changes only what is given, and keeps what is sensitive', async () => {
    const { json: before } = await schedules('show', named('daily'));
    const { code, json } = await schedules('update', named('daily'), '--expression', 'cron(30 6 * * ? *)');
    expect(code).toBe(0);
    expect(json).toMatchObject({
      ...{ schedule_id: before.schedule_id, version: before.version + 1, timezone: before.timezone, group: GROUP },
      ...{ schedule_expression: 'cron(30 6 * * ? *)', payload: before.payload, sensitive_fields: ['login.password'] },
    });
    const { json: audit } = await schedules('changes', named('daily'));
    expect(audit.changes.map((change: { action: string }) => change.action)).toEqual(['update', 'create']);
    expect(Object.keys(audit.changes[0].changed)).toContain('schedule_expression');
    expect(JSON.stringify(audit)).not.toContain('hunter2');
  });

  it('says what is wrong, and what was meant', async () => {
    const wrong = await create('wrong', {}, '--expression', 'cron(0 0 * * SUN *)');
    expect(wrong).toMatchObject({ code: 1, json: { details: { suggestion: 'cron(0 0 ? * SUN *)' } } });
    const past = await create('past', {}, '--expression', 'at(2020-01-01T00:00:00)');
    expect(past).toMatchObject({ code: 1, json: { error: 'EXPRESSION_IN_PAST', details: { status: 400 } } });
    const none = await schedules('show', `${named('dail')}`);
    expect(none).toMatchObject({
      code: 1,
      json: { error: 'NO_SUCH_SCHEDULE', message: expect.stringContaining(named('daily')) },
    });
  });
});

describe('almanac schedules run and runs', () => {
  it('follows a run to the answer of its endpoint', async () => {
    await create('good', { url: at('/good'), body: { a: 1 } }, '--expression', 'rate(7 days)');
    const { code, json } = await schedules('run', named('good'), '--wait');
    expect(json).toMatchObject({
      manual: true,
      outcome: 'published',
      action: { outcome: 'succeeded', http_status: 200 },
    });
    expect(code).toBe(0);
    expect(received).toContainEqual({ url: '/good', body: '{"a":1}' });
    const { json: history } = await schedules('runs', named('good'));
    expect(history.runs[0]).toMatchObject({ run_id: json.run_id });
  });

  it('ends with 1 where the endpoint refuses, and takes another payload', async () => {
    await create('bad', { url: at('/bad') }, '--expression', 'rate(7 days)');
    const bad = await schedules('run', named('bad'), '--wait');
    expect(bad).toMatchObject({ code: 1, json: { action: { outcome: 'failed', http_status: 400 } } });
    const payload = JSON.stringify({ url: at('/instead') });
    expect(await schedules('run', named('bad'), '--payload', payload, '--wait')).toMatchObject({ code: 0 });
    expect(received.map(({ url }) => url)).toContain('/instead');
  });
});

describe('almanac schedules pause, resume, delete and groups', () => {
  it('change one, and a group', async () => {
    const { json: paused } = await schedules('pause', named('daily'), named('nobody'));
    expect(paused).toMatchObject({ schedules: [{ status: 'paused' }], failed: [{ error: 'NO_SUCH_SCHEDULE' }] });
    const { json: groups } = await schedules('groups');
    expect(groups.groups).toContainEqual(expect.objectContaining({ group: GROUP, paused: 1 }));
    const { code, json } = await schedules('resume', '--group', GROUP);
    expect({ code, changed: json.changed, failed: json.failed }).toEqual({
      ...{ code: 0, changed: [paused.schedules[0].schedule_id], failed: [] },
    });
    const { json: upcoming } = await schedules('upcoming', '--to', '3d', '--limit', '1000');
    expect(upcoming.runs.map((one: { name: string }) => one.name)).toContain(named('daily'));
    expect(await schedules('delete', named('file'))).toMatchObject({ code: 1, json: { error: 'NOT_CONFIRMED' } });
    expect(await schedules('delete', named('file'), '--yes')).toMatchObject({ code: 0 });
    expect(await schedules('show', named('file'))).toMatchObject({ code: 1 });
  });
});

describe('almanac schedules preview and template', () => {
  it('preview is what next says', async () => {
    const args = ['cron(30 2 * * ? *)', '--tz', 'America/New_York', '--from', '2026-03-07T12:00:00Z', '-n', '3'];
    const [preview, next] = [await schedules('preview', ...args), await schedules('next', ...args)];
    expect(preview.json).toEqual(next.json);
  });

  it('makes a schedule of a template of the stack, and of its own', async () => {
    const set = ['--set', `name=${named('template')}`, '--set', `url=${at('/t')}`, '--set', 'hour=7', '--group', GROUP];
    const used = await schedules('template', 'use', 'daily-web-check', ...set);
    expect(used).toMatchObject({
      code: 0,
      json: { created: true, schedule_expression: 'cron(0 7 * * ? *)', group: GROUP },
    });
    const own = {
      name: named('template'),
      parameters: { minutes: { default: 5 } },
      schedule: {
        name: named('own'),
        schedule_expression: 'rate({{minutes}} minutes)',
        target_type: 'web_action',
        payload: { action: 'x' },
      },
    };
    expect(await schedules('template', 'create', JSON.stringify(own))).toMatchObject({
      code: 0,
      json: { created: true },
    });
    expect(await schedules('template', 'show', own.name)).toMatchObject({ code: 0, json: { name: own.name } });
    const { json: list } = await schedules('template', 'list');
    expect(list.templates.map((one: { name: string }) => one.name)).toEqual(
      expect.arrayContaining(['daily-web-check', own.name]),
    );
    expect(await schedules('template', 'delete', own.name, '--yes')).toMatchObject({ code: 0 });
    expect(await schedules('template', 'show', own.name)).toMatchObject({
      code: 1,
      json: { error: 'TEMPLATE_NOT_FOUND' },
    });
  });
});

describe('almanac schedules reconcile', () => {
  it('compares the records with what Scheduler has, and changes nothing', async () => {
    const { json: created } = await create('compared', { action: 'x' }, '--expression', 'rate(7 days)');
    const { json } = await schedules('reconcile');
    expect(json).toMatchObject({ repair: false, failed: [], finished: true });
    expect(json.checked).toBeGreaterThan(0);
    for (const list of [json.repaired, json.removed, json.completed]) expect(list).not.toContain(created.schedule_id);
  });
});

describe('almanac schedules dlq', () => {
  it('shows a run that failed for good, and sends it back as the run that it was', async () => {
    const { json: made } = await create('given-up', { url: at('/given-up') }, '--expression', 'rate(7 days)');
    const run_id = '2026-11-03T10:00:00Z';
    const message = { kind: 'schedule', schedule_id: made.schedule_id, scheduled_time: run_id, execution_id: 'e1' };
    await sqs.send(
      new SendMessageCommand({ QueueUrl: stack.schedule_runs_dlq_url, MessageBody: JSON.stringify(message) }),
    );
    const { json: letters } = await schedules('dlq', 'list', '--consumer', 'schedule-runner');
    const about = `${made.schedule_id} ${run_id}`;
    const letter = letters.find((one: { about: string }) => one.about === about);
    expect(letter).toMatchObject({ consumer: 'schedule-runner', error: null });
    expect((await schedules('dlq', 'show', letter.message_id)).json).toMatchObject({ about, body: message });
    const back = await schedules('dlq', 'redrive', '--message', letter.message_id);
    expect(back).toMatchObject({ code: 0, json: { queues: [{ messages: 1, message_ids: [letter.message_id] }] } });
    await until(
      'the run',
      async () => (await schedules('runs', made.schedule_id)).json.runs,
      (runs) =>
        runs.some((one: { run_id: string; outcome: string }) => one.run_id === run_id && one.outcome === 'published'),
    );
    expect(await schedules('dlq', 'list', '--consumer', 'nobody')).toMatchObject({
      code: 1,
      json: { error: 'UNKNOWN_CONSUMER' },
    });
  });
});

describe('almanac topics', () => {
  const id = named('topic');

  it('puts, schedules, changes, triggers and removes a topic', async () => {
    const put = ['put', id, '--about', 'Investing for beginners', '--keywords', 'investing', '--priority', '1'];
    expect(await topics(...put)).toMatchObject({ code: 0, json: { topicId: id, created: true } });
    const { json: scheduled } = await topics('schedule', id, '--frequency', '2', '--hours', '9', '14');
    expect(scheduled).toMatchObject({
      topicId: id,
      schedule: { scheduleExpression: 'cron(0 9,14 * * ? *)', timeSlots: [9, 14] },
    });
    expect((await topics('show', id)).json).toMatchObject({ topicId: id, schedule: { ruleName: scheduled.ruleName } });
    expect((await topics('schedules')).json.schedules.map((one: { topicId: string }) => one.topicId)).toContain(id);
    expect((await topics('reschedule', id, '--frequency', '1')).json).toMatchObject({ schedule: { frequency: 1 } });
    expect(await topics('optimize', id)).toMatchObject({ code: 0, json: { applied: false } });
    expect(await topics('trigger', id)).toMatchObject({ code: 0, json: { executionId: expect.stringMatching(/./) } });
    expect(await topics('delete', id, '--yes')).toMatchObject({ code: 1, json: { error: 'TOPIC_IN_USE' } });
    expect(await topics('unschedule', id)).toMatchObject({ code: 0 });
    expect(await topics('delete', id, '--yes')).toMatchObject({ code: 0 });
    expect(await topics('show', id)).toMatchObject({ code: 1, json: { error: 'TOPIC_NOT_FOUND' } });
  });
});

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verify } from '@almanac/outbound';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callerNamed } from './api-caller.ts';
import { listen } from './event-listener.ts';
import { subscribe } from './own-queue.ts';
import { sqs } from './sdk.ts';
import { awsConfig, stack } from './stack.ts';
import { quiet, until } from './until.ts';

const run = randomUUID().slice(0, 8);

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let url: string;
const received: Received[] = [];
const api = callerNamed('test-runs');

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(request.url?.startsWith('/redirect') ? 302 : 200, {
        ...(request.url?.startsWith('/redirect') && { location: 'http://169.254.169.254/latest/meta-data/' }),
      });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

const created: string[] = [];
afterAll(async () => {
  await Promise.all(created.map((id) => api.call('DELETE', `/api/schedules/${id}`)));
  await new Promise((resolve) => server.close(resolve));
});

const create = async (name: string, more: object) => {
  const answer = await api.call('POST', '/api/schedules', {
    name: `${name}-${run}`,
    schedule_expression: 'rate(1 day)',
    start_date: new Date(Date.now() + 86_400_000).toISOString(),
    target_type: 'web_action',
    ...more,
  });
  expect(answer.status).toBe(201);
  created.push(answer.body.schedule_id);
  return answer.body.schedule_id as string;
};
const at = (path: string) => received.filter((request) => request.path === path);
const runsOf = async (id: string) => (await api.call('GET', `/api/schedules/${id}/runs`)).body.runs;
const untilRun = (id: string, isRight: (run: { outcome: string; action?: { outcome: string } }) => boolean) =>
  until(
    'the run',
    () => runsOf(id),
    (runs) => runs.some(isRight),
  );
const runNow = (id: string, body?: object, headers = {}) => api.call('POST', `/api/schedules/${id}/run`, body, headers);
const deliver = (body: object) =>
  sqs.send(new SendMessageCommand({ QueueUrl: stack.schedule_runs_queue_url, MessageBody: JSON.stringify(body) }));
const planned = (id: string, scheduled_time: string) => ({
  kind: 'schedule',
  schedule_id: id,
  scheduled_time,
  execution_id: randomUUID(),
});

describe('a run that EventBridge Scheduler starts', () => {
  it('of a rate and of a one-time schedule reaches its target, and is told of', async () => {
    const bus = await listen(stack.schedules_bus_name, { 'detail-type': ['ScheduleFired'] });
    const soon = new Date(Date.now() + 15_000).toISOString().slice(0, 19);
    const [rate, once] = await Promise.all([
      create('every-minute', {
        schedule_expression: 'rate(1 minute)',
        start_date: undefined,
        payload: { url: `${url}/rate` },
      }),
      create('once', {
        schedule_expression: `at(${soon})`,
        start_date: undefined,
        payload: { url: `${url}/once`, body: { n: 1 } },
      }),
    ]);
    const isDone = ({ outcome, action }: { outcome: string; action?: { outcome: string } }) =>
      outcome === 'published' && action?.outcome === 'succeeded';
    const [ofRate, ofOnce] = await Promise.all([untilRun(rate, isDone), untilRun(once, isDone)]);
    expect(ofRate[0]).toMatchObject({
      manual: false,
      attempt: 1,
      latency_ms: expect.any(Number),
      action: { http_status: 200 },
    });
    expect(ofOnce).toHaveLength(1);
    expect(at('/rate').length).toBeGreaterThan(0);
    expect(at('/once')).toHaveLength(1);
    expect(JSON.parse(at('/once')[0]?.body ?? '')).toEqual({ n: 1 });
    const ended = await until(
      'its end',
      () => api.call('GET', `/api/schedules/${once}`),
      ({ body }) => body.status === 'completed',
    );
    expect(ended.body).toMatchObject({ next_execution: null, run_count: 1, last_triggered: expect.any(String) });
    expect(await api.call('POST', `/api/schedules/${once}/resume`)).toMatchObject({ status: 409 });
    const events = await until(
      'the events',
      () => bus.until(0),
      (seen) => [rate, once].every((id) => seen.join().includes(id)),
    );
    expect(events.length).toBeGreaterThan(1);
    await bus.close();
  });
});

describe('a notification', () => {
  it('reaches those who are subscribed to the mails', async () => {
    const topic = stack.notifications_topic_arn.replace(/notifications-dev$/, 'notification-emails-dev');
    const mails = await subscribe(topic, (body) => body);
    const id = await create('summary', {
      target_type: 'notification',
      payload: {
        action: 'send_reservation_summary',
        message: `Two reservations ${run}`,
        notification_channel: 'email',
      },
    });
    await runNow(id);
    await untilRun(id, ({ action }) => action?.outcome === 'succeeded');
    const seen = await until(
      'the mail',
      () => mails.received(),
      (all) => all.some((text) => text.includes(run)),
    );
    expect(seen.join()).toContain('Two reservations');
    await mails.close();
  });
});

describe('a web action', () => {
  it('is signed, and carries what its receiver needs', async () => {
    const id = await create('signed', { payload: { url: `${url}/signed`, body: { hello: 'wörld' } } });
    const { status, body } = await runNow(id);
    expect({ status, body }).toEqual({ status: 202, body: { schedule_id: id, run_id: expect.any(String) } });
    await untilRun(id, ({ action }) => action?.outcome === 'succeeded');
    const [request] = at('/signed');
    const secrets = new SecretsManagerClient(awsConfig);
    const { SecretString = '' } = await secrets.send(
      new GetSecretValueCommand({ SecretId: stack.web_action_signing_secret_arn }),
    );
    expect(verify(request?.headers ?? {}, Buffer.from(request?.body ?? ''), SecretString, 300, new Date())).toBe(true);
    expect(verify(request?.headers ?? {}, Buffer.from('{}'), SecretString, 300, new Date())).toBe(false);
    expect(request?.headers).toMatchObject({ 'x-almanac-schedule-id': id, 'x-almanac-run-id': body.run_id });
    expect((await runsOf(id))[0]).toMatchObject({ manual: true, outcome: 'published' });
    expect((await api.call('GET', `/api/schedules/${id}`)).body).toMatchObject({ run_count: 0 });
  });

  it('to where nobody may be sent fails, and no request is made', async () => {
    const id = await create('metadata', { payload: { url: 'http://169.254.169.254/latest/meta-data/' } });
    await runNow(id);
    const [first] = await untilRun(id, ({ action }) => action?.outcome === 'failed');
    expect(first.action.error.code).toBe('OUTBOUND_REFUSED');
    await runNow(id, { payload: { url: `${url}/redirect-${run}` } });
    await until(
      'the second',
      () => runsOf(id),
      (runs) =>
        runs.filter(({ action }: { action?: { outcome: string } }) => action?.outcome === 'failed').length === 2,
    );
    expect(at(`/redirect-${run}`)).toHaveLength(1);
  });
});

describe('a run that comes twice, late or out of order', () => {
  it('has one effect', async () => {
    const id = await create('twice', { payload: { url: `${url}/twice` } });
    const [later, earlier] = ['2026-11-02T10:00:00Z', '2026-11-01T10:00:00Z'];
    await Promise.all([deliver(planned(id, later)), deliver(planned(id, later)), deliver(planned(id, earlier))]);
    await deliver(planned(id, later));
    await until(
      'both',
      () => runsOf(id),
      (runs) =>
        runs.filter(({ action }: { action?: { outcome: string } }) => action?.outcome === 'succeeded').length === 2,
    );
    await quiet();
    expect(at('/twice')).toHaveLength(2);
    const keys = at('/twice').map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(2);
    expect(await runsOf(id)).toHaveLength(2);
  });

  it('has none where the schedule is paused or deleted', async () => {
    const [paused, deleted] = await Promise.all([
      create('paused', { payload: { url: `${url}/never` } }),
      create('deleted', { payload: { url: `${url}/never` } }),
    ]);
    await api.call('POST', `/api/schedules/${paused}/pause`);
    await api.call('DELETE', `/api/schedules/${deleted}`);
    const time = '2026-11-03T10:00:00Z';
    await Promise.all([deliver(planned(paused, time)), deliver(planned(deleted, time))]);
    expect(await untilRun(paused, ({ outcome }) => outcome === 'skipped')).toHaveLength(1);
    await quiet();
    expect(at('/never')).toEqual([]);
  });

  it('asked for by hand with one key runs once', async () => {
    const id = await create('by-hand', { payload: { url: `${url}/by-hand` } });
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all([
      runNow(id, { payload: { url: `${url}/by-hand?n=1` } }, key),
      runNow(id, { payload: { url: `${url}/by-hand?n=1` } }, key),
    ]);
    expect(new Set(answers.map(({ body }) => body.run_id)).size).toBe(1);
    await untilRun(id, ({ action }) => action?.outcome === 'succeeded');
    await quiet();
    expect(at('/by-hand?n=1')).toHaveLength(1);
  });
});

describe('what limits a schedule', () => {
  it('its condition', async () => {
    const id = await create('condition', {
      payload: { url: `${url}/condition`, courts: 0 },
      condition: { '>': [{ var: 'payload.courts' }, 0] },
    });
    await deliver(planned(id, '2026-11-04T10:00:00Z'));
    const [first] = await untilRun(id, ({ outcome }) => outcome === 'skipped');
    expect(first.reason).toMatch(/condition/i);
    expect(at('/condition')).toEqual([]);
  });

  it('its number of runs', async () => {
    const id = await create('max-runs', { payload: { url: `${url}/max` }, max_runs: 2 });
    const days = [1, 2, 3, 4, 5].map((day) => `2026-10-0${day}T10:00:00Z`);
    await Promise.all(days.map((day) => deliver(planned(id, day))));
    const ended = await until(
      'its end',
      () => api.call('GET', `/api/schedules/${id}`),
      ({ body }) => body.status === 'completed',
    );
    expect(ended.body).toMatchObject({ next_execution: null });
    await quiet();
    expect(at('/max')).toHaveLength(2);
  });
});

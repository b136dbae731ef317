import type { LoopbackServer, Received } from '@almanac/outbound/loopback';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actions, allowedServer, askFor, isSigned, newRun, untilSettled } from './action-steps.ts';
import { quiet, until } from './until.ts';

describe('a web action', () => {
  let server: LoopbackServer;
  let url: (path: string) => string;
  const isFirst = (request: Received) => server.received.filter(({ path }) => path === request.path).length === 1;
  beforeAll(async () => {
    ({ server, url } = await allowedServer((request) => {
      if (request.path.startsWith('/away') && isFirst(request)) return 503;
      if (request.path.startsWith('/gone')) return 404;
      return request.path.startsWith('/redirect') ? 302 : 200;
    }));
  });
  afterAll(async () => server[Symbol.asyncDispose]());
  const receivedAt = (path: string) => server.received.filter((request) => request.path === path);

  it('is made once, signed, and noted on its run', async () => {
    const run = await newRun();
    const path = `/once/${run.run_id}`;
    const payload = { url: url(path), headers: { 'x-mine': '1' }, body: { größe: 1 } };
    for (let i = 0; i < 3; i++) await askFor(actions.web_actions_topic_arn, payload, run);
    expect(await untilSettled(run)).toMatchObject({ outcome: 'succeeded', http_status: '200', attempt: '1' });
    await quiet();
    const [request, ...more] = receivedAt(path);
    expect(more).toEqual([]);
    expect(request?.headers).toMatchObject({
      ...{ 'x-mine': '1', 'idempotency-key': run.run_id },
      ...{ 'x-almanac-schedule-id': run.schedule_id, 'x-almanac-run-id': run.run_id },
    });
    expect(request && (await isSigned(request))).toBe(true);
  });

  it('is tried again where the endpoint is away for a moment', async () => {
    const run = await newRun();
    await askFor(actions.web_actions_topic_arn, { url: url(`/away/${run.run_id}`) }, run);
    expect(await untilSettled(run)).toMatchObject({ outcome: 'succeeded', attempt: '2' });
    expect(receivedAt(`/away/${run.run_id}`)).toHaveLength(2);
  });

  it.each([
    ['metadata', () => 'http://169.254.169.254/latest/meta-data/', 'OUTBOUND_REFUSED'],
    ['this machine by another name', () => url('/x').replace('127.0.0.1', '127.0.0.2'), 'OUTBOUND_REFUSED'],
    ['metadata through a redirect', () => url('/redirect'), 'OUTBOUND_REFUSED'],
    ['what is not there', () => url('/gone'), 'ENDPOINT_REFUSED'],
  ])('has failed, and is over, with %s', async (_what, target, code) => {
    const run = await newRun();
    await askFor(actions.web_actions_topic_arn, { url: target() }, run);
    expect(await untilSettled(run)).toMatchObject({ outcome: 'failed', attempt: '1', error: { code } });
  });

  it('is made for other parts of the stack too', async () => {
    const run = await newRun();
    const path = `/alone/${run.run_id}`;
    await askFor(actions.web_actions_topic_arn, { url: url(path), method: 'POST', body: { title: 't' } });
    const [request] = await until(
      'the request is made',
      async () => receivedAt(path),
      ({ length }) => length > 0,
    );
    expect(`${request?.body}`).toBe('{"title":"t"}');
    expect(request && (await isSigned(request))).toBe(true);
  });
});

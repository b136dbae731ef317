import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { apiClient, type ClientOptions, dataOf } from './index.ts';

type Reply = (request: IncomingMessage, response: ServerResponse, number: number) => void;

describe('a client of the API', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  const clientOf = async (reply: Reply, options: Partial<ClientOptions> = {}) => {
    const seen: IncomingMessage[] = [];
    server = createServer((request, response) => {
      seen.push(request);
      reply(request, response, seen.length);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    return { seen, client: apiClient({ baseUrl, token: () => 'secret', ...options }) };
  };
  const json = (response: ServerResponse, status: number, body: object, headers = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  const NONE = { schedules: [], next_cursor: null };

  it('asks with its token, and gives what is answered', async () => {
    const { client, seen } = await clientOf((_, response) => json(response, 200, NONE));
    expect(await dataOf(client.GET('/api/schedules', { params: { query: { status: 'active' } } }))).toEqual(NONE);
    expect(seen.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
      ['GET', '/v1/api/schedules?status=active', 'Bearer secret'],
    ]);
  });

  it('asks for a token for each request', async () => {
    let tokens = 0;
    const token = async () => `t${++tokens}`;
    const { client, seen } = await clientOf((_, response) => json(response, 200, NONE), { token });
    await client.GET('/api/schedules');
    await client.GET('/api/schedules');
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it('takes an answer without a body', async () => {
    const { client } = await clientOf((_, response) => response.writeHead(204).end());
    const { response } = await client.DELETE('/topics/{topicId}', { params: { path: { topicId: 'a' } } });
    expect(response.status).toBe(204);
  });

  it('throws what the API says is wrong', async () => {
    const body = {
      error: 'schedule_not_found',
      message: 'There is none',
      details: { schedule_id: 's' },
      request_id: 'r',
    };
    const { client } = await clientOf((_, response) => json(response, 404, body));
    await expect(client.GET('/api/schedules')).rejects.toMatchObject({
      ...{ code: 'SCHEDULE_NOT_FOUND', message: 'There is none' },
      details: expect.objectContaining({ schedule_id: 's', status: 404 }),
    });
  });

  it.each([
    [401, { message: 'Unauthorized' }],
    [403, { message: 'Forbidden' }],
    [503, {}],
  ])('throws what the gateway answers with %i', async (status, body) => {
    const { client } = await clientOf((_, response) => json(response, status, body));
    await expect(client.GET('/api/schedules')).rejects.toMatchObject({
      code: expect.stringMatching(/^[A-Z_]+$/),
      details: expect.objectContaining({ status }),
    });
  });

  it('comes again when it is told to, and not for ever', async () => {
    const pauses: number[] = [];
    const sleep = async (ms: number) => void pauses.push(ms);
    const limited: Reply = (_, response) =>
      json(response, 429, { error: 'rate_limited', message: 'Too many' }, { 'retry-after': '2' });
    const patient = await clientOf(
      (request, response, number) => {
        if (number < 3) limited(request, response, number);
        else json(response, 200, NONE);
      },
      { sleep },
    );
    expect(await dataOf(patient.client.GET('/api/schedules'))).toEqual(NONE);
    expect(pauses.every((ms) => ms >= 2_000)).toBe(true);
    expect(pauses).toHaveLength(2);
    server?.close();
    const never = await clientOf(limited, { sleep, maxAttempts: 3 });
    await expect(never.client.GET('/api/schedules')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(never.seen).toHaveLength(3);
  });

  it('says where nobody answers, or not in time', async () => {
    const slow = await clientOf(() => undefined, { timeoutMs: 50 });
    await expect(slow.client.GET('/api/schedules')).rejects.toMatchObject({ code: 'API_UNREACHABLE' });
    const away = apiClient({ baseUrl: 'http://127.0.0.1:1', token: () => 'secret' });
    await expect(away.GET('/api/schedules')).rejects.toMatchObject({ code: 'API_UNREACHABLE' });
  });
});

import { fixedClock } from '@almanac/kernel';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actionRequests } from './action-requests.ts';
import { parseAllowedHosts } from './allowed-hosts.ts';
import { outboundClient } from './client.ts';
import { type LoopbackServer, loopbackServer } from './loopback.ts';
import { verify } from './signature.ts';

const clock = fixedClock('2026-11-28T10:00:00Z');

describe('the request of an action', () => {
  let server: LoopbackServer;
  beforeEach(async () => {
    server = await loopbackServer();
  });
  afterEach(async () => server[Symbol.asyncDispose]());

  const send = (more: object = {}, entry: object = {}, signingSecret?: () => Promise<string>) => {
    const { port } = server;
    const text = JSON.stringify([{ host: '127.0.0.1', port, http: true, private: true, ...entry }]);
    const allowedHosts = parseAllowedHosts(text);
    const readSecret = async (arn: string) => `value of ${arn}\n`;
    const client = outboundClient({ allowedHosts });
    const deps = { client, allowedHosts, clock, readSecret, ...(signingSecret && { signingSecret }) };
    const request = {
      url: `http://127.0.0.1:${port}/`,
      method: 'POST',
      timeoutMs: 10_000,
      idempotencyKey: 'k1',
    } as const;
    return actionRequests(deps).send({ ...request, ...more });
  };

  it('says who sends it, on whose behalf, signed over its bytes', async () => {
    await send({ body: 'größe', scheduleId: 's1', runId: 'r1' }, {}, async () => 'secret');
    const [{ headers, body } = { headers: {}, body: Buffer.alloc(0) }] = server.received;
    expect(headers).toMatchObject({
      ...{ 'user-agent': expect.stringMatching(/^almanac\//), 'idempotency-key': 'k1' },
      ...{ 'x-almanac-schedule-id': 's1', 'x-almanac-run-id': 'r1', 'x-almanac-timestamp': '1795860000' },
    });
    expect(verify(headers, body, 'secret', 300, clock.now())).toBe(true);
    expect(verify(headers, Buffer.from('grösse'), 'secret', 300, clock.now())).toBe(false);
  });

  it('is signed without a body too, and not at all without a secret', async () => {
    await send({ method: 'GET' }, {}, async () => 'secret');
    expect(verify(server.received[0]?.headers ?? {}, '', 'secret', 300, clock.now())).toBe(true);
    await send();
    expect(server.received[1]?.headers).not.toHaveProperty('x-almanac-signature');
  });

  it('lets nobody set what is not theirs to set', async () => {
    const mine = { Accept: 'text/plain', 'x-mine': '1' };
    const ours = {
      ...{ Host: 'evil.test', 'Content-Length': '1', 'Transfer-Encoding': 'chunked', Connection: 'upgrade' },
      ...{ 'X-Almanac-Signature': 'forged', 'x-almanac-run-id': 'r9', 'Idempotency-Key': 'k9', 'User-Agent': 'me' },
    };
    const { ignoredHeaders } = await send({ headers: { ...mine, ...ours }, body: 'b' }, {}, async () => 'secret');
    expect([...ignoredHeaders].sort()).toEqual(
      Object.keys(ours)
        .map((name) => name.toLowerCase())
        .sort(),
    );
    const { headers = {} } = server.received[0] ?? {};
    expect(headers).toMatchObject({
      accept: 'text/plain',
      'x-mine': '1',
      'idempotency-key': 'k1',
      'content-length': '1',
    });
    expect(headers).toMatchObject({ host: `127.0.0.1:${server.port}` });
    expect(verify(headers, 'b', 'secret', 300, clock.now())).toBe(true);
    expect(headers).not.toHaveProperty('x-almanac-run-id');
  });

  it('carries the secret of its host, which nobody can replace', async () => {
    await send({ headers: { Authorization: 'mine' } }, { secret_arn: 'arn:a' });
    await send(
      { headers: { authorization: 'mine', 'X-Key': 'mine' } },
      { secret_arn: 'arn:b', secret_header: 'X-Key' },
    );
    expect(server.received[0]?.headers.authorization).toBe('value of arn:a');
    expect(server.received[1]?.headers).toMatchObject({ authorization: 'mine', 'x-key': 'value of arn:b' });
  });

  it('reads no secret for a host that is not allowed', async () => {
    await expect(send({ url: 'http://127.0.0.2/' }, { secret_arn: 'arn:a' })).rejects.toMatchObject({
      ...{ code: 'OUTBOUND_REFUSED', details: { reason: 'host' } },
    });
  });
});

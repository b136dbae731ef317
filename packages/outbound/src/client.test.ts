import { afterEach, describe, expect, it } from '@jest/globals';
import { type AllowedHost, parseAllowedHosts } from './allowed-hosts.ts';
import { type OutboundOptions, type OutboundRequest, outboundClient } from './client.ts';
import { type LoopbackServer, loopbackServer, type Reply } from './loopback.ts';
import { loopbackCertificate } from './loopback-certificate.ts';

const PUBLIC = '93.184.215.14';
const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});
const started = async (...options: Parameters<typeof loopbackServer>) => {
  const server = await loopbackServer(...options);
  servers.push(server);
  return server;
};
const hosts = (...entries: Partial<AllowedHost>[]) => parseAllowedHosts(JSON.stringify(entries));
/** Entry for a server of this machine. */
const local = ({ port }: LoopbackServer, host = 'local.test') => ({ host, port, http: true, private: true });

const ask = (url: string, options: Partial<OutboundOptions>, request: Partial<OutboundRequest> = {}) =>
  outboundClient({ allowedHosts: [], resolve: async () => ['127.0.0.1'], ...options }).request({
    ...{ url, method: 'GET', timeoutMs: 10_000 },
    ...request,
  });
const redirectTo =
  (location: string, status = 302): Reply =>
  ({ path }, response) =>
    path === '/end' ? void response.end('end') : void response.writeHead(status, { location }).end('go on');

describe('a request', () => {
  it('reaches an allowed host, and brings its answer', async () => {
    const server = await started(({ body }, response) => {
      response.writeHead(201, { 'X-Id': '7', 'set-cookie': ['a', 'b'] }).end(`got ${body}`);
    });
    const request = { method: 'POST', headers: { 'x-a': '1' }, body: 'größe' } as const;
    const answer = await ask(`http://local.test:${server.port}/p?q=1`, { allowedHosts: hosts(local(server)) }, request);
    expect(answer).toMatchObject({ status: 201, body: 'got größe', isTruncated: false, redirects: 0 });
    expect(answer.headers).toMatchObject({ 'x-id': '7', 'set-cookie': 'a, b' });
    expect(answer.durationMs).toBeGreaterThan(0);
    expect(server.received).toMatchObject([
      {
        method: 'POST',
        path: '/p?q=1',
        headers: { host: `local.test:${server.port}`, 'x-a': '1', 'content-length': '7' },
      },
    ]);
  });

  it('reaches an address of IPv6', async () => {
    const server = await started(undefined, { host: '::1' });
    const answer = await ask(`http://[::1]:${server.port}/`, { allowedHosts: hosts(local(server, '::1')) });
    expect(answer).toMatchObject({ status: 200, body: 'ok' });
  });

  it('checks the certificate against the name, though it connects to an address', async () => {
    const tls = loopbackCertificate('local.test');
    const server = await started(undefined, { tls });
    const allowedHosts = hosts(local(server), local(server, 'other.test'));
    const options = { allowedHosts, ca: tls.cert };
    expect(await ask(`https://local.test:${server.port}/`, options)).toMatchObject({ status: 200 });
    await expect(ask(`https://other.test:${server.port}/`, options)).rejects.toMatchObject({
      ...{ code: 'OUTBOUND_FAILED', details: { host: 'other.test', cause: 'ERR_TLS_CERT_ALTNAME_INVALID' } },
    });
    await expect(ask(`https://local.test:${server.port}/`, { allowedHosts })).rejects.toMatchObject({
      ...{ code: 'OUTBOUND_FAILED', details: { cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' } },
    });
    expect(server.received).toHaveLength(1);
  });

  it('fails where nobody listens, or the name is not known', async () => {
    const server = await started();
    const { port } = server;
    const allowedHosts = hosts(local(server));
    await server[Symbol.asyncDispose]();
    servers.length = 0;
    await expect(ask(`http://local.test:${port}/`, { allowedHosts })).rejects.toMatchObject({
      ...{ code: 'OUTBOUND_FAILED', details: { host: 'local.test', cause: 'ECONNREFUSED' } },
    });
    const unknown = { allowedHosts, resolve: async () => [] };
    await expect(ask(`http://local.test:${port}/`, unknown)).rejects.toMatchObject({
      ...{ code: 'OUTBOUND_FAILED', details: { cause: 'ENOTFOUND' } },
    });
  });
});

describe('a request is refused before a connection is made', () => {
  /** Every name and number a request could use to get at the server, allowed but for what is tried. */
  const refusal = async (
    urlOf: (port: number) => string,
    entryOf: (port: number) => Partial<AllowedHost>,
    addresses: string[] = ['127.0.0.1'],
  ) => {
    const server = await started();
    const options = { allowedHosts: hosts(entryOf(server.port)), resolve: async () => addresses };
    const error = await ask(urlOf(server.port), options).catch((thrown) => thrown);
    expect(server.connections()).toBe(0);
    expect(error).toMatchObject({ code: 'OUTBOUND_REFUSED' });
    return error.details;
  };
  const named = (port: number) => ({ host: 'local.test', port, http: true });
  const url = (port: number) => `http://local.test:${port}/`;

  it.each([
    ['127.0.0.1', 'loopback'],
    ['169.254.169.254', 'linkLocal'],
    ['fd00:ec2::254', 'metadata'],
    ['10.0.0.1', 'private'],
    ['::ffff:127.0.0.1', 'ipv4Mapped'],
    ['64:ff9b::7f00:1', 'rfc6052'],
  ])('to a name that is %s', async (address, range) => {
    expect(await refusal(url, named, [address])).toEqual({ reason: 'address', host: 'local.test', address, range });
  });

  it('to a name of which one address among public ones is private', async () => {
    expect(await refusal(url, named, [PUBLIC, '127.0.0.1', PUBLIC])).toMatchObject({ reason: 'address' });
  });

  it('to metadata, though private addresses are allowed', async () => {
    const entry = (port: number) => ({ ...named(port), private: true });
    expect(await refusal(url, entry, ['127.0.0.1', '169.254.169.254'])).toMatchObject({ address: '169.254.169.254' });
  });

  it.each(['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.01', '%31%32%37.0.0.1', '127.0.0.1.'])(
    'to %s, which is this machine',
    async (host) => {
      const details = await refusal(
        (port) => `http://${host}:${port}/`,
        (port) => ({ host: '127.0.0.1', port, http: true }),
      );
      expect(details).toMatchObject({ reason: 'address', range: 'loopback' });
    },
  );

  it.each([
    ['user name', (port: number) => `http://user@local.test:${port}/`, 'userinfo'],
    ['password', (port: number) => `http://local.test:${port}@local.test:${port}/`, 'userinfo'],
    ['trailing dot', (port: number) => `http://local.test.:${port}/`, 'host'],
    ['other alphabet', (port: number) => `http://ｌocal.test:${port}/`, 'url'],
    ['backslash', (port: number) => `http:\\\\local.test:${port}/`, 'url'],
    ['line break', (port: number) => `http://local.test:${port}/\r\nhost: x`, 'url'],
    ['no host', () => 'http://', 'url'],
    ['other scheme', () => 'file:///etc/passwd', 'scheme'],
    ['another host', (port: number) => `http://else.test:${port}/`, 'host'],
    ['another port', (port: number) => `http://local.test:${port + 1}/`, 'port'],
    ['usual port', () => 'http://local.test/', 'port'],
  ])('with a %s', async (_what, urlOf, reason) => {
    const entry = (port: number) => ({ ...named(port), private: true });
    expect(await refusal(urlOf, entry)).toMatchObject({ reason });
  });

  it('over http where only https is allowed', async () => {
    expect(await refusal(url, (port) => ({ host: 'local.test', port, private: true }))).toMatchObject({
      reason: 'scheme',
    });
  });

  it('by a name that changes its address between the check and the connection', async () => {
    const server = await started();
    let asked = 0;
    const resolve = async () => (asked++ === 0 ? [PUBLIC] : ['127.0.0.1']);
    const options = { allowedHosts: hosts(named(server.port)), resolve, connectTimeoutMs: 100 };
    // The public address is what it would connect to; a signal that is over keeps this test on this machine.
    const over = { signal: AbortSignal.abort() };
    await expect(ask(url(server.port), options, over)).rejects.toMatchObject({ code: 'OUTBOUND_TIMEOUT' });
    expect([asked, server.connections()]).toEqual([1, 0]);
    await expect(ask(url(server.port), options)).rejects.toMatchObject({ code: 'OUTBOUND_REFUSED' });
    expect([asked, server.connections()]).toEqual([2, 0]);
  });

  it('and where it is made, it goes to what was checked, whatever the name has become since', async () => {
    const server = await started();
    const other = await started(undefined, { host: '127.0.0.2', port: server.port });
    let asked = 0;
    const resolve = async () => (asked++ === 0 ? ['127.0.0.1'] : ['127.0.0.2']);
    const allowedHosts = hosts({ ...named(server.port), private: true });
    expect(await ask(url(server.port), { allowedHosts, resolve })).toMatchObject({ body: 'ok' });
    expect([asked, server.connections(), other.connections()]).toEqual([1, 1, 0]);
  });
});

describe('a redirect', () => {
  const chain = async (status: number, request: Partial<OutboundRequest> = {}) => {
    const server = await started(redirectTo('/end', status));
    const answer = await ask(`http://local.test:${server.port}/`, { allowedHosts: hosts(local(server)) }, request);
    expect(answer).toMatchObject({ status: 200, body: 'end', redirects: 1 });
    return server.received[1];
  };
  const post = {
    method: 'POST',
    body: 'body',
    headers: { 'content-type': 'text/plain', 'x-almanac-signature': 's', 'x-b': '1' },
  };

  it.each([301, 302, 303])('of status %i turns a POST into a GET', async (status) => {
    const second = await chain(status, post as Partial<OutboundRequest>);
    expect(second).toMatchObject({ method: 'GET', path: '/end', body: Buffer.alloc(0), headers: { 'x-b': '1' } });
    expect(Object.keys(second?.headers ?? {})).not.toEqual(expect.arrayContaining(['content-type']));
    expect(second?.headers['x-almanac-signature']).toBeUndefined();
  });

  it.each([307, 308])('of status %i repeats it', async (status) => {
    const second = await chain(status, post as Partial<OutboundRequest>);
    expect(second).toMatchObject({ method: 'POST', headers: { 'x-almanac-signature': 's' } });
    expect(`${second?.body}`).toBe('body');
  });

  it('does not carry secrets to another origin', async () => {
    const other = await started();
    const first = await started(redirectTo(`http://other.test:${other.port}/`, 307));
    const headers = {
      ...{ authorization: 'a', cookie: 'c', 'x-api-key': 'k', 'x-almanac-signature': 's', 'x-almanac-timestamp': '1' },
      ...{ accept: 'text/plain', 'idempotency-key': 'i' },
    };
    const allowedHosts = hosts(local(first), local(other, 'other.test'));
    await ask(`http://local.test:${first.port}/`, { allowedHosts }, { method: 'PUT', body: 'b', headers });
    expect(first.received[0]?.headers).toMatchObject(headers);
    const names = Object.keys(other.received[0]?.headers ?? {}).sort();
    expect(names).toEqual(['accept', 'connection', 'content-length', 'host', 'idempotency-key']);
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data/', { host: '169.254.169.254', http: true, private: true }, 'address'],
    ['http://else.test/', {}, 'host'],
    ['//local.test/', {}, 'port'],
    ['http://u:p@local.test/', {}, 'userinfo'],
    ['file:///etc/passwd', {}, 'scheme'],
  ])('to %s is not followed', async (location, entry, reason) => {
    const server = await started(redirectTo(location));
    const allowedHosts = hosts(local(server), ...('host' in entry ? [entry] : []));
    await expect(ask(`http://local.test:${server.port}/`, { allowedHosts })).rejects.toMatchObject({
      ...{ code: 'OUTBOUND_REFUSED', details: { reason } },
    });
    expect(server.connections()).toBe(1);
  });

  it('to a name that is private by then is not followed', async () => {
    const target = await started();
    const server = await started(redirectTo(`http://inner.test:${target.port}/`));
    const allowedHosts = hosts(local(server), { host: 'inner.test', port: target.port, http: true });
    await expect(ask(`http://local.test:${server.port}/`, { allowedHosts })).rejects.toMatchObject({
      ...{ code: 'OUTBOUND_REFUSED', details: { reason: 'address', host: 'inner.test' } },
    });
    expect(target.connections()).toBe(0);
  });

  it('is not followed a sixth time', async () => {
    const server = await started(redirectTo('/again'));
    await expect(
      ask(`http://local.test:${server.port}/`, { allowedHosts: hosts(local(server)) }),
    ).rejects.toMatchObject({
      ...{ code: 'OUTBOUND_REFUSED', details: { reason: 'redirects' } },
    });
    expect(server.received).toHaveLength(6);
  });
});

describe('an answer', () => {
  const cut = async (reply: Reply, timeoutMs: number, maxResponseBytes = 1000) => {
    const server = await started(reply);
    const options = { allowedHosts: hosts(local(server)), maxResponseBytes };
    const answer = await ask(`http://local.test:${server.port}/`, options, { timeoutMs }).catch((error) => error);
    // The server hears of the end a moment later.
    for (let i = 0; i < 500 && (await server.open()) > 0; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await server.open()).toBe(0);
    return answer;
  };
  const slowly: Reply = (_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  };
  const endlessly: Reply = (_request, response) => {
    const piece = Buffer.alloc(10_000, 'x');
    const more = () => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', more);
    more();
  };

  it('without an end is cut at its limit, and its connection is closed', async () => {
    expect(await cut(endlessly, 5_000)).toMatchObject({ status: 200, body: 'x'.repeat(1000), isTruncated: true });
  });

  it('of exactly the limit is whole', async () => {
    const reply: Reply = (_request, response) => void response.end('x'.repeat(1000));
    expect(await cut(reply, 5_000)).toMatchObject({ body: 'x'.repeat(1000), isTruncated: false });
  });

  it.each<[string, Reply]>([
    ['headers', () => undefined],
    ['body', slowly],
  ])('whose %s come too slowly is cut', async (_what, reply) => {
    expect(await cut(reply, 150)).toMatchObject({ code: 'OUTBOUND_TIMEOUT', details: { host: 'local.test' } });
  });

  it('that breaks off is an error', async () => {
    const reply: Reply = (_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half');
      setTimeout(() => response.destroy(), 10);
    };
    expect(await cut(reply, 5_000)).toMatchObject({ code: 'OUTBOUND_FAILED', details: { cause: 'UND_ERR_SOCKET' } });
  });

  it('is not waited for where the caller has no more time, nor is a resolver', async () => {
    const server = await started(() => undefined);
    const allowedHosts = hosts(local(server));
    const url = `http://local.test:${server.port}/`;
    const signal = AbortSignal.timeout(50);
    await expect(ask(url, { allowedHosts }, { signal })).rejects.toMatchObject({ code: 'OUTBOUND_TIMEOUT' });
    const resolve = () => new Promise<never>(() => undefined);
    await expect(ask(url, { allowedHosts, resolve }, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'OUTBOUND_TIMEOUT',
    });
  });
});

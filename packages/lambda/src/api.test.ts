import { operations, type Routes } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { apiEvent, lambdaContext } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { api } from './api.ts';
import { telemetry } from './telemetry.ts';

const environment = process.env;
// Log and metric lines go to the console, where they can be looked at.
process.env = { ...environment, POWERTOOLS_DEV: 'true', POWERTOOLS_METRICS_DISABLED: 'false' };
afterAll(() => {
  process.env = environment;
});

const thing = z.object({ name: z.string(), size: z.int().default(1) });
const common = { handler: 'things', tag: 'Things', errors: [] };
const OPERATIONS = operations({
  createThing: {
    ...{ ...common, method: 'POST', path: '/things', scope: 'write', summary: 'Create' },
    headers: z.object({ 'idempotency-key': z.string().max(5).optional() }),
    body: z
      .object({ name: z.string().min(2), tags: z.array(z.string()).optional(), size: z.int().default(3) })
      .strict(),
    answers: { 201: { description: 'Created', body: thing } },
  },
  getThing: {
    ...{ ...common, method: 'GET', path: '/api/schedules/{id}', scope: 'read', summary: 'Get' },
    params: z.object({ id: z.string().regex(/^[a-z]+$/, 'An id is letters') }),
    query: z.object({ limit: z.string().transform(Number).default(7), status: z.enum(['on', 'off']).optional() }),
    answers: { 200: { description: 'It', body: thing, headers: { etag: 'Version' } }, 204: { description: 'Nothing' } },
  },
  optimizeThings: {
    ...{ ...common, method: 'POST', path: '/things/optimize', scope: 'write', summary: 'Optimize' },
    body: z.object({ apply: z.boolean() }),
    bodyOptional: true,
    answers: { 200: { description: 'Done', body: z.object({ applied: z.boolean() }) } },
  },
  getPage: {
    ...{ ...common, method: 'GET', path: '/page', scope: undefined, summary: 'A page' },
    answers: { 200: { description: 'A page', body: z.string(), contentType: 'text/html; charset=utf-8' } },
  },
});

const ROUTES: Routes<typeof OPERATIONS> = {
  createThing: async ({ body }) => ({ status: 201, body: { name: body.name, size: body.size } }),
  getThing: async ({ params, query }) => ({
    ...{ status: 200, headers: { etag: '"1"' } },
    body: { name: params.id, size: query.limit },
  }),
  optimizeThings: async ({ body }) => ({ status: 200, body: { applied: body?.apply ?? false } }),
  getPage: async () => ({ status: 200, body: '<p>hello' }),
};

describe('an API handler', () => {
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
    for (const level of ['log', 'info', 'warn', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    }
  });

  const call = async (event: unknown, routes: Partial<typeof ROUTES> = {}) => {
    const handler = api({ telemetry: telemetry('things'), operations: OPERATIONS, routes: { ...ROUTES, ...routes } });
    const { statusCode: status, headers, body } = await handler(event, lambdaContext());
    const isJson = headers['content-type']?.startsWith('application/json');
    return { status, headers, body: isJson ? (JSON.parse(body ?? '') as unknown) : body };
  };
  const create = (body: unknown, more: object = {}) => call(apiEvent({ routeKey: 'POST /things', body, ...more }));
  const get = (query: string, id = 'abc', more: object = {}) =>
    call(apiEvent({ routeKey: 'GET /api/schedules/{id}', params: { id }, query, ...more }));

  it('hands a checked request over and answers as declared', async () => {
    expect(await create({ name: 'chair' })).toEqual({
      status: 201,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-request-id': 'request-1',
      },
      body: { name: 'chair', size: 3 },
    });
    expect(await get('status=on&limit=2')).toMatchObject({ headers: { etag: '"1"' }, body: { name: 'abc', size: 2 } });
    expect((await get('')).body).toEqual({ name: 'abc', size: 7 });
  });

  it('answers without a body, and with a text', async () => {
    const empty = await call(apiEvent({ routeKey: 'GET /api/schedules/{id}', params: { id: 'a' } }), {
      getThing: async () => ({ status: 204 }),
    });
    expect(empty).toMatchObject({ status: 204, body: undefined });
    expect(empty.headers).not.toHaveProperty('content-type');
    const page = await call(apiEvent({ routeKey: 'GET /page', claims: null }));
    expect(page).toMatchObject({ headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<p>hello' });
  });

  it.each([
    ['a user', { username: 'ada', client_id: 'c', sub: 's' }, 'ada'],
    ['a client', { client_id: 'c', sub: 's' }, 'c'],
    ['anything else', { sub: 's' }, 's'],
  ])('names %s as the caller', async (_, claims, caller) => {
    const seen: string[] = [];
    const event = apiEvent({
      ...{ routeKey: 'GET /api/schedules/{id}', params: { id: 'a' } },
      claims: { ...claims, scope: 'almanac/read' },
    });
    await call(event, {
      getThing: async (request) => {
        seen.push(request.caller, request.requestId);
        return { status: 204 };
      },
    });
    expect(seen).toEqual([caller, 'request-1']);
  });

  it('checks the token once more', async () => {
    expect(await create({ name: 'ab' }, { claims: null })).toMatchObject({
      status: 401,
      body: { error: 'unauthorized', request_id: 'request-1' },
    });
    expect(await create({ name: 'ab' }, { claims: { sub: 'c', scope: 'almanac/read' } })).toMatchObject({
      status: 403,
      body: { error: 'forbidden', message: expect.stringContaining('almanac/write') },
    });
    expect((await create({ name: 'ab' }, { claims: { sub: 'c' } })).status).toBe(403);
  });

  it('knows no other route', async () => {
    expect(await call(apiEvent({ routeKey: 'GET /other' }))).toMatchObject({
      status: 404,
      body: { error: 'not_found' },
    });
  });

  it.each([
    ['no JSON', '{"name": "secret', 'invalid_json'],
    ['nested without end', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'invalid_json'],
    ['absent', undefined, 'invalid_request'],
    ['empty', ' ', 'invalid_request'],
    ['something else', [], 'invalid_request'],
  ])('refuses a body that is %s', async (_, body, error) => {
    const answered = await create(body);
    expect(answered).toMatchObject({ status: 400, body: { error } });
    expect(JSON.stringify(answered)).not.toContain('secret');
  });

  it('reads a body in base64, of any content type', async () => {
    const encoded = (bytes: Buffer) => ({
      ...apiEvent({
        routeKey: 'POST /things',
        body: bytes.toString('base64'),
        headers: { 'content-type': 'text/plain' },
      }),
      isBase64Encoded: true,
    });
    expect((await call(encoded(Buffer.from('{"name":"Stühle"}')))).body).toMatchObject({ name: 'Stühle' });
    expect((await call(encoded(Buffer.from([0x22, 0xff, 0x22])))).body).toMatchObject({ error: 'invalid_json' });
  });

  it('says everything that is wrong at once, and names the first field', async () => {
    const answered = await create(
      { name: 'a', tags: ['x', 7], sizee: 2 },
      { headers: { 'Idempotency-Key': 'toolong' } },
    );
    expect(answered).toMatchObject({
      status: 400,
      body: {
        error: 'invalid_request',
        message: expect.stringMatching(/^idempotency-key: .* \(and 3 more, see details\)$/),
        details: {
          problems: [
            { field: 'idempotency-key', message: expect.any(String) },
            { field: 'name', message: expect.any(String) },
            { field: 'tags[1]', message: expect.any(String) },
            { field: 'sizee', message: 'There is no such field: is "size" meant?' },
          ],
        },
      },
    });
    expect((await create({})).body).toMatchObject({ message: 'name: It is missing' });
  });

  it('refuses query parameters that it does not know, with what may have been meant', async () => {
    expect((await get('statu=on')).body).toMatchObject({
      error: 'invalid_request',
      message: 'statu: There is no such query parameter: is "status" meant?',
    });
    expect((await get('status=on&status=off')).body).toMatchObject({ message: 'status: It is given more than once' });
    expect((await get('status=odd', '12')).body).toMatchObject({
      details: { problems: [{ field: 'id', message: 'An id is letters' }, { field: 'status' }] },
    });
  });

  it('lets a body be absent where it is optional', async () => {
    expect((await call(apiEvent({ routeKey: 'POST /things/optimize' }))).body).toEqual({ applied: false });
    expect((await call(apiEvent({ routeKey: 'POST /things/optimize', body: '{"apply":true}' }))).body).toEqual({
      applied: true,
    });
  });

  it.each([
    ['NAME_TAKEN', 409],
    ['VERSION_CONFLICT', 412],
    ['PAYLOAD_TOO_LARGE', 413],
    ['SCHEDULE_NOT_FOUND', 404],
  ])('answers %s with %i, its sentence and its details', async (code, status) => {
    const failing = () => Promise.reject(new AlmanacError(code, 'It is so', { name: 'x' }));
    expect(await call(apiEvent({ routeKey: 'GET /page' }), { getPage: failing })).toMatchObject({
      status,
      body: { error: code.toLowerCase(), message: 'It is so', details: { name: 'x' }, request_id: 'request-1' },
    });
  });

  it('says when to come again', async () => {
    const limited = () => Promise.reject(new AlmanacError('RATE_LIMITED', 'Too fast', { retry_after_seconds: 1.2 }));
    const answered = await call(apiEvent({ routeKey: 'GET /page' }), { getPage: limited });
    expect(answered).toMatchObject({ status: 429, headers: { 'retry-after': '2' } });
  });

  it.each([
    ['an exception', new TypeError('secret boom')],
    ['an error of ours that nobody is told of', new AlmanacError('AWS_FAILED', 'secret table', { table: 'secret' })],
    ['no error at all', 'secret'],
  ])('keeps %s to itself, and logs it', async (_, thrown) => {
    const answered = await call(apiEvent({ routeKey: 'GET /page' }), { getPage: () => Promise.reject(thrown) });
    expect(answered).toMatchObject({ status: 500, body: { error: 'internal_error', request_id: 'request-1' } });
    expect(JSON.stringify(answered)).not.toMatch(/secret|\bat /);
    expect(JSON.stringify(lines.find(({ level }) => level === 'ERROR'))).toContain('secret');
  });

  it('tells of an answer that is not as declared, and gives it all the same', async () => {
    const event = apiEvent({ routeKey: 'GET /api/schedules/{id}', params: { id: 'a' } });
    const odd = await call(event, { getThing: async () => ({ status: 200, body: { name: 'a', size: 1.5 } }) });
    expect(odd).toMatchObject({ status: 200, body: { name: 'a', size: 1.5 } });
    const more = { name: 'a', inner: 'key' };
    expect((await call(event, { getThing: async () => ({ status: 200, body: more }) })).body).toEqual({
      name: 'a',
      size: 1,
    });
    const told = lines.filter(({ deviations }) => deviations !== undefined);
    expect(told.map(({ deviations }) => deviations)).toMatchObject([[{ path: 'size' }], [{ path: 'body.inner' }]]);
    expect(lines.filter(({ ApiAnswerDeviations }) => ApiAnswerDeviations === 1)).toHaveLength(2);
  });

  it('logs each request, without its body and token, and counts it', async () => {
    process.env._X_AMZN_TRACE_ID = 'Root=1-6744-abc;Parent=53995c3f42cd8ad8;Sampled=1';
    await get('', 'abc', { headers: { authorization: 'Bearer secret' } });
    await create({ name: 'x', tags: ['secret'] });
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...{ message: 'request', request_id: 'request-1', route: 'GET /api/schedules/{id}', status: 200 },
        ...{ caller: 'client-1', schedule_id: 'abc', latency_ms: expect.any(Number), trace_id: '1-6744-abc' },
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ route: 'POST /things', ApiRequests: 1 }));
    expect(lines).toContainEqual(expect.objectContaining({ error: 'invalid_request', ApiErrors: 1 }));
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('answers any request, and never with a fault of ours', async () => {
    const keys = fc.constantFrom('POST /things', 'GET /api/schedules/{id}', 'POST /things/optimize', 'GET /page', 'x');
    const garbage = fc.anything({ maxDepth: 3 });
    const claims = fc.oneof(fc.constant({ sub: 'c', scope: 'almanac/read almanac/write' }), garbage);
    const event = fc.record(
      {
        routeKey: fc.oneof(keys, garbage),
        rawQueryString: fc.oneof(fc.string(), garbage),
        headers: fc.oneof(fc.dictionary(fc.string(), fc.string()), garbage),
        pathParameters: fc.oneof(fc.record({ id: fc.string() }), garbage),
        body: fc.oneof(fc.string(), fc.json(), garbage),
        isBase64Encoded: fc.oneof(fc.boolean(), garbage),
        requestContext: fc.oneof(fc.record({ authorizer: fc.record({ jwt: fc.record({ claims }) }) }), garbage),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 9, arbitrary: event }, garbage), async (given) => {
        const { status } = await call(given);
        expect([200, 201, 400, 401, 403, 404]).toContain(status);
      }),
      { numRuns: process.env.TEST_FULL ? 5_000 : 200 },
    );
  });
});

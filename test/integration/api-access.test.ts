import { API_OPERATIONS, type Operation, routeKey } from '@almanac/contracts';
import { describe, expect, it } from '@jest/globals';
import { stack } from './stack.ts';
import { madeToken, tokenFor } from './tokens.ts';

const all = Object.values(API_OPERATIONS);
const guarded = all.filter(({ scope }) => scope !== undefined);
const writing = guarded.filter(({ scope }) => scope === 'write');
const open = all.filter(({ scope }) => scope === undefined);

/** Parameters that name nothing, so that nothing changes if a door is open that should not be. */
const urlOf = ({ path }: Operation): string => `${stack.api_url}${path.replace(/\{\w+\}/g, 'no-such-thing')}`;

const call = (operation: Operation, token?: string): Promise<Response> =>
  fetch(urlOf(operation), {
    method: operation.method,
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(operation.method !== 'GET' && { body: '{}' }),
  });

/** What each operation answers, as `GET /topics 200`. */
const statuses = (operations: readonly Operation[], token?: string): Promise<string[]> =>
  Promise.all(operations.map(async (one) => `${routeKey(one)} ${(await call(one, token)).status}`));

const allAnswer = (operations: readonly Operation[], status: number): string[] =>
  operations.map((one) => `${routeKey(one)} ${status}`);

describe('the REST API', () => {
  it('has operations of each kind', () => {
    expect([guarded.length > 20, writing.length > 10, open.length]).toEqual([true, true, 2]);
  });

  it.each([
    ['without a token', () => undefined],
    ['with something that is no token', () => 'let-me-in'],
    ['with a token that has expired', () => madeToken({ claims: { exp: Math.floor(Date.now() / 1_000) - 1 } })],
    ['with a token of another issuer', () => madeToken({ claims: { iss: 'https://issuer.example.com/pool' } })],
    ['with a token that somebody else has signed', () => madeToken({ otherKey: true })],
    ['with a token of another client', () => madeToken({ claims: { client_id: 'another' } })],
  ])('lets nobody in %s', async (_, token) => {
    expect(await statuses(guarded, token())).toEqual(allAnswer(guarded, 401));
  });

  it('lets nobody change anything with a token that may only read', async () => {
    expect(await statuses(writing, await tokenFor('read'))).toEqual(allAnswer(writing, 403));
  });

  it('lets nobody do anything with a token that allows something else', async () => {
    const token = madeToken({ claims: { scope: 'openid aws.cognito.signin.user.admin' } });
    expect(await statuses(guarded, token)).toEqual(allAnswer(guarded, 403));
  });

  it('lets those read who may read, and those who may write too', async () => {
    const reading = guarded.filter(({ scope, method }) => scope === 'read' && method === 'GET');
    // The last one shows that the refused tokens above are good ones but for what is said of them.
    const tokens = [await tokenFor('read'), await tokenFor('write'), madeToken()];
    const refused: string[] = [];
    // One after another: requests at the same time start as many processes.
    for (const [i, one] of reading.entries()) {
      const { status } = await call(one, tokens[i % tokens.length]);
      if (![200, 400, 404].includes(status)) refused.push(`${routeKey(one)} ${status}`);
    }
    expect(reading.length).toBeGreaterThan(tokens.length);
    expect(refused).toEqual([]);
  });

  it('shows its documentation to anybody', async () => {
    expect(await statuses(open)).toEqual(allAnswer(open, 200));
    const document = (await (await fetch(`${stack.api_url}/openapi.json`)).json()) as { servers: unknown };
    expect(document.servers).toEqual([{ url: stack.api_url }]);
  });

  it('lets pages of the named origins ask what they may, and no others', async () => {
    const ask = (origin: string) =>
      fetch(`${stack.api_url}/api/schedules`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      });
    const named = await ask('http://localhost:3000');
    expect(named.status).toBe(204);
    expect(named.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(named.headers.get('access-control-allow-headers')).toMatch(/authorization/i);
    expect((await ask('https://elsewhere.example.com')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('names a request in its answer', async () => {
    const { headers } = await fetch(`${stack.api_url}/openapi.json`);
    expect(headers.get('x-request-id')).toMatch(/^\S{8,}$/);
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cognitoTokens } from './cognito-token.ts';

const payload = Buffer.from(JSON.stringify({ scope: 'almanac/read almanac/write' })).toString('base64url');

/** Cognito's two sides: the API that knows the secret, and the endpoint that gives tokens. */
describe('tokens of a machine client', () => {
  let server: Server;
  let endpoint: string;
  let asked: { path: string; authorization: string | undefined; body: string }[];
  let secret: string | undefined;
  let answer: { status: number; body: string };
  let clock: number;

  beforeEach(async () => {
    asked = [];
    secret = 'very-secret';
    answer = { status: 200, body: JSON.stringify({ access_token: `h.${payload}.s`, expires_in: 300 }) };
    clock = Date.parse('2026-11-28T10:00:00Z');
    server = createServer(async (request, response) => {
      const { url: path = '', headers } = request;
      asked.push({ path, authorization: headers.authorization, body: await text(request) });
      if (path === '/token') response.writeHead(answer.status).end(answer.body);
      else
        response
          .setHeader('content-type', 'application/x-amz-json-1.1')
          .end(JSON.stringify({ UserPoolClient: { ClientSecret: secret } }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const tokens = (tokenUrl = `${endpoint}/token`) =>
    cognitoTokens(
      new CognitoIdentityProviderClient({
        ...{ region: 'us-east-1', endpoint, maxAttempts: 1 },
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
      { tokenUrl, userPoolId: 'pool', clientId: 'client' },
      () => new Date(clock),
    );
  const grants = () => asked.filter(({ path }) => path === '/token');

  it('are asked for with the secret that Cognito holds', async () => {
    expect(await tokens()()).toEqual({
      accessToken: `h.${payload}.s`,
      expiresAt: new Date('2026-11-28T10:05:00Z'),
      scopes: ['almanac/read', 'almanac/write'],
    });
    const basic = Buffer.from('client:very-secret').toString('base64');
    expect(grants()).toEqual([
      { path: '/token', authorization: `Basic ${basic}`, body: 'grant_type=client_credentials' },
    ]);
  });

  it('are kept until shortly before their end', async () => {
    const token = tokens();
    await Promise.all([await token(), await token()]);
    clock += 239_000;
    await token();
    expect(grants()).toHaveLength(1);
    clock += 2_000;
    await token();
    expect(grants()).toHaveLength(2);
  });

  it('say why there is none, without the secret', async () => {
    answer = { status: 400, body: '{"error":"invalid_client"}' };
    const refused = tokens()();
    await expect(refused).rejects.toThrow(expect.objectContaining({ code: 'NO_TOKEN' }));
    await expect(refused).rejects.not.toThrow(/very-secret/);
    await expect(tokens('http://127.0.0.1:1/token')()).rejects.toMatchObject({ code: 'NO_TOKEN' });
    secret = undefined;
    await expect(tokens()()).rejects.toMatchObject({ code: 'NO_CLIENT_SECRET' });
  });
});

import { createHash } from 'node:crypto';
import { apiEvent, lambdaContext } from '@almanac/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';

process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';
process.env.API_URL = 'https://api.example.org/v1';
process.env.TOKEN_URL = 'https://auth.example.org/oauth2/token';
process.env.AWS_LAMBDA_FUNCTION_NAME = 'api-docs-dev';

describe('the documentation of the API', () => {
  let handler: typeof import('./handler.ts').handler;
  beforeAll(async () => {
    ({ handler } = await import('./handler.ts'));
  });
  const get = (path: string) => handler(apiEvent({ routeKey: `GET ${path}`, claims: null }), lambdaContext());

  it('is a document that names this stack', async () => {
    const { statusCode, headers, body = '' } = await get('/openapi.json');
    expect([statusCode, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(JSON.parse(body)).toMatchObject({
      ...{ openapi: '3.1.0', servers: [{ url: 'https://api.example.org/v1' }] },
      paths: { '/api/schedules': { post: { operationId: 'createSchedule' } } },
    });
    expect(body).toContain('https://auth.example.org/oauth2/token');
  });

  it('is a page that may use its own style and nothing else', async () => {
    const { statusCode, headers, body = '' } = await get('/docs');
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toContain(`default-src 'none'; style-src 'sha256-${hash}';`);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/);
  });
});

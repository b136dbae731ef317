import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import {
  type Operation,
  type Routes,
  routeKey,
  SCHEDULE_OPERATIONS,
  TOPIC_OPERATIONS,
  unknownFieldsOf,
} from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { api, telemetry } from '@almanac/lambda';

const OPERATIONS = { ...SCHEDULE_OPERATIONS, ...TOPIC_OPERATIONS };
type ApiRoutes = Routes<typeof OPERATIONS>;
export type FakeRoutes = Partial<ApiRoutes>;

/** A stack's API on this machine, which refuses requests and answers that are not as the contracts have them. */
export interface FakeApi {
  /** File with the outputs of the stack. */
  readonly outputs: string;
  /** Requests so far: method and path. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Starts it with what answers each operation; an operation without a route fails the request. */
export async function fakeApi(routes: FakeRoutes): Promise<FakeApi> {
  const handler = api({ telemetry: quietTelemetry(), operations: OPERATIONS, routes: checked(routes) });
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/') return answer(response, 200, { UserPoolClient: { ClientSecret: 'secret' } });
    if (url.pathname === '/token') return answer(response, 200, TOKEN);
    requests.push(`${request.method} ${url.pathname}${url.search}`);
    const { statusCode, headers, body } = await handler(await eventOf(request, url), CONTEXT);
    response.writeHead(statusCode, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), 'almanac-api-'));
  writeFileSync(join(folder, 'outputs.json'), JSON.stringify(outputsAt(`http://127.0.0.1:${port}`)));
  const close = async () => {
    rmSync(folder, { recursive: true });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { outputs: join(folder, 'outputs.json'), requests, close };
}

/** Log lines on stdout would mix with what a command prints. */
function quietTelemetry() {
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  const quiet = telemetry('fake');
  quiet.logger.setLogLevel('SILENT');
  return quiet;
}

const TOKEN = { access_token: 'a.b.c', expires_in: 3600, scope: 'almanac/read almanac/write' };
const CLAIMS = { client_id: 'cli', scope: TOKEN.scope };
const CONTEXT = { awsRequestId: 'request-1', functionName: 'fake' } as Parameters<ReturnType<typeof api>>[1];

const outputsAt = (url: string) => ({
  ...{ region: 'us-east-1', endpoint_url: url, api_url: url, token_url: `${url}/token` },
  ...{ user_pool_id: 'us-east-1_pool', client_id: 'cli', read_client_id: 'cli-read' },
});

const answer = (response: ServerResponse, status: number, body: object) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** A request as API Gateway would hand it over. */
async function eventOf(request: IncomingMessage, url: URL) {
  const found = Object.values(OPERATIONS)
    .filter(({ method }) => method === request.method)
    .map((operation) => ({ operation, params: paramsOf(operation, url.pathname) }))
    .sort((a, b) => Object.keys(a.params ?? {}).length - Object.keys(b.params ?? {}).length)
    .find(({ params }) => params);
  const body = await readAll(request);
  return {
    routeKey: found ? routeKey(found.operation) : '$default',
    rawQueryString: url.search.slice(1),
    headers: request.headers,
    pathParameters: found?.params,
    ...(body !== '' && { body }),
    requestContext: {
      requestId: 'request-1',
      ...(request.headers.authorization === `Bearer ${TOKEN.access_token}` && {
        authorizer: { jwt: { claims: CLAIMS } },
      }),
    },
  };
}

/** The parameters of a path where it is one of the operation's. */
function paramsOf({ path }: Operation, pathname: string): Record<string, string> | undefined {
  const pattern = path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  const groups = new RegExp(`^${pattern}$`).exec(pathname)?.groups;
  if (!groups) return new RegExp(`^${pattern}$`).test(pathname) ? {} : undefined;
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}

/** Routes whose answers are held against their declarations: a fake must not answer what the API never would. */
function checked(routes: FakeRoutes): ApiRoutes {
  const entries = Object.entries(OPERATIONS).map(([id, operation]) => {
    const route = routes[id as keyof ApiRoutes] as ((request: unknown) => Promise<Answered>) | undefined;
    return [id, async (request: unknown) => asDeclared(id, operation, await (route ?? noRoute(id))(request))];
  });
  return Object.fromEntries(entries) as ApiRoutes; // each under the id that it was found by
}

interface Answered {
  readonly status: number;
  readonly body?: unknown;
}

const noRoute = (id: string) => () => Promise.reject(new AlmanacError('CONFLICT', `The test has no route ${id}`));

function asDeclared(id: string, { answers }: Operation, given: Answered): Answered {
  const schema = answers[given.status]?.body;
  const found = schema
    ? [...(schema.safeParse(given.body).error?.issues ?? []), ...unknownFieldsOf(schema, given.body, id)]
    : [];
  if (found.length > 0)
    throw new AlmanacError('CONFLICT', `The test answers ${id} as the API never would: ${JSON.stringify(found)}`);
  return given;
}

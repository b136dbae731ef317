interface ApiEventOptions {
  /** As API Gateway names the route: `GET /api/schedules/{id}`. */
  readonly routeKey: string;
  readonly params?: Readonly<Record<string, string>>;
  /** Without the question mark. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A value is sent as JSON, a text as it is. */
  readonly body?: unknown;
  /** Claims of the token; null: there was none. By default a machine client that may read and write. */
  readonly claims?: Readonly<Record<string, unknown>> | null;
  readonly requestId?: string;
}

/** A request as API Gateway's HTTP API hands it to a function, payload format 2.0. */
export const apiEvent = ({
  routeKey,
  params = {},
  query = '',
  headers = {},
  body,
  claims = { sub: 'client-1', client_id: 'client-1', scope: 'almanac/read almanac/write' },
  requestId = 'request-1',
}: ApiEventOptions) => {
  const [method = '', path = ''] = routeKey.split(' ');
  const rawPath = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: query,
    headers: { 'content-type': 'application/json', ...headers },
    ...(Object.keys(params).length > 0 && { pathParameters: params }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      ...(claims !== null && { authorizer: { jwt: { claims, scopes: null } } }),
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId,
      routeKey,
      stage: '$default',
      timeEpoch: 1_764_000_000_000,
    },
  };
};

import createClient, { type Client } from 'openapi-fetch';
import { errorOf, unreachable } from './api-errors.ts';
import { pauseSeconds } from './pauses.ts';
import type { paths } from './schema.ts';

export interface ClientOptions {
  /** Output `api_url` of the stack. */
  readonly baseUrl: string;
  /** Gives the bearer token of each request. */
  readonly token: () => string | Promise<string>;
  /** Tries of a request that is held back (429), the first included. */
  readonly maxAttempts?: number;
  /** Longest pause before the next try; a request that is told to wait longer fails at once. */
  readonly maxPauseSeconds?: number;
  /** How long to wait for one answer. */
  readonly timeoutMs?: number;
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** Methods by HTTP verb, typed by path: `client.GET('/api/schedules/{id}', { params: { path: { id } } })`. */
export type ApiClient = Client<paths>;

const sleepFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A client of the REST API. An answer that is no success is thrown, so `error` is never there.
 * @throws AlmanacError with the API's own code in upper case, its message and details, and the HTTP status;
 * `API_UNREACHABLE` where nothing answers
 */
export function apiClient(options: ClientOptions): ApiClient {
  const client = createClient<paths>({ baseUrl: options.baseUrl, fetch: (request) => patiently(options, request) });
  client.use({
    onRequest: async ({ request }) => {
      request.headers.set('authorization', `Bearer ${await options.token()}`);
      return request;
    },
    onResponse: async ({ response }) => {
      if (!response.ok) throw await errorOf(response);
      return response;
    },
  });
  return client;
}

/** Sends a request again as often as it is held back and told when to come again. */
async function patiently(options: ClientOptions, request: Request): Promise<Response> {
  const { maxAttempts = 4, maxPauseSeconds = 20, sleep = sleepFor } = options;
  for (let attempt = 1; ; attempt++) {
    const response = await send(options, request.clone());
    const pause = response.status === 429 ? await pauseSeconds(response, attempt) : undefined;
    if (pause === undefined || pause > maxPauseSeconds || attempt >= maxAttempts) return response;
    await sleep(pause * 1_000);
  }
}

async function send(
  { fetch = globalThis.fetch, timeoutMs = 30_000 }: ClientOptions,
  request: Request,
): Promise<Response> {
  try {
    return await fetch(new Request(request, { signal: AbortSignal.timeout(timeoutMs) }));
  } catch (cause) {
    throw unreachable(request.url, cause);
  }
}

/** The body of a successful answer: what a call is made for where its headers do not matter. */
export async function dataOf<Data>(
  call: Promise<{ readonly data?: Data; readonly response: Response }>,
): Promise<Data> {
  const { data } = await call;
  return data as Data; // an answer without success has been thrown
}

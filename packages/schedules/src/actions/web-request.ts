import { webAction } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';
import type { WebRequest } from './ports.ts';

const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_TIMEOUT_MS = 30_000;

const header = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'has characters that no header may have');
/** A payload that says which request to make: what the stack's own web actions are, with defaults. */
const described = webAction.extend({
  method: webAction.shape.method.optional(),
  headers: z.record(z.string().regex(/^[!#$%&'*+.^`|~\w-]+$/, 'is no name of a header'), header).default({}),
  body: z.unknown().optional(),
  timeout_ms: z.int().min(1).max(MAX_TIMEOUT_MS).default(DEFAULT_TIMEOUT_MS),
});
/** A payload that says what to do, to an endpoint that knows how. */
const named = z.looseObject({ action: z.string().min(1) });

type Described = Pick<WebRequest, 'url' | 'method' | 'headers' | 'body' | 'timeoutMs'>;

/**
 * The request that the payload of a web action stands for: the one it describes by `url`, or else the whole payload as JSON
 * to the default endpoint.
 * @throws AlmanacError `INVALID_WEB_ACTION` naming what is wrong, `NO_DEFAULT_ENDPOINT`
 */
export function webRequestOf(
  payload: Readonly<Record<string, unknown>>,
  defaultEndpoint: string | undefined,
): Described {
  if (payload.url === undefined) return toDefault(parse(named, payload), defaultEndpoint);
  const { url, method, headers, body, timeout_ms: timeoutMs } = parse(described, payload);
  const request = { url, method: method ?? (body === undefined ? 'GET' : 'POST'), timeoutMs };
  if (body === undefined) return { ...request, headers };
  if (request.method === 'GET') throw invalid('a GET has no body: set method, or remove body');
  const isText = typeof body === 'string';
  return {
    ...request,
    headers: withType(headers, isText ? 'text/plain; charset=utf-8' : 'application/json'),
    body: isText ? body : JSON.stringify(body),
  };
}

function toDefault(payload: object, url: string | undefined): Described {
  if (url !== undefined) {
    const headers = { 'content-type': 'application/json' };
    return { url, method: 'POST', headers, body: JSON.stringify(payload), timeoutMs: DEFAULT_TIMEOUT_MS };
  }
  throw new AlmanacError(
    'NO_DEFAULT_ENDPOINT',
    'The payload has no url, and there is no endpoint for such payloads: set web_action_default_endpoint, or put a url into the payload',
  );
}

const withType = (headers: Record<string, string>, type: string): Record<string, string> =>
  Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
    ? headers
    : { ...headers, 'content-type': type };

const invalid = (problem: string) => new AlmanacError('INVALID_WEB_ACTION', `The payload is no web action: ${problem}`);

function parse<Schema extends z.ZodType>(schema: Schema, payload: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(`${issue?.path.join('.')}: ${issue?.message}`);
}

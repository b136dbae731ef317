import { stack } from './stack.ts';
import { madeToken } from './tokens.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
  readonly body: any;
}

/** A user who may read and write. Quotas and write limits are those of a caller, so tests that meet them have their own. */
export const callerNamed = (username: string) => ({
  id: username,
  call: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call(method, path, body, { authorization: `Bearer ${madeToken({ claims: { username } })}`, ...headers }),
});
export type Caller = ReturnType<typeof callerNamed>;

/** One request to the API of the local stack; a body that is not a text is sent as JSON. */
export const call = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> => {
  const response = await fetch(`${stack.api_url}${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : parsed(text) };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

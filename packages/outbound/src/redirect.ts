import type { Answer, Exchange } from './exchange.ts';

type Sent = Omit<Exchange, 'addresses' | 'url'>;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What another origin may be told: neither secrets nor what proves who sends it. */
const FOR_EVERYBODY = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'idempotency-key',
  'user-agent',
]);
/** What is about the body, and is wrong without it. */
const OF_THE_BODY = /^(content-|x-almanac-(signature|timestamp)$)/;

/** Where an answer sends the request on to; undefined where it is the last one. */
export const locationOf = ({ status, headers }: Answer): string | undefined =>
  REDIRECTS.has(status) ? headers.location : undefined;

/**
 * The request that follows a redirect, as browsers make it: 303, and 301 or 302 after a POST, become a GET without a body.
 * Source: Fetch Standard, "HTTP-redirect fetch"; that has other origins keep most headers, which is not done here.
 */
export function followed(sent: Sent, status: number, isSameOrigin: boolean): Sent {
  const becomesGet = (status === 303 && sent.method !== 'GET') || (status < 303 && sent.method === 'POST');
  const headers = Object.entries(sent.headers)
    .filter(([name]) => isSameOrigin || FOR_EVERYBODY.has(name))
    .filter(([name]) => !becomesGet || !OF_THE_BODY.test(name));
  const { body, ...rest } = sent;
  return {
    ...rest,
    headers: Object.fromEntries(headers),
    ...(becomesGet ? { method: 'GET' } : body !== undefined && { body }),
  };
}

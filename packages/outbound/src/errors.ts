import { AlmanacError } from '@almanac/kernel';

export type RefusalReason = 'url' | 'scheme' | 'userinfo' | 'host' | 'port' | 'address' | 'redirects';

/** A request that is not made: trying again changes nothing. */
export const refused = (reason: RefusalReason, host: string, message: string, details: Record<string, unknown> = {}) =>
  new AlmanacError('OUTBOUND_REFUSED', message, { reason, host, ...details });

const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'UNKNOWN';

/** What went wrong on the way, without the request's own text: a URL may hold a secret. */
export function failed(error: unknown, host: string, signal: AbortSignal): AlmanacError {
  if (error instanceof AlmanacError) return error;
  const cause = codeOf(error);
  if (signal.aborted || TIMEOUTS.has(cause)) {
    return new AlmanacError('OUTBOUND_TIMEOUT', `${host} did not answer in time`, { host }, { cause: error });
  }
  return new AlmanacError(
    'OUTBOUND_FAILED',
    `${host} could not be reached: ${cause}`,
    { host, cause },
    { cause: error },
  );
}

import { stableId } from '@almanac/kernel';

/** SQS's limit for a message's delay. */
const MAX_DELAY_SECONDS = 900;

/**
 * How long to wait before a retry: `baseSeconds` before the first, twice as long before each further one, 15 minutes at
 * most; of that between half and all, spread by the failure's event id so that files which failed together do not come
 * back together, and a retry of this very computation has the same answer.
 */
export function retryDelaySeconds(attempt: number, baseSeconds: number, eventId: string): number {
  const longest = Math.min(MAX_DELAY_SECONDS, baseSeconds * 2 ** (attempt - 1));
  const share = Number.parseInt(stableId('jitter', eventId).slice(0, 8), 16) / 2 ** 32;
  return Math.ceil(longest * (0.5 + share / 2));
}

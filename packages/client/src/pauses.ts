import { ownErrorOf } from './api-errors.ts';

/**
 * How long to wait after an answer 429: what it says itself, in seconds or as a date; a pause that doubles where the
 * gateway's throttling says nothing; undefined where waiting does not help, as with a quota.
 */
export async function pauseSeconds(response: Response, attempt: number, now = Date.now()): Promise<number | undefined> {
  const said = response.headers.get('retry-after');
  if (said !== null) return secondsOf(said, now);
  return (await ownErrorOf(response.clone())) ? undefined : 2 ** (attempt - 1);
}

function secondsOf(said: string, now: number): number | undefined {
  if (/^\d+$/.test(said)) return Number(said);
  const date = Date.parse(said);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1_000));
}

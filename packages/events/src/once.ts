import { AlmanacError } from '@almanac/kernel';
import type { Claims } from './ports.ts';

/**
 * Does something that should happen once. It may happen again only where this process dies between doing it and recording
 * that, or outlives `leaseMs`: so whatever leaves the stack carries a key by which its receiver knows it again.
 * @param leaseMs how long nobody else may try; at least the time that this process has left
 * @returns whether it was done now or had been before
 * @throws AlmanacError `CLAIMED_ELSEWHERE` where another one is at it: try again later
 */
export async function once<Key>(
  claims: Claims<Key>,
  key: Key,
  leaseMs: number,
  work: () => Promise<void>,
): Promise<'now' | 'before'> {
  const claim = await claims.claim(key, leaseMs);
  if (claim.state === 'done') return 'before';
  if (claim.state === 'busy') {
    throw new AlmanacError('CLAIMED_ELSEWHERE', 'Another run is at this already; it will be tried again', { key });
  }
  try {
    await work();
  } catch (error) {
    // What went wrong is the work; a claim that cannot be given back runs out by itself.
    await claims.release(key, claim.lease).catch(() => undefined);
    throw error;
  }
  await claims.done(key);
  return 'now';
}

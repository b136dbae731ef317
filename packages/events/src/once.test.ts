import { beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryClaims } from './memory-claims.ts';
import { once } from './once.ts';
import { SettableClock } from './settable-clock.ts';

describe('once', () => {
  let clock: SettableClock;
  let claims: MemoryClaims<string>;
  let runs: number;
  beforeEach(() => {
    clock = new SettableClock('2026-11-24T10:00:00Z');
    claims = new MemoryClaims(clock, (key) => key);
    runs = 0;
  });
  const work = async () => void runs++;

  it('does a thing one time', async () => {
    expect(await once(claims, 'a', 1000, work)).toBe('now');
    expect(await once(claims, 'a', 1000, work)).toBe('before');
    expect(runs).toBe(1);
  });

  it('does it again at once where it failed, with the error of the work', async () => {
    await expect(once(claims, 'a', 1000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    claims.release = () => Promise.reject(new Error('DynamoDB is away'));
    await expect(once(claims, 'a', 1000, () => Promise.reject(new Error('no again')))).rejects.toThrow('no again');
    clock.pass(1000);
    expect(await once(claims, 'a', 1000, work)).toBe('now');
  });

  it('refuses what another run is at, until its time is over', async () => {
    await claims.claim('a', 1000);
    await expect(once(claims, 'a', 1000, work)).rejects.toMatchObject({ code: 'CLAIMED_ELSEWHERE' });
    clock.pass(1000);
    expect(await once(claims, 'a', 1000, work)).toBe('now');
  });
});

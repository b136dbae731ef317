import type { Clock } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import type { WriteLimits } from '../ports.ts';
import { TestClock } from './schedule-world.ts';

/** What every limit of writes has to do. */
export function writeLimitsContract(name: string, make: (perMinute: number, clock: Clock) => WriteLimits): void {
  describe(`${name} keeps the contract of write limits`, () => {
    it('gives a caller so many writes a minute, and says when there are more', async () => {
      const clock = new TestClock();
      clock.pass(12_000);
      const limits = make(3, clock);
      const caller = `caller-${Math.random()}`;
      const taken = await Promise.all(Array.from({ length: 5 }, () => limits.take(caller)));
      expect(taken.filter((seconds) => seconds === 0)).toHaveLength(3);
      expect(taken.filter((seconds) => seconds === 48)).toHaveLength(2);
      expect(await limits.take(`${caller} 2`)).toBe(0);
      clock.pass(48_000);
      expect(await limits.take(caller)).toBe(0);
    });
  });
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayGroups } from './day-groups.ts';
import { isInShare } from './row-shares.ts';

const file = (...days: [day: string, rows: number][]) => days.map(([day, rows]) => ({ day, rows, start: 0, end: 1 }));

describe('groups of days', () => {
  it('are one where all sums fit', () => {
    expect(dayGroups([file(['2024-02-02', 3]), file(['2024-02-01', 2], ['2024-02-02', 5])], 10)).toEqual([
      { days: ['2024-02-01', '2024-02-02'], rows: 10 },
    ]);
  });

  it('are as few as fit in order, a day that does not fit by itself', () => {
    const days = file(['01', 4], ['02', 6], ['03', 1], ['04', 99], ['05', 2]);
    expect(dayGroups([days], 10).map((group) => group.days.join())).toEqual(['01,02', '03', '04', '05']);
  });

  it('are none where there are no sums', () => {
    expect(dayGroups([[], file()], 10)).toEqual([]);
  });
});

describe('shares of rows', () => {
  it('hold each row once, and halving a share gives two that hold the same rows', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 16 }), (key, exponent) => {
        const of = 2 ** exponent;
        const share = Array.from({ length: of }, (_, number) => number).filter((number) => isInShare(key, number, of));
        expect(share).toHaveLength(1);
        const halves = [2 * (share[0] ?? 0), 2 * (share[0] ?? 0) + 1];
        expect(halves.filter((half) => isInShare(key, half, 2 * of))).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  it('are about equal for keys that differ in little', () => {
    const keys = Array.from({ length: 8000 }, (_, i) => `2024-02-01#000000000001#service-${i}#us-east-1#Usage#USD`);
    for (let share = 0; share < 8; share++) {
      const size = keys.filter((key) => isInShare(key, share, 8)).length;
      expect(Math.abs(size - 1000)).toBeLessThan(150);
    }
  });
});

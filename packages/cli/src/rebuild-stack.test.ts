import type { BookScope, LedgerPeriod } from '@almanac/aws';
import { describe, expect, it } from '@jest/globals';
import { rebuildStack } from './rebuild-stack.ts';

/** Rebuilds where the ledger knows `a` and `b`, and the table has rows of `b` and of `c`, which nobody knows. */
async function rebuilding(scope: BookScope) {
  const asked: Record<string, string[]> = {};
  const ref = (report: string, billing_period: string) => ({ report, billing_period }) as LedgerPeriod;
  const rebuilt = await rebuildStack(
    {
      periods: async () => [ref('b', '2025-01'), ref('a', '2025-02')],
      ledger: { state: async (period) => ({ ...period, revision: 0, unfinished: [] }) },
      curated: { dailyCosts: async () => [] },
      table: {
        daysWithRows: async () =>
          ['b', 'c'].map((report) => ({ period: { report, billingPeriod: '2025-01' }, days: new Set(['2025-01-09']) })),
        standing: async ({ report }, days) => {
          asked[report] = [...days];
          return [];
        },
        apply: async () => 'applied',
      },
      onState: () => undefined,
    },
    scope,
    false,
  );
  return { names: rebuilt.map(({ report, billingPeriod }) => `${report} ${billingPeriod}`), asked };
}

describe('rebuildStack', () => {
  it('goes through everything that the ledger or the table knows, by name, on the days that have rows', async () => {
    const { names, asked } = await rebuilding({});
    expect(names).toEqual(['a 2025-02', 'b 2025-01', 'c 2025-01']);
    expect(asked).toEqual({ a: [], b: ['2025-01-09'], c: ['2025-01-09'] });
  });

  it('keeps to one report or period', async () => {
    expect((await rebuilding({ report: 'c' })).names).toEqual(['c 2025-01']);
    expect((await rebuilding({ billingPeriod: '2025-02' })).names).toEqual(['a 2025-02']);
    await expect(rebuilding({ report: 'x' })).rejects.toMatchObject({ code: 'NOTHING_KNOWN' });
  });
});

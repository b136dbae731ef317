import type { BookScope, LedgerPeriod } from '@almanac/aws';
import type { BookEntry } from '@almanac/cur';
import { Decimal } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { reconcileStack } from './reconcile-stack.ts';

const usd = (cost: string) => ({ USD: { unblended_cost: cost, amortized_cost: cost } });
const period = (cost: string, state: LedgerPeriod['state'] = 'live', published_at = '1'): LedgerPeriod => ({
  report: 'r',
  billing_period: '2025-01',
  state,
  live: { delivery_id: 'd' },
  files: [],
  parts: 1,
  shadow: false,
  rows: 1,
  totals: usd(cost),
  published_at,
});
const entry = (cost: string): BookEntry => ({
  report: 'r',
  billingPeriod: '2025-01',
  currency: 'USD',
  unblendedCost: Decimal.parse(cost),
  amortizedCost: Decimal.parse(cost),
  lineItems: 1,
});

interface Scene {
  /** The ledger's list, reading by reading; the last one stays. */
  readonly listed: LedgerPeriod[][];
  /** The period by itself, reading by reading. */
  readonly single?: (LedgerPeriod | undefined)[];
  readonly costDaily: BookEntry[][];
  readonly athena?: BookEntry[][];
  readonly scope?: BookScope;
}

/** Reconciles on a clock that moves only while it sleeps, with ten seconds of patience. */
async function reconciling({ listed, single = [undefined], costDaily, athena = costDaily, scope = {} }: Scene) {
  const time = { now: 0, reads: 0 };
  const answers = <T>(all: readonly T[]) => {
    const left = [...all];
    return () => (left.length > 1 ? left.shift() : left[0]) as T;
  };
  const [list, one, table, lake] = [answers(listed), answers(single), answers(costDaily), answers(athena)];
  const reports = await reconcileStack(
    {
      ledger: { periods: async () => list(), period: async () => one() },
      books: {
        costDaily: async () => {
          time.reads += 1;
          return table();
        },
        athena: async () => lake(),
      },
      clock: { now: () => new Date(time.now) },
      sleep: async (ms) => {
        time.now += ms;
      },
      onState: () => undefined,
    },
    scope,
    { patienceMs: 10_000, pollMs: 500 },
  );
  return { differences: reports.map(({ differences }) => differences), waitedMs: time.now, reads: time.reads };
}

describe('reconcileStack', () => {
  it('reads everything once where all is well, or is really wrong', async () => {
    const well = { listed: [[period('1')]], costDaily: [[entry('1')]] };
    expect(await reconciling(well)).toEqual({ differences: [[]], waitedMs: 0, reads: 1 });
    const wrong = { ...well, single: [period('1')], costDaily: [[entry('2')]], athena: [[entry('1')]] };
    expect(await reconciling(wrong)).toEqual({
      differences: [['cost_daily unblended is off by +1', 'cost_daily amortized is off by +1']],
      waitedMs: 0,
      reads: 1,
    });
  });

  it('waits for a period that is being published', async () => {
    const listed = [[period('1', 'publishing')], [period('1', 'publishing')], [period('2', 'live', '2')]];
    expect(await reconciling({ listed, costDaily: [[entry('2')]] })).toEqual({
      differences: [[]],
      waitedMs: 1000,
      reads: 1,
    });
  });

  it('reports as in flux what is still being published then, though the sides be equal', async () => {
    const busy = period('1', 'publishing');
    const { differences, waitedMs } = await reconciling({
      listed: [[busy]],
      single: [busy],
      costDaily: [[entry('1')]],
    });
    expect(differences).toEqual([[expect.stringContaining('being written')]]);
    expect(waitedMs).toBe(10_000);
  });

  it('reads again what was published while it was read', async () => {
    const [before, after] = [period('1', 'live', '1'), period('2', 'live', '2')];
    const scene = { listed: [[before], [after]], single: [after], costDaily: [[entry('2')]] };
    expect(await reconciling(scene)).toMatchObject({ differences: [[]], reads: 2 });
  });

  it('reads again where the list did not know a new report yet', async () => {
    const scene = { listed: [[], [period('1')]], single: [period('1')], costDaily: [[entry('1')]] };
    expect(await reconciling(scene)).toMatchObject({ differences: [[]], reads: 2 });
  });

  it('gives up on what never holds still', async () => {
    const [before, after] = [period('1', 'live', '1'), period('2', 'live', '2')];
    const { differences, waitedMs } = await reconciling({
      listed: [[before]],
      single: [after],
      costDaily: [[entry('3')]],
    });
    expect(differences[0]?.[0]).toContain('published anew while');
    expect(waitedMs).toBe(10_000);
  });

  it('finds rows of a report that no ledger knows', async () => {
    const { differences } = await reconciling({ listed: [[]], costDaily: [[entry('1')]], athena: [[]] });
    expect(differences).toEqual([['cost_daily holds what by the ledger does not count']]);
  });

  it('compares only what is asked for, and refuses what nobody knows', async () => {
    const other = { ...period('7'), report: 'other' };
    const scene = { listed: [[period('1'), other]], costDaily: [[entry('1')]], scope: { report: 'r' } };
    expect((await reconciling(scene)).differences).toEqual([[]]);
    const nothing = { listed: [[period('1')]], costDaily: [[]], scope: { report: 'x', billingPeriod: '2025-01' } };
    await expect(reconciling(nothing)).rejects.toMatchObject({
      code: 'NOTHING_KNOWN',
      message: expect.stringContaining('the report x in the billing period 2025-01'),
    });
  });
});

import { Decimal } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { type DailyCost, dimensionKey } from './daily-costs.ts';
import type { DeliveryContent, PeriodState } from './publication.ts';
import { type RebuildDeps, rebuildPeriod, type StandingRow, type TableRepair } from './rebuild-period.ts';

const PERIOD = { report: 'r', billingPeriod: '2025-01' };
const row = (usageDate: string, cost: string, extra: Partial<DailyCost> = {}): DailyCost => ({
  billingPeriod: '2025-01',
  usageDate,
  accountId: '000000000001',
  serviceCode: 'AmazonS3',
  serviceName: 'Amazon S3',
  region: 'global',
  chargeCategory: 'Usage',
  currency: 'USD',
  unblendedCost: Decimal.parse(cost),
  amortizedCost: Decimal.parse(cost),
  lineItems: 1,
  ...extra,
});
const stored = (content: DailyCost, isBroken = false): StandingRow => ({
  usageDate: content.usageDate,
  dimensionKey: dimensionKey('r', content),
  ...(!isBroken && { row: content }),
});
const live = (cost: string, rows: number, shadow = false): DeliveryContent => ({
  deliveryId: 'd1',
  parts: 1,
  rows,
  totals: { USD: { unblendedCost: Decimal.parse(cost), amortizedCost: Decimal.parse(cost) } },
  payers: [],
  shadow,
});

/** Rebuilds a period and tells what was asked of whom. */
async function rebuilding({
  state = {},
  curated = [],
  standing = [],
  days = [],
  isDryRun = false,
  outcome = 'applied' as 'applied' | 'moved',
}: {
  state?: Partial<PeriodState>;
  curated?: DailyCost[];
  standing?: StandingRow[];
  days?: string[];
  isDryRun?: boolean;
  outcome?: 'applied' | 'moved';
}) {
  const asked: { days?: readonly string[]; delivery?: string } = {};
  const applied: (TableRepair & { deliveryId: string; revision: number })[] = [];
  const deps: RebuildDeps = {
    ledger: { state: async (period) => ({ ...period, revision: 3, unfinished: [], ...state }) },
    curated: {
      dailyCosts: async ({ deliveryId }) => {
        asked.delivery = deliveryId;
        return curated;
      },
    },
    table: {
      daysWithRows: async () => [],
      standing: async (_period, wanted) => {
        asked.days = wanted;
        return standing;
      },
      apply: async ({ revision }, deliveryId, change) => {
        applied.push({ ...change, deliveryId, revision });
        return outcome;
      },
    },
  };
  const { report: _, billingPeriod: __, ...rebuilt } = await rebuildPeriod(deps, PERIOD, new Set(days), isDryRun);
  return { rebuilt, applied, asked };
}

const [one, two, three] = [row('2025-01-01', '1'), row('2025-01-02', '2'), row('2024-12-30', '-0.5')];
const curated = [one, two, three];
const ofOldFiles = curated.map((each) => ({ ...each, serviceCode: '' }));
const LIVE = { live: live('2.5', 3) };

describe('rebuildPeriod', () => {
  it('writes what is missing, wrong or broken, removes what is too much, and leaves the rest alone', async () => {
    const added = row('2025-01-09', '7');
    const wrong = { ...stored(two), row: row('2025-01-02', '2.000000000000000001') };
    const { rebuilt, applied, asked } = await rebuilding({
      ...{ state: LIVE, curated, standing: [stored(one), wrong, stored(added)], days: ['2025-01-09', '2025-01-01'] },
    });
    expect(rebuilt).toEqual({ written: 2, removed: 1, unchanged: 1 });
    expect(applied).toEqual([{ write: [two, three], remove: [stored(added)], deliveryId: 'd1', revision: 3 }]);
    expect([...(asked.days ?? [])].sort()).toEqual(['2024-12-30', '2025-01-01', '2025-01-02', '2025-01-09']);
    expect(asked.delivery).toBe('d1');
  });

  it('writes nothing where every row agrees', async () => {
    const { rebuilt, applied } = await rebuilding({
      state: LIVE,
      curated,
      standing: curated.map((all) => stored(all)),
    });
    expect({ rebuilt, applied }).toEqual({ rebuilt: { written: 0, removed: 0, unchanged: 3 }, applied: [] });
  });

  it.each([
    ['whose attributes are not those of its key', stored(one, true)],
    ['with another service name', { ...stored(one), row: { ...one, serviceName: 'S3' } }],
    ['with another count of line items', { ...stored(one), row: { ...one, lineItems: 2 } }],
  ])('writes a row %s anew', async (_what, damaged) => {
    const { applied } = await rebuilding({ state: LIVE, curated, standing: [damaged, stored(two), stored(three)] });
    expect(applied).toMatchObject([{ write: [one], remove: [] }]);
  });

  it('counts alike in a dry run, and changes nothing', async () => {
    const { rebuilt, applied } = await rebuilding({ state: LIVE, curated, isDryRun: true });
    expect({ rebuilt, applied }).toEqual({ rebuilt: { written: 3, removed: 0, unchanged: 0 }, applied: [] });
  });

  it.each([
    ['was taken back or never known', {}],
    ['is kept out of the totals', { live: live('2.5', 3, true) }],
  ])('removes every row of a period that %s, without a look at the lake', async (_what, state) => {
    const { applied, asked } = await rebuilding({ state, curated, standing: [stored(one)], days: ['2025-01-01'] });
    expect(applied).toMatchObject([{ write: [], remove: [stored(one)] }]);
    expect(asked.delivery).toBeUndefined();
  });

  it.each([
    ['is being published', { state: { ...LIVE, unfinished: [live('9', 9)] }, curated }, 'being written'],
    ['was published meanwhile', { state: LIVE, curated, outcome: 'moved' as const }, 'published anew'],
    ['has lost a curated file', { state: LIVE, curated: [one, two] }, 'do not add up'],
    ['has a curated file too much', { state: { live: live('2.5', 2) }, curated }, 'do not add up'],
    ['has curated files of an older release', { state: LIVE, curated: ofOldFiles }, 'x_ServiceCode'],
  ])('leaves a period alone that %s', async (_what, scene, reason) => {
    const { rebuilt, applied } = await rebuilding({ ...scene, standing: [stored(one)] });
    expect(rebuilt).toEqual({ written: 0, removed: 0, unchanged: 0, left: expect.stringContaining(reason) });
    expect(applied).toHaveLength('outcome' in scene ? 1 : 0);
  });
});

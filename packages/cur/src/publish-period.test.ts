import { Decimal, fixedClock } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DailyCost } from './daily-costs.ts';
import {
  FakeAlerts,
  FakeCatalog,
  FakeCostEvents,
  FakeCurated,
  FakeDailyCosts,
  FakePublishQueue,
  MemoryLedger,
} from './fakes.ts';
import type { Target } from './publication.ts';
import { publishPeriod } from './publish-period.ts';

const PERIOD = { report: 'r', billingPeriod: '2024-02' };
const origin = { bucket: 'b', key: 'k', id: 'id', eventTime: '2024-02-03T00:00:00Z', eventId: 'event' };
const DAYS = ['2024-02-01', '2024-02-02'];

const row = (usageDate: string, cost: bigint): DailyCost => ({
  ...{ billingPeriod: '2024-02', usageDate, accountId: '000000000001', serviceCode: 'AmazonS3', serviceName: 'S3' },
  ...{ region: 'eu-west-1', chargeCategory: 'Usage', currency: 'USD', lineItems: 1 },
  ...{ unblendedCost: Decimal.of(cost), amortizedCost: Decimal.of(cost) },
});

describe('publishing what changes while it is being published', () => {
  let curated: FakeCurated;
  let dailyCosts: FakeDailyCosts;
  let ledger: MemoryLedger;
  beforeEach(() => {
    [curated, dailyCosts, ledger] = [new FakeCurated(), new FakeDailyCosts(), new MemoryLedger()];
  });

  const saved = async (deliveryId: string, cost: bigint): Promise<Target> => {
    await curated.saveAggregates(
      { ...PERIOD, deliveryId },
      1,
      DAYS.map((day) => row(day, cost)),
    );
    const content = { deliveryId, parts: 1, rows: 2, totals: {}, payers: [], managed: true, files: [] };
    return { kind: 'delivery', ...content, origin };
  };

  /** Publishes day by day, until so many rows are written: then time runs out, or it dies. */
  const publish = (target: Target, rows = 9, end: 'out of time' | 'killed' = 'out of time') => {
    let left = rows;
    const signal = Object.defineProperty(new AbortController().signal, 'aborted', {
      get: () => end === 'out of time' && left <= 0,
    });
    const table = {
      remove: dailyCosts.remove.bind(dailyCosts),
      write: async (report: string, some: readonly DailyCost[]) => {
        if (left-- <= 0) throw new Error('killed');
        await dailyCosts.write(report, some);
      },
    };
    return publishPeriod({
      ...{ curated, dailyCosts: table, catalog: new FakeCatalog(), queue: new FakePublishQueue() },
      ...{ alerts: new FakeAlerts(), events: new FakeCostEvents(), clock: fixedClock('2024-03-01T00:00:00Z') },
      ledger: { ...ledger.publicationSide, target: async () => target },
      shadowReportPrefixes: [],
      rowBudget: 1,
    })(PERIOD, { correlationId: 'c', signal });
  };
  const costs = () => [...dailyCosts.rows.values()].map(({ unblendedCost }) => `${unblendedCost}`);

  it('trusts no progress of before another delivery was begun in between', async () => {
    const [one, two] = [await saved('one', 1n), await saved('two', 2n)];
    await expect(publish(one, 0, 'killed')).rejects.toThrow('killed');
    expect(await publish(two, 1)).toMatchObject({ outcome: 'continued', writes: 1 });
    await expect(publish(one, 1, 'killed')).rejects.toThrow('killed');
    expect(await publish(two)).toMatchObject({ outcome: 'published' });
    expect(costs()).toEqual(['2', '2']);
  });
});

import { Decimal, stableId } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DailyCost } from './daily-costs.ts';
import type { CuratedStore } from './ports.ts';
import type { DeliveryRef } from './publication.ts';

/** What every store of exact sums has to do, the one in memory and the one in S3 alike. */
export function curatedContract(name: string, make: () => CuratedStore): void {
  describe(`${name} keeps exact sums by day`, () => {
    let store: CuratedStore;
    let delivery: DeliveryRef;
    beforeEach(() => {
      store = make();
      delivery = { report: `contract-${stableId(name, Math.random())}`, billingPeriod: '2024-02', deliveryId: 'd' };
    });

    const row = (usageDate: string, serviceCode: string, cost = '1'): DailyCost => ({
      billingPeriod: '2024-02',
      usageDate,
      accountId: '000123456789',
      serviceCode,
      serviceName: 'Größe "x"\n',
      region: 'us-east-1',
      chargeCategory: 'Usage',
      currency: 'USD',
      unblendedCost: Decimal.parse(cost),
      amortizedCost: Decimal.parse('-0.000000000000000001'),
      lineItems: 3,
    });
    const ROWS = [row('2024-02-02', 'b'), row('2024-01-31', 'c', '12345678901234567890.5'), row('2024-02-02', 'a')];

    it('names the days in order, with the rows of each', async () => {
      await store.saveAggregates(delivery, 1, ROWS);
      const days = await store.days(delivery, 1);
      expect(days.map(({ day, rows }) => [day, rows])).toEqual([
        ['2024-01-31', 1],
        ['2024-02-02', 2],
      ]);
    });

    it('gives back every digit of all days, of one, and of none', async () => {
      await store.saveAggregates(delivery, 1, ROWS);
      const [january, february] = await store.days(delivery, 1);
      if (!january || !february) throw new Error('there are two days');
      const text = (rows: readonly unknown[]) => JSON.parse(JSON.stringify(rows));
      const load = async (...days: (typeof january)[]) => text(await store.loadAggregates(delivery, 1, days));
      expect(await load(january, february)).toEqual(text([ROWS[1], ROWS[0], ROWS[2]]));
      expect(await load(february)).toEqual(text([ROWS[0], ROWS[2]]));
      expect(await load()).toEqual([]);
    });

    it('skips the days between', async () => {
      await store.saveAggregates(delivery, 1, [row('2024-02-01', 'a'), row('2024-02-02', 'b'), row('2024-02-03', 'c')]);
      const [first, , last] = await store.days(delivery, 1);
      const rows = first && last ? await store.loadAggregates(delivery, 1, [first, last]) : [];
      expect(rows.map(({ serviceCode }) => serviceCode)).toEqual(['a', 'c']);
    });

    it('keeps parts and deliveries apart, and replaces what is saved again', async () => {
      await store.saveAggregates(delivery, 1, ROWS);
      await store.saveAggregates(delivery, 2, []);
      await store.saveAggregates({ ...delivery, deliveryId: 'e' }, 1, ROWS);
      await store.saveAggregates(delivery, 1, [row('2024-02-07', 'x')]);
      expect(await store.days(delivery, 2)).toEqual([]);
      expect((await store.days(delivery, 1)).map(({ day }) => day)).toEqual(['2024-02-07']);
      expect(await store.days({ ...delivery, deliveryId: 'e' }, 1)).toHaveLength(2);
    });

    it('refuses what was never saved', async () => {
      await expect(store.days(delivery, 9)).rejects.toThrow();
    });
  });
}

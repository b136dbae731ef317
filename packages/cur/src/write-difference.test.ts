import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Decimal } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DailyCost } from './daily-costs.ts';
import { FakeCurated, FakeDailyCosts } from './fakes.ts';
import type { DayOfSums } from './ports.ts';
import type { DeliveryContent, DeliveryRef, PeriodState } from './publication.ts';
import { type Written, writeDifference } from './write-difference.ts';

const PERIOD = { report: 'r', billingPeriod: '2024-02' };
const state = (over: Partial<PeriodState> = {}): PeriodState => ({ ...PERIOD, revision: 1, unfinished: [], ...over });
const delivery = (deliveryId: string, parts: number): DeliveryContent => ({
  ...{ deliveryId, parts, rows: 0, totals: {}, payers: [], shadow: false },
});
const row = (day: number, serviceCode: string, cost = 1, accountId = '000000000001'): DailyCost => ({
  billingPeriod: '2024-02',
  usageDate: dayName(day),
  accountId,
  serviceCode,
  serviceName: serviceCode,
  region: 'us-east-1',
  chargeCategory: 'Usage',
  currency: 'USD',
  unblendedCost: Decimal.of(BigInt(cost)),
  amortizedCost: Decimal.of(BigInt(cost)),
  lineItems: 1,
});
const dayName = (day: number) => `2024-02-${String(day).padStart(2, '0')}`;
const alive = new AbortController().signal;

/** A time that runs out after so many looks at the clock. */
function runsOutAfter(looks: number): AbortSignal {
  let left = looks;
  return Object.defineProperty(new AbortController().signal, 'aborted', { get: () => left-- <= 0 });
}

/** Notes what is read, part and days. */
class WatchedCurated extends FakeCurated {
  readonly reads: string[] = [];

  override async loadAggregates(ref: DeliveryRef, part: number, days: readonly DayOfSums[]) {
    this.reads.push(`${ref.deliveryId}/${part}: ${days.map(({ day }) => day.slice(8)).join()}`);
    return super.loadAggregates(ref, part, days);
  }
}

describe('writing the difference', () => {
  let curated: WatchedCurated;
  let dailyCosts: FakeDailyCosts;
  beforeEach(() => {
    curated = new WatchedCurated();
    dailyCosts = new FakeDailyCosts();
  });

  const save = async (deliveryId: string, ...parts: DailyCost[][]): Promise<DeliveryContent> => {
    for (const [index, rows] of parts.entries())
      await curated.saveAggregates({ ...PERIOD, deliveryId }, index + 1, rows);
    return delivery(deliveryId, parts.length);
  };
  const table = () =>
    [...dailyCosts.rows.values()].map((one) => `${one.usageDate} ${one.serviceCode} ${one.unblendedCost}`);
  const write = (intended: DeliveryContent, rowBudget: number, before = state(), signal = alive) =>
    writeDifference({ curated, dailyCosts, rowBudget }, before, intended, signal);

  it('reads each file once where all of it fits', async () => {
    await write(await save('a', [row(1, 'x'), row(2, 'x')], [row(2, 'y')]), 100);
    expect(curated.reads).toEqual(['a/1: 01,02', 'a/2: 02']);
  });

  it('goes group by group where it does not, and leaves out files without a day of the group', async () => {
    const a = await save('a', [row(1, 'x'), row(2, 'x')], [row(2, 'y')]);
    const written = await write(a, 2);
    expect(curated.reads).toEqual(['a/1: 01', 'a/1: 02', 'a/2: 02']);
    expect(written).toMatchObject({ isComplete: true, done: 3, accounts: ['000000000001'] });
    expect(written.changedDays).toEqual([dayName(1), dayName(2)]);
  });

  it('removes the rows of a day that only the delivery before has', async () => {
    const live = await save('a', [row(1, 'x'), row(5, 'x'), row(9, 'x')]);
    await write(live, 1);
    const { changedDays } = await write(await save('b', [row(1, 'x'), row(9, 'x')]), 1, state({ live }));
    expect(changedDays).toEqual([dayName(5)]);
    expect(table()).toEqual([`${dayName(1)} x 1`, `${dayName(9)} x 1`]);
  });

  it('cuts a day in slices where its merged rows do not fit, but not where only its files have many', async () => {
    const services = Array.from({ length: 40 }, (_, i) => `s${i}`);
    await write(
      await save(
        'a',
        services.map((service) => row(1, service)),
      ),
      10,
    );
    expect(table()).toHaveLength(40);
    expect(curated.reads.length).toBeGreaterThan(4);
    curated.reads.length = 0;
    const parts = Array.from({ length: 40 }, () => [row(1, 'x')]);
    await write(await save('b', ...parts), 10);
    expect(curated.reads).toHaveLength(40);
    expect(table()).toContain(`${dayName(1)} x 40`);
  });

  it('goes on in the middle of a later group without reading what is done', async () => {
    const same = Array.from({ length: 60 }, (_, i) => row(1, `same${i}`));
    const live = await save('a', [...same, row(2, 'gone')]);
    const before = state({ live });
    await write(live, 1600);
    const rows = Array.from({ length: 1500 }, (_, i) => row(3, `s${i}`, 1, '000000000002'));
    const b = await save('b', [...same, row(2, 'x'), ...rows]);
    const first = await write(b, 1600, before, runsOutAfter(6));
    expect(first).toMatchObject({ isComplete: false, done: 1002, at: { group: 1 } });
    const { isComplete, ...progress } = first;
    curated.reads.length = 0;
    const rest = await write(b, 1600, { ...before, unfinished: [b], progress });
    expect(curated.reads).toEqual(['b/1: 03']);
    expect(rest).toMatchObject({ isComplete: true, accounts: ['000000000001', '000000000002'] });
    expect(rest.changedDays).toEqual([dayName(2), dayName(3)]);
    expect(table()).toHaveLength(1561);
  });

  it('ends the same however often time runs out, and never makes a change twice', async () => {
    const live = await save('a', ...[1, 2, 3, 4].map((day) => [row(day, 'x'), row(day, 'y'), row(day + 10, 'z')]));
    await write(live, 100);
    const b = await save(
      'b',
      [1, 3].map((day) => row(day, 'x', 7)),
      [row(3, 'x'), row(20, 'new')],
    );
    const whole = await write(b, 3, state({ live }));
    const expected = table();
    await write(live, 100, state({ live: b }));
    let written: Written | undefined;
    let before = state({ live });
    let changes = 0;
    const counted = {
      write: async (report: string, rows: readonly DailyCost[]) => {
        changes += rows.length;
        await dailyCosts.write(report, rows);
      },
      remove: async (report: string, rows: readonly DailyCost[]) => {
        changes += rows.length;
        await dailyCosts.remove(report, rows);
      },
    };
    for (let tries = 0; !written?.isComplete; tries++) {
      expect(tries).toBeLessThan(100);
      written = await writeDifference({ curated, dailyCosts: counted, rowBudget: 3 }, before, b, runsOutAfter(4));
      const { isComplete, ...progress } = written;
      before = state({ live, unfinished: [b], progress });
    }
    expect(written).toEqual(whole);
    expect(changes).toBe(whole.done);
    expect(table().sort()).toEqual(expected.sort());
  });

  it('begins again where it has to write something else than what it got half done', async () => {
    const live = await save('a', [row(1, 'x')]);
    const progress = { plan: 'other', done: 1, at: { group: 1, slice: 0, slices: 1, doneBefore: 1 } };
    const before = state({ live, progress: { ...progress, changedDays: ['x'], accounts: ['y'] } });
    const written = await write(await save('b', [row(1, 'x', 2)]), 100, before);
    expect(written).toMatchObject({ done: 1, changedDays: [dayName(1)], accounts: ['000000000001'] });
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const PARTS = 300;
const DAYS = 4;

/** Makes the sums of a part when they are asked for, and counts how many of all that it made are still held by somebody. */
class CountingCurated extends FakeCurated {
  most = 0;
  #loads = 0;
  readonly #countedEvery: number;
  #held: WeakRef<DailyCost>[] = [];

  constructor(countedEvery: number) {
    super();
    this.#countedEvery = countedEvery;
  }

  override async days(): Promise<DayOfSums[]> {
    return Array.from({ length: DAYS }, (_, i) => ({ day: dayName(i + 1), rows: 2, start: i, end: i + 1 }));
  }

  override async loadAggregates({ deliveryId }: DeliveryRef, part: number, days: readonly DayOfSums[]) {
    const rows = days.flatMap(({ end }) => ['a', 'b'].map((name) => row(end, `${deliveryId}-${name}${part}`)));
    this.#held.push(...rows.map((one) => new WeakRef(one)));
    this.#loads += 1;
    if (this.#loads % this.#countedEvery === 0) await this.count();
    return rows;
  }

  /** References are let go of only after the turn they were looked at in. */
  async count(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    this.#held = this.#held.filter((reference) => reference.deref());
    this.most = Math.max(this.most, this.#held.length);
  }
}

// What is counted is what the garbage collector has not taken yet, which may be that of the groups before; all would be 37,200.
describe('a delivery of 300 files over one as large', () => {
  /** Takes rows and forgets them, as a table elsewhere does. */
  const nowhere = { write: async () => undefined, remove: async () => undefined };
  const mostRowsHeld = async (rowBudget: number, countedEvery: number) => {
    const curated = new CountingCurated(countedEvery);
    const before = state({ live: delivery('a', PARTS) });
    const deps = { curated, dailyCosts: nowhere, rowBudget };
    const { done } = await writeDifference(deps, before, delivery('b', PARTS), alive);
    expect(done).toBe(2 * PARTS * DAYS * 2);
    return curated.most;
  };

  it('holds a few times the budget at most, with days together', async () => {
    const most = await mostRowsHeld(2_400, 101);
    expect(most).toBeGreaterThan(1_200);
    expect(most).toBeLessThanOrEqual(3 * 2_400);
  });

  it('holds a few times the budget at most, with days in slices', async () => {
    const most = await mostRowsHeld(600, 499);
    expect(most).toBeGreaterThan(200);
    expect(most).toBeLessThanOrEqual(3 * 600);
  });

  it('would be found out if it held all', async () => {
    expect(await mostRowsHeld(100_000, 101)).toBeGreaterThan(4_000);
  });
});

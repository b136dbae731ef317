import { UNITS } from './amount-text.ts';
import type { Day } from './calendar.ts';
import { POOL_SHARE } from './commitments.ts';
import { type Item, itemOf } from './fleet.ts';
import type { MonthState } from './month-state.ts';
import type { Pool } from './offerings.ts';

/** A pool that is a Savings Plan. */
export type PlanPool = 'compute-plan' | 'instance-plan';

/** A span of time as reports write it. */
export type Span = { start: string; end: string; interval: string };

/** A day's rows by kind, and what a unit of weight costs in each pool, in units of 1e-10. */
export type DayPlan = {
  day: Day;
  /** SavingsPlanRecurringFee rows of each plan: 24, or 1 on a day of few rows, or 0 on one of very few. */
  feesPerPlan: number;
  credits: number;
  usageRows: number;
  scale: Record<Pool, number>;
};

/** The Savings Plan that pays for an item, if one does. */
export const planOf = ({ offering: { pool } }: Item): PlanPool | undefined =>
  pool === 'compute-plan' || pool === 'instance-plan' ? pool : undefined;

/** Items in use on a day; use under a Savings Plan takes two rows, the use and its negation. */
export function* itemsOf(
  fleet: readonly Item[],
  { day, usageRows, feesPerPlan }: Omit<DayPlan, 'scale'>,
): Generator<Item> {
  for (let n = 0, left = usageRows; left > 0; n += 1) {
    const candidate = itemOf(fleet, day.number, n);
    const fits = !planOf(candidate) || (feesPerPlan > 0 && left >= 2);
    const item = fits ? candidate : itemOf(fleet, day.number, 0);
    left -= planOf(item) ? 2 : 1;
    yield item;
  }
}

const spend = (pool: Pool, { rhythm, growth }: Day, dailyCost: number): number => {
  if (pool === 'on-demand') return dailyCost * rhythm * growth;
  if (pool === 'data-job') return dailyCost * POOL_SHARE[pool] * rhythm * growth;
  return dailyCost * POOL_SHARE[pool] * (pool === 'reservation' ? 0.92 : rhythm);
};

/** Divides a day's rows into kinds, and its spend by the weight of the items that come up, so that it is always met. */
export const planDay = ({ fleet, options }: MonthState, day: Day, rows: number): DayPlan => {
  const feesPerPlan = rows >= 960 ? 24 : Number(rows >= 8);
  const credits = Number(rows >= 12);
  const counts = { day, feesPerPlan, credits, usageRows: rows - 2 * feesPerPlan - credits };
  const weights = { 'on-demand': 0, 'data-job': 0, 'compute-plan': 0, 'instance-plan': 0, reservation: 0 };
  for (const item of itemsOf(fleet, counts)) weights[item.offering.pool] += item.weight;
  const scale = { ...weights };
  for (const pool of Object.keys(weights) as Pool[]) {
    scale[pool] = weights[pool] > 0 ? (spend(pool, day, options.dailyCost) * UNITS) / weights[pool] : 0;
  }
  return { ...counts, scale };
};

/** `hours` hours of a day from hour `from` on. */
export const spanOf = (day: Day, from: number, hours: number): Span => {
  const ms = day.number * 86_400_000 + from * 3_600_000;
  const [start = '', end = ''] = [ms, ms + hours * 3_600_000].map(
    (time) => `${new Date(time).toISOString().slice(0, 19)}Z`,
  );
  return { start, end, interval: `${start}/${end}` };
};

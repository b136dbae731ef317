import { expect } from '@jest/globals';
import { canonical, type DailySums } from '../../scripts/sample-report/index.ts';
import { costRows } from './books.ts';

type Day = Pick<
  DailySums,
  'billing_period' | 'usage_date' | 'account_id' | 'service_code' | 'region' | 'charge_category' | 'currency'
> & { line_items: string | number };
/** A row as `cost_daily` holds it, amounts in canonical form, and as `almanac cur inspect --daily` prints it. */
type CostDay = Day & { unblended_cost: string; amortized_cost: string };

const textOf = (day: Day, unblended: string, amortized: string): string =>
  [
    day.billing_period,
    day.usage_date,
    day.account_id,
    day.service_code,
    day.region,
    day.charge_category,
    day.currency,
    unblended,
    amortized,
    day.line_items,
  ].join(' ');

/** Rows are exactly those of the generator's own arithmetic, in any order, to the last digit. */
export const expectDays = (rows: readonly CostDay[], daily: readonly DailySums[]): void =>
  expect(rows.map((row) => textOf(row, row.unblended_cost, row.amortized_cost)).sort()).toEqual(
    daily.map((day) => textOf(day, canonical(day.unblended), canonical(day.amortized))).sort(),
  );

/** `cost_daily` holds of a report exactly what its files hold by the generator's own arithmetic, to the last digit. */
export const expectDaily = async (report: string, daily: readonly DailySums[]): Promise<void> =>
  expectDays(await costRows(report), daily);

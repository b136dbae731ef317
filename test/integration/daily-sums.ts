import { expect } from '@jest/globals';
import { canonical, type DailySums } from '../../scripts/sample-report/index.ts';
import { costRows } from './books.ts';

const inOrder = (rows: string[][]): string[] => rows.map((row) => row.join(' ')).sort();

const expected = (daily: readonly DailySums[]) =>
  inOrder(
    daily.map((day) => [
      day.billing_period,
      day.usage_date,
      day.account_id,
      day.service_code,
      day.region,
      day.charge_category,
      day.currency,
      canonical(day.unblended),
      canonical(day.amortized),
      String(day.line_items),
    ]),
  );

const found = async (report: string) =>
  inOrder(
    (await costRows(report)).map((row) => [
      row.billing_period,
      row.usage_date,
      row.account_id,
      row.service_code,
      row.region,
      row.charge_category,
      row.currency,
      row.unblended_cost,
      row.amortized_cost,
      row.line_items,
    ]),
  );

/** `cost_daily` holds of a report exactly what its files hold by the generator's own arithmetic, to the last digit. */
export const expectDaily = async (report: string, daily: readonly DailySums[]): Promise<void> => {
  expect(await found(report)).toEqual(expected(daily));
};

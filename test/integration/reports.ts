import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  COLUMNS,
  canonical,
  csvLine,
  type DailySums,
  HEADER,
  type LegacyRow,
  Recorder,
  type SampleOptions,
  sampleReport,
  sumAmounts,
  type Truth,
  toRecord,
} from '../../scripts/sample-report/index.ts';

/** A report file, and exactly what it adds up to by the generator's own arithmetic. */
export type MadeReport = { bytes: Buffer; rows: LegacyRow[]; truth: Truth & { daily: DailySums[] } };

const LINE_ITEM_ID = COLUMNS.indexOf('identity/LineItemId');

/** Makes a report in memory, as plain csv or gzipped; no other one has the same bytes, or it would count as a copy. */
export const makeReport = (options: SampleOptions, form: 'csv' | 'csv.gz' = 'csv.gz'): MadeReport => {
  const report = sampleReport(options);
  const [first = [], ...others] = report.rows();
  const rows = [first.with(LINE_ITEM_ID, randomUUID()), ...others];
  const recorder = new Recorder(true, report.spike);
  for (const row of rows) recorder.add(row);
  const { daily = [], ...truth } = recorder.truth();
  const text = Buffer.from([HEADER, ...rows.map(csvLine), ''].join('\n'));
  return { bytes: form === 'csv' ? text : gzipSync(text), rows, truth: { ...truth, daily } };
};

/** A row of `cost_daily` without what differs from run to run; amounts in plain notation. */
export type CostRow = {
  usage_date: string;
  dimension_key: string;
  report: string;
  billing_period: string;
  account_id: string;
  service_code: string;
  service_name: string;
  region: string;
  charge_category: string;
  currency: string;
  unblended_cost: string;
  amortized_cost: string;
  line_items: string;
};

/** Service names by service code, as the report writes them. */
const serviceNames = (rows: readonly LegacyRow[]): Map<string, string> => {
  const records = rows.map(toRecord);
  return new Map(records.map((row) => [row['lineItem/ProductCode'], row['product/ProductName']]));
};

/** The rows that `cost_daily` must hold for a file, each attribute as cur.md names it, in the order of their keys. */
export const expectedRows = (report: string, { truth, rows }: Pick<MadeReport, 'truth' | 'rows'>): CostRow[] => {
  const names = serviceNames(rows);
  return inOrder(
    truth.daily.map(({ unblended, amortized, line_items, ...day }) => ({
      ...day,
      dimension_key: [
        report,
        day.billing_period,
        day.account_id,
        day.service_code,
        day.region,
        day.charge_category,
        day.currency,
      ].join('#'),
      report,
      service_name: names.get(day.service_code) ?? '',
      unblended_cost: canonical(unblended),
      amortized_cost: canonical(amortized),
      line_items: String(line_items),
    })),
  );
};

export const inOrder = (rows: CostRow[]): CostRow[] => {
  const key = ({ usage_date, dimension_key }: CostRow) => `${usage_date}#${dimension_key}`;
  return rows.sort((a, b) => (key(a) < key(b) ? -1 : 1));
};

/** Exact sums by what `keyOf` says of a day. */
export const sumsBy = (daily: readonly DailySums[], keyOf: (day: DailySums) => string): Record<string, string[]> => {
  const groups = new Map<string, DailySums[]>();
  for (const day of daily) groups.set(keyOf(day), [...(groups.get(keyOf(day)) ?? []), day]);
  return Object.fromEntries(
    [...groups].map(([key, days]) => [
      key,
      [
        sumAmounts(days.map(({ unblended }) => unblended)),
        sumAmounts(days.map(({ amortized }) => amortized)),
        String(days.reduce((sum, { line_items }) => sum + line_items, 0)),
      ],
    ]),
  );
};

import { plain } from './decimals.ts';

/** Exact sums of some line items, as canonical plain decimals. */
export type Sums = { unblended: string; amortized: string; line_items: number };

/** Sums by currency code. */
export type Totals = Record<string, Sums>;

/** Sums of one row of daily costs. */
export type DailySums = Sums & {
  billing_period: string;
  usage_date: string;
  account_id: string;
  service_code: string;
  region: string;
  charge_category: string;
  currency: string;
};

/** The planted spike: what the service cost the account that day, and on an average other day of the file. */
export type Spike = {
  usage_date: string;
  service_code: string;
  account_id: string;
  currency: string;
  amount: string;
  usual: string;
};

/** What a file adds up to, by the rules of the ingestion, reckoned from the text of its line items. */
export type Truth = {
  rows: number;
  totals: Totals;
  /** By billing period, `YYYY-MM`. */
  months: Record<string, Totals>;
  /** Line items by type; in FOCUS, which has none, by charge category. */
  line_item_types: Record<string, number>;
  /** Absent in a file that does not hold the day. */
  spike?: Spike;
  /** Absent where not asked for. */
  daily?: DailySums[];
};

/** Exact sums under way, in units of 1e-30. */
export type Sum = { unblended: bigint; amortized: bigint; count: number };

/** Adds a line item's costs to the sum under `key`. */
export const addTo = (sums: Map<string, Sum>, key: string, unblended: bigint, amortized: bigint): void => {
  const sum = sums.get(key);
  if (!sum) sums.set(key, { unblended, amortized, count: 1 });
  else {
    sum.unblended += unblended;
    sum.amortized += amortized;
    sum.count += 1;
  }
};

/** The sum as canonical plain decimals. */
export const written = ({ unblended, amortized, count }: Sum): Sums => ({
  unblended: plain(unblended),
  amortized: plain(amortized),
  line_items: count,
});

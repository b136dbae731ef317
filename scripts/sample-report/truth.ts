import { at, type Column, type LegacyRow } from './columns.ts';
import { parseAmount, plain } from './decimals.ts';

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
  /** Line items by type. */
  line_item_types: Record<string, number>;
  /** Absent in a file that does not hold the day. */
  spike?: Spike;
  /** Absent where not asked for. */
  daily?: DailySums[];
};

/** Exact sums under way, in units of 1e-30. */
export type Sum = { unblended: bigint; amortized: bigint; count: number };

const TYPE = at('lineItem/LineItemType');
const PERIOD = at('bill/BillingPeriodStartDate');
const UNBLENDED = at('lineItem/UnblendedCost');
const REGIONS: readonly Column[] = ['product/region', 'product/regionCode'];
const REGION_INDEXES = REGIONS.map(at);
const ZONE = at('lineItem/AvailabilityZone');
const RESERVATION = at('reservation/ReservationARN');

const amountAt = (column: Column) => {
  const index = at(column);
  return (row: LegacyRow): bigint => parseAmount(row[index] ?? '');
};

const planCost = amountAt('savingsPlan/SavingsPlanEffectiveCost');
const planTotal = amountAt('savingsPlan/TotalCommitmentToDate');
const planUsed = amountAt('savingsPlan/UsedCommitment');
const reservedCost = amountAt('reservation/EffectiveCost');
const unusedUpfront = amountAt('reservation/UnusedAmortizedUpfrontFeeForBillingPeriod');
const unusedRecurring = amountAt('reservation/UnusedRecurringFee');

const CATEGORY: Record<string, string> = {
  ...{ Fee: 'Purchase', RIFee: 'Purchase', SavingsPlanRecurringFee: 'Purchase', SavingsPlanUpfrontFee: 'Purchase' },
  ...{ Tax: 'Tax', Credit: 'Credit', Refund: 'Adjustment' },
};

/** Charge category (FOCUS) of a line item. */
export const categoryOf = (row: LegacyRow): string => CATEGORY[row[TYPE] ?? ''] ?? 'Usage';

/** Billing period of a line item, `YYYY-MM`. */
export const periodOf = (row: LegacyRow): string => (row[PERIOD] ?? '').slice(0, 7);

/** Region of a line item: the product's, else its zone's, else `global`. */
export const regionOf = (row: LegacyRow): string => {
  for (const index of REGION_INDEXES) if (row[index]) return row[index];
  return (row[ZONE] ?? '').replace(/[a-z]$/, '') || 'global';
};

/** Unblended cost of a line item, in units of 1e-30. */
export const unblendedOf = (row: LegacyRow): bigint => parseAmount(row[UNBLENDED] ?? '');

/** Amortised cost of a line item whose unblended cost is given, in units of 1e-30. */
export const amortizedOf = (row: LegacyRow, unblended: bigint): bigint => {
  switch (row[TYPE]) {
    case 'SavingsPlanCoveredUsage':
      return planCost(row);
    case 'DiscountedUsage':
      return reservedCost(row);
    case 'SavingsPlanNegation':
    case 'SavingsPlanUpfrontFee':
      return 0n;
    case 'SavingsPlanRecurringFee':
      return planTotal(row) - planUsed(row);
    case 'RIFee':
      return unusedUpfront(row) + unusedRecurring(row);
    default:
      return row[TYPE] === 'Fee' && row[RESERVATION] ? 0n : unblended;
  }
};

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

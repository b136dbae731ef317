import { AlmanacError, Decimal } from '@almanac/kernel';
import { AMOUNT_PRECISION } from './line-item.ts';

export interface CostPair {
  readonly unblendedCost: Decimal;
  readonly amortizedCost: Decimal;
}

/** Costs per currency code. */
export type Totals = Readonly<Record<string, CostPair>>;

export const addCosts = (a: CostPair, b: CostPair): CostPair => ({
  unblendedCost: a.unblendedCost.plus(b.unblendedCost),
  amortizedCost: a.amortizedCost.plus(b.amortizedCost),
});

const negated = (costs: CostPair): CostPair => ({
  unblendedCost: costs.unblendedCost.negated(),
  amortizedCost: costs.amortizedCost.negated(),
});

/** Exact sum of totals, currency by currency. */
export function sumTotals(all: Iterable<Totals>): Totals {
  const sum: Record<string, CostPair> = {};
  for (const totals of all) {
    for (const [currency, costs] of Object.entries(totals)) {
      sum[currency] = sum[currency] ? addCosts(sum[currency], costs) : costs;
    }
  }
  return sum;
}

/** `after` minus `before`, currency by currency; a currency that is in only one of them counts as zero in the other. */
export function totalsChange(before: Totals, after: Totals): Totals {
  const minus = Object.fromEntries(Object.entries(before).map(([currency, costs]) => [currency, negated(costs)]));
  return sumTotals([after, minus]);
}

const LIMIT = 10n ** BigInt(AMOUNT_PRECISION);

/** Whether a number has so few digits that none can be too many. */
const isShort = (units: bigint): boolean => units < LIMIT && units > -LIMIT;

/** @throws AlmanacError `AMOUNT_OUT_OF_RANGE` where a sum needs more digits than DynamoDB and Parquet hold. */
export function assertStorable(costs: CostPair, what: string): void {
  for (const amount of [costs.unblendedCost, costs.amortizedCost]) {
    if (isShort(amount.units)) continue;
    if (amount.precision() > AMOUNT_PRECISION) {
      throw new AlmanacError(
        'AMOUNT_OUT_OF_RANGE',
        `The sum ${amount} of ${what} has more than the ${AMOUNT_PRECISION} digits that can be stored exactly`,
      );
    }
  }
}

export const ZERO_COSTS: CostPair = { unblendedCost: Decimal.ZERO, amortizedCost: Decimal.ZERO };

import { chargeCategoryOf } from './charge-category.ts';
import type { ChargeCategory } from './line-item.ts';

/** Line item types that take something off the cost of a use that another row reports. */
const REDUCTIONS: ReadonlySet<string> = new Set([
  'SavingsPlanNegation',
  'Discount',
  'BundledDiscount',
  'EdpDiscount',
  'PrivateRateDiscount',
  'RiVolumeDiscount',
  'SppDiscount',
]);

const COMMITTED: ReadonlySet<string> = new Set(['DiscountedUsage', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation']);
const RECURRING: ReadonlySet<string> = new Set(['RIFee', 'SavingsPlanRecurringFee']);

/** What FOCUS 1.2 asks of a charge follows from its CUR line item type; one that is not known counts as usage. */
export interface ChargeKind {
  readonly category: ChargeCategory;
  /** Whether something is used: what a row of discounts or of a Savings Plan's negation says is no use of its own. */
  readonly isUse: boolean;
  /** Whether a commitment covers it. */
  readonly isCommitted: boolean;
  /** Whether it is a fee that comes again every hour or month. */
  readonly isRecurring: boolean;
}

export function chargeKind(lineItemType: string | null): ChargeKind {
  const type = lineItemType ?? 'Usage';
  const category = chargeCategoryOf(type) ?? 'Usage';
  return {
    category,
    isUse: category === 'Usage' && !REDUCTIONS.has(type),
    isCommitted: COMMITTED.has(type),
    isRecurring: RECURRING.has(type),
  };
}

/** FOCUS 1.2, "Charge Frequency"; that other purchases and adjustments happen once is our judgement. */
export const chargeFrequency = (category: string, isRecurring = false): string =>
  category === 'Usage' ? 'Usage-Based' : isRecurring ? 'Recurring' : 'One-Time';

import type { CurField } from './cur-columns.ts';
import type { AmountTerm } from './row-reader.ts';

type CostTerm = AmountTerm<CurField>;

const plus = (field: CurField): CostTerm => ({ field, sign: 1 });
const minus = (field: CurField): CostTerm => ({ field, sign: -1 });

const UNBLENDED = [plus('cost')];
const NOTHING: readonly CostTerm[] = [];
const TERMS: Readonly<Record<string, readonly CostTerm[]>> = {
  SavingsPlanCoveredUsage: [plus('savingsPlanEffectiveCost')],
  DiscountedUsage: [plus('reservationEffectiveCost')],
  SavingsPlanNegation: NOTHING,
  SavingsPlanUpfrontFee: NOTHING,
  SavingsPlanRecurringFee: [plus('savingsPlanCommitment'), minus('savingsPlanUsedCommitment')],
  RIFee: [plus('reservationUnusedUpfront'), plus('reservationUnusedRecurring')],
};

/** Fields that the amortised cost of some line item is made of. */
export const AMORTIZED_COST_FIELDS: readonly CurField[] = [...UNBLENDED, ...Object.values(TERMS).flat()].map(
  ({ field }) => field,
);

/**
 * Which amounts of a row make up what it costs with upfront and recurring commitment fees spread over the usage they
 * cover; none means 0.
 * Source: AWS, "Understanding your reservations / Savings Plans in CUR".
 * @param hasReservation whether the row names a reservation
 */
export function amortizedCostTerms(lineItemType: string, hasReservation: boolean): readonly CostTerm[] {
  if (lineItemType === 'Fee' && hasReservation) return NOTHING;
  return (Object.hasOwn(TERMS, lineItemType) && TERMS[lineItemType]) || UNBLENDED;
}

import { Decimal } from '@almanac/kernel';
import type { CurField } from './cur-columns.ts';

/** The amount in a column of the row at hand; undefined where the report has no such column. */
export type AmountOf = (field: CurField) => Decimal | undefined;

/**
 * What a line item costs with upfront and recurring commitment fees spread over the usage they cover.
 * Source: AWS, "Understanding your reservations / Savings Plans in CUR".
 * @param hasReservation whether the row names a reservation
 * @returns undefined where the columns that the line item's type needs are absent
 */
export function amortizedCost(
  type: string,
  unblended: Decimal,
  hasReservation: boolean,
  amountOf: AmountOf,
): Decimal | undefined {
  switch (type) {
    case 'SavingsPlanCoveredUsage':
      return amountOf('savingsPlanEffectiveCost');
    case 'DiscountedUsage':
      return amountOf('reservationEffectiveCost');
    case 'SavingsPlanNegation':
    case 'SavingsPlanUpfrontFee':
      return Decimal.ZERO;
    case 'SavingsPlanRecurringFee':
      return combine(amountOf('savingsPlanCommitment'), amountOf('savingsPlanUsedCommitment')?.negated());
    case 'RIFee':
      return combine(amountOf('reservationUnusedUpfront'), amountOf('reservationUnusedRecurring'));
    case 'Fee':
      return hasReservation ? Decimal.ZERO : unblended;
    default:
      return unblended;
  }
}

const combine = (a: Decimal | undefined, b: Decimal | undefined): Decimal | undefined => a && b && a.plus(b);

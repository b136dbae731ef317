import { Decimal } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { amortizedCostTerms } from './amortized-cost.ts';
import type { CurField } from './cur-columns.ts';

const amounts: Partial<Record<CurField, string>> = {
  savingsPlanEffectiveCost: '0.7',
  reservationEffectiveCost: '0.6',
  savingsPlanCommitment: '10',
  savingsPlanUsedCommitment: '9.25',
  reservationUnusedUpfront: '1.1',
  reservationUnusedRecurring: '2.2',
  cost: '5',
};
const amountOf = (field: CurField) => Decimal.parse(amounts[field] ?? '');

describe('amortized cost', () => {
  it.each([
    ['Usage', false, '5'],
    ['Credit', false, '5'],
    ['SavingsPlanCoveredUsage', false, '0.7'],
    ['DiscountedUsage', true, '0.6'],
    ['SavingsPlanNegation', false, '0'],
    ['SavingsPlanUpfrontFee', false, '0'],
    ['SavingsPlanRecurringFee', false, '0.75'],
    ['RIFee', true, '3.3'],
    ['Fee', true, '0'],
    ['Fee', false, '5'],
  ])('of %s (reservation: %s) is %s', (type, hasReservation, expected) => {
    const cost = amortizedCostTerms(type, hasReservation).reduce(
      (sum, { field, sign }) => (sign > 0 ? sum.plus(amountOf(field)) : sum.minus(amountOf(field))),
      Decimal.ZERO,
    );
    expect(cost.toString()).toBe(expected);
  });
});

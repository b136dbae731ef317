import { Decimal } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { amortizedCost } from './amortized-cost.ts';
import type { CurField } from './cur-columns.ts';

const amounts: Partial<Record<CurField, string>> = {
  savingsPlanEffectiveCost: '0.7',
  reservationEffectiveCost: '0.6',
  savingsPlanCommitment: '10',
  savingsPlanUsedCommitment: '9.25',
  reservationUnusedUpfront: '1.1',
  reservationUnusedRecurring: '2.2',
};
const amountOf = (field: CurField) => (amounts[field] === undefined ? undefined : Decimal.parse(amounts[field]));
const cost = Decimal.parse('5');

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
    expect(amortizedCost(type, cost, hasReservation, amountOf)?.toString()).toBe(expected);
  });

  it.each(['SavingsPlanCoveredUsage', 'DiscountedUsage', 'SavingsPlanRecurringFee', 'RIFee'])(
    'of %s is unknown without its columns',
    (type) => {
      expect(amortizedCost(type, cost, true, () => undefined)).toBeUndefined();
    },
  );
});

import type { ChargeCategory } from './line-item.ts';

const CATEGORIES: Readonly<Record<string, ChargeCategory>> = {
  Usage: 'Usage',
  DiscountedUsage: 'Usage',
  SavingsPlanCoveredUsage: 'Usage',
  SavingsPlanNegation: 'Usage',
  Discount: 'Usage',
  BundledDiscount: 'Usage',
  EdpDiscount: 'Usage',
  PrivateRateDiscount: 'Usage',
  RiVolumeDiscount: 'Usage',
  SppDiscount: 'Usage',
  Fee: 'Purchase',
  RIFee: 'Purchase',
  SavingsPlanRecurringFee: 'Purchase',
  SavingsPlanUpfrontFee: 'Purchase',
  Tax: 'Tax',
  Credit: 'Credit',
  Refund: 'Adjustment',
};

/**
 * FOCUS charge category of a CUR line item type; undefined for a type that is not known.
 * Source: AWS CUR "lineItem/LineItemType"; FOCUS 1.2, "Charge Category".
 */
export const chargeCategoryOf = (lineItemType: string): ChargeCategory | undefined =>
  Object.hasOwn(CATEGORIES, lineItemType) ? CATEGORIES[lineItemType] : undefined;

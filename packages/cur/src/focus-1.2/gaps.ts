import type { ReportFormat } from '../line-item.ts';

/** Columns of FOCUS 1.2 that the curated files do not have, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  PricingCurrencyContractedUnitPrice:
    'Cost and Usage Reports have prices in the billing currency alone. The column is needed only for virtual currencies, which AWS has none of.',
  PricingCurrencyEffectiveCost:
    'Cost and Usage Reports have costs in the billing currency alone. The column is needed only for virtual currencies, which AWS has none of.',
  PricingCurrencyListUnitPrice:
    'Cost and Usage Reports have prices in the billing currency alone. The column is needed only for virtual currencies, which AWS has none of.',
};

/** Where rows of the curated files, made from a whole report of a format, do not meet a requirement of FOCUS 1.2. */
export interface Gap {
  readonly column: string;
  readonly formats: readonly ReportFormat[];
  readonly reason: string;
}

const CUR: readonly ReportFormat[] = ['cur-legacy', 'cur-2.0'];
const CUR_AND_AWS: readonly ReportFormat[] = ['cur-legacy', 'cur-2.0', 'focus-1.0', 'focus-1.2'];
const NO_PRICE = 'AWS names no SKU and no price for fees, some discounts and AWS Marketplace.';

export const GAPS: readonly Gap[] = [
  {
    column: 'BillingAccountType',
    formats: ['focus-1.0'],
    reason: 'FOCUS 1.0 has no such column, and the provider need not be AWS.',
  },
  {
    column: 'CommitmentDiscountQuantity',
    formats: CUR,
    reason:
      'Reports give hours, normalised units or money by the kind of commitment, and for purchases nothing of their whole term: it cannot be derived exactly.',
  },
  {
    column: 'CommitmentDiscountQuantity',
    formats: ['focus-1.0'],
    reason: 'FOCUS 1.0 has no such column.',
  },
  {
    column: 'ConsumedQuantity',
    formats: CUR,
    reason:
      'Rows of discounts and of SavingsPlanNegation are Usage but use nothing: their quantity would count the same use twice.',
  },
  { column: 'ContractedUnitPrice', formats: CUR_AND_AWS, reason: NO_PRICE },
  {
    column: 'EffectiveCost',
    formats: CUR,
    reason:
      "What was not used of a commitment stands on the row of its recurring fee, a Purchase, as the report has it. FOCUS wants a row of its own for it: rows are never split, so that their number and sums stay the report's.",
  },
  {
    column: 'EffectiveCost',
    formats: ['focus-1.0', 'focus-1.2'],
    reason:
      'Rows stay those of the exporter. The exports that our generator makes follow the Cost and Usage Report row for row, and so have its gap.',
  },
  { column: 'ListUnitPrice', formats: CUR_AND_AWS, reason: NO_PRICE },
  {
    column: 'PricingQuantity',
    formats: CUR,
    reason: 'As for ConsumedQuantity: discounts and negations are no use of their own.',
  },
  { column: 'PricingUnit', formats: CUR_AND_AWS, reason: NO_PRICE },
  {
    column: 'ResourceType',
    formats: CUR_AND_AWS,
    reason:
      "Cost and Usage Reports do not say what kind of thing a resource is; in AWS's own exports it is mostly empty.",
  },
  { column: 'SkuId', formats: CUR_AND_AWS, reason: NO_PRICE },
  { column: 'SkuPriceId', formats: CUR_AND_AWS, reason: NO_PRICE },
  {
    column: 'SubAccountName',
    formats: ['cur-legacy'],
    reason: 'The legacy report has account numbers alone.',
  },
  {
    column: 'SubAccountType',
    formats: ['focus-1.0'],
    reason: 'FOCUS 1.0 has no such column, and the provider need not be AWS.',
  },
];

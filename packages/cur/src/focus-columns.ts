import type { CommonField } from './common-rules.ts';
import type { Sources } from './row-reader.ts';

/** Needed to say what a charge cost, whom, when and for what; a file without one of them is refused. */
export const FOCUS_NEEDED = ['account', 'start', 'serviceCode', 'cost'] as const;

export type FocusField =
  | CommonField
  | 'region'
  | 'category'
  | 'consumedUnit'
  | 'pricingUnit'
  | 'effectiveCost'
  | 'commitment';

/**
 * Where a FOCUS export keeps what Almanac reads; names beginning with `x_` are AWS's own additions.
 * Source: FOCUS 1.0 and 1.2, "Columns"; AWS Data Exports guide, "FOCUS with AWS columns".
 */
export const FOCUS_COLUMNS: Sources<FocusField> = {
  account: ['SubAccountId'],
  start: ['ChargePeriodStart'],
  serviceCode: ['x_ServiceCode', 'ServiceName'],
  cost: ['BilledCost'],
  payer: ['BillingAccountId'],
  billingPeriod: ['BillingPeriodStart'],
  end: ['ChargePeriodEnd'],
  serviceName: ['ServiceName'],
  region: ['RegionId'],
  zone: ['AvailabilityZone'],
  resource: ['ResourceId'],
  category: ['ChargeCategory'],
  description: ['ChargeDescription'],
  sku: ['SkuId'],
  quantity: ['ConsumedQuantity'],
  consumedUnit: ['ConsumedUnit'],
  pricingUnit: ['PricingUnit'],
  listCost: ['ListCost'],
  effectiveCost: ['EffectiveCost'],
  currency: ['BillingCurrency'],
  commitment: ['CommitmentDiscountId'],
  operation: ['x_Operation'],
  usageType: ['x_UsageType'],
};

/** Column with the tags as a JSON map. */
export const FOCUS_TAGS = 'Tags';

/** Columns that FOCUS 1.2 has and 1.0 has not. Source: FOCUS 1.2, changelog. */
export const FOCUS_1_2_COLUMNS = ['InvoiceId', 'BillingAccountType', 'SubAccountType', 'PricingCurrency'] as const;

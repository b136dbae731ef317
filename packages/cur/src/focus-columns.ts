import type { CommonField } from './common-rules.ts';
import type { TextProperty } from './line-item-rules.ts';
import type { Sources } from './row-reader.ts';

/** Needed to say what a charge cost, whom, when and for what; a file without one of them is refused. */
export const FOCUS_NEEDED = ['account', 'start', 'serviceCode', 'cost'] as const;

/** Texts that are taken over as they stand, each from the column of its name. */
export const FOCUS_COPIES = [
  'BillingAccountName',
  'BillingAccountType',
  'CapacityReservationId',
  'CapacityReservationStatus',
  'ChargeClass',
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'CommitmentDiscountUnit',
  'ConsumedUnit',
  'InvoiceId',
  'InvoiceIssuerName',
  'PricingCategory',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ResourceName',
  'ResourceType',
  'SkuId',
  'SkuPriceDetails',
  'SkuPriceId',
  'SubAccountName',
  'SubAccountType',
] as const satisfies readonly TextProperty[];

type CopiedField = (typeof FOCUS_COPIES)[number];

export type FocusField =
  | CommonField
  | CopiedField
  | 'serviceCategory'
  | 'serviceSubcategory'
  | 'category'
  | 'frequency'
  | 'meter'
  | 'consumed'
  | 'priced'
  | 'listCost'
  | 'listPrice'
  | 'contractedCost'
  | 'contractedPrice'
  | 'effectiveCost'
  | 'committed';

const OF_THEIR_NAME = Object.fromEntries(
  FOCUS_COPIES.map((name) => [name, [name]] as const),
) as unknown as Sources<CopiedField>;

/**
 * Where a FOCUS export keeps what Almanac reads; names beginning with `x_` are AWS's own additions.
 * Source: FOCUS 1.0 and 1.2, "Columns"; AWS Data Exports guide, "FOCUS with AWS columns".
 */
export const FOCUS_COLUMNS: Sources<FocusField> = {
  ...OF_THEIR_NAME,
  account: ['SubAccountId'],
  start: ['ChargePeriodStart'],
  serviceCode: ['x_ServiceCode', 'ServiceName'],
  cost: ['BilledCost'],
  payer: ['BillingAccountId'],
  billingPeriod: ['BillingPeriodStart'],
  end: ['ChargePeriodEnd'],
  serviceName: ['ServiceName'],
  zone: ['AvailabilityZone'],
  resource: ['ResourceId'],
  description: ['ChargeDescription'],
  serviceCategory: ['ServiceCategory'],
  serviceSubcategory: ['ServiceSubcategory'],
  category: ['ChargeCategory'],
  frequency: ['ChargeFrequency'],
  meter: ['SkuMeter', 'x_UsageType'],
  consumed: ['ConsumedQuantity'],
  priced: ['PricingQuantity'],
  listCost: ['ListCost'],
  listPrice: ['ListUnitPrice'],
  contractedCost: ['ContractedCost'],
  contractedPrice: ['ContractedUnitPrice'],
  effectiveCost: ['EffectiveCost'],
  committed: ['CommitmentDiscountQuantity'],
  currency: ['BillingCurrency'],
  pricingCurrency: ['PricingCurrency'],
  operation: ['x_Operation'],
  usageType: ['x_UsageType', 'SkuMeter'],
};

/** Column with the tags as a JSON map. */
export const FOCUS_TAGS = 'Tags';

/** Columns that FOCUS 1.2 has and 1.0 has not. Source: FOCUS 1.2, changelog. */
export const FOCUS_1_2_COLUMNS = ['InvoiceId', 'BillingAccountType', 'SubAccountType', 'PricingCurrency'] as const;

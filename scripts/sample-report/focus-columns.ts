/**
 * Columns of the specification in FOCUS 1.2, in the order AWS writes them (by name).
 * Source: "FOCUS 1.2 with AWS columns" in the table dictionary of the AWS Data Exports user guide.
 */
export const FOCUS_COLUMNS = [
  'AvailabilityZone',
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingAccountType',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'CapacityReservationId',
  'CapacityReservationStatus',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountQuantity',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'CommitmentDiscountUnit',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'InvoiceId',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingCurrency',
  'PricingCurrencyContractedUnitPrice',
  'PricingCurrencyEffectiveCost',
  'PricingCurrencyListUnitPrice',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'ServiceSubcategory',
  'SkuId',
  'SkuMeter',
  'SkuPriceDetails',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'SubAccountType',
  'Tags',
] as const;

/** Columns that AWS adds to the specification's: all of them in its FOCUS 1.0, three in its FOCUS 1.2. */
export const AWS_COLUMNS = ['x_CostCategories', 'x_Discounts', 'x_Operation', 'x_ServiceCode', 'x_UsageType'] as const;

/** Name of a column that a FOCUS file may have. */
export type FocusColumn = (typeof FOCUS_COLUMNS)[number] | (typeof AWS_COLUMNS)[number];

const SINCE_1_2: ReadonlySet<FocusColumn> = new Set([
  ...(['BillingAccountType', 'CapacityReservationId', 'CapacityReservationStatus'] as const),
  ...(['CommitmentDiscountQuantity', 'CommitmentDiscountUnit', 'InvoiceId', 'PricingCurrency'] as const),
  ...(['PricingCurrencyContractedUnitPrice', 'PricingCurrencyEffectiveCost'] as const),
  ...(['PricingCurrencyListUnitPrice', 'ServiceSubcategory', 'SkuMeter', 'SkuPriceDetails'] as const),
  'SubAccountType',
]);

/** In 1.2 the usage type is SkuMeter, and cost categories are tags. */
const GONE_IN_1_2: ReadonlySet<FocusColumn> = new Set(['x_CostCategories', 'x_UsageType']);

/** Columns of a FOCUS file in file order, with or without those that AWS adds. */
export const focusColumns = (version: '1.0' | '1.2', awsColumns: boolean): readonly FocusColumn[] => {
  const all: readonly FocusColumn[] = awsColumns ? [...FOCUS_COLUMNS, ...AWS_COLUMNS] : FOCUS_COLUMNS;
  return all.filter((column) => !(version === '1.0' ? SINCE_1_2 : GONE_IN_1_2).has(column));
};

/** Type of a column as an export's manifest names it; maps are strings in csv. */
export const focusType = (column: string): string => {
  if (/(Cost|Price|Quantity)$/.test(column)) return 'double';
  return /Period(Start|End)$/.test(column) ? 'timestamp_milliseconds' : 'string';
};

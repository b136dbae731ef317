import { AMOUNT_PRECISION, AMOUNT_SCALE, type LineItem } from '../line-item.ts';
import type { ParquetColumn } from './parquet-file.ts';

/** `amount` and `price` are stored alike; a price comes as text of which few are distinct, an amount in words. */
export type CuratedKind = 'text' | 'amount' | 'price' | 'time' | 'json';

/**
 * Columns of the curated file, in order: those of FOCUS 1.2 by name, then our own by name. The Glue table `focus_parts` has
 * the same names in lower case.
 * Source of the order: FOCUS 1.2, "Column Handling".
 */
export const CURATED_COLUMNS: readonly (readonly [keyof LineItem, CuratedKind])[] = [
  ['AvailabilityZone', 'text'],
  ['BilledCost', 'amount'],
  ['BillingAccountId', 'text'],
  ['BillingAccountName', 'text'],
  ['BillingAccountType', 'text'],
  ['BillingCurrency', 'text'],
  ['BillingPeriodEnd', 'time'],
  ['BillingPeriodStart', 'time'],
  ['CapacityReservationId', 'text'],
  ['CapacityReservationStatus', 'text'],
  ['ChargeCategory', 'text'],
  ['ChargeClass', 'text'],
  ['ChargeDescription', 'text'],
  ['ChargeFrequency', 'text'],
  ['ChargePeriodEnd', 'time'],
  ['ChargePeriodStart', 'time'],
  ['CommitmentDiscountCategory', 'text'],
  ['CommitmentDiscountId', 'text'],
  ['CommitmentDiscountName', 'text'],
  ['CommitmentDiscountQuantity', 'price'],
  ['CommitmentDiscountStatus', 'text'],
  ['CommitmentDiscountType', 'text'],
  ['CommitmentDiscountUnit', 'text'],
  ['ConsumedQuantity', 'amount'],
  ['ConsumedUnit', 'text'],
  ['ContractedCost', 'amount'],
  ['ContractedUnitPrice', 'price'],
  ['EffectiveCost', 'amount'],
  ['InvoiceId', 'text'],
  ['InvoiceIssuerName', 'text'],
  ['ListCost', 'amount'],
  ['ListUnitPrice', 'price'],
  ['PricingCategory', 'text'],
  ['PricingCurrency', 'text'],
  ['PricingQuantity', 'amount'],
  ['PricingUnit', 'text'],
  ['ProviderName', 'text'],
  ['PublisherName', 'text'],
  ['RegionId', 'text'],
  ['RegionName', 'text'],
  ['ResourceId', 'text'],
  ['ResourceName', 'text'],
  ['ResourceType', 'text'],
  ['ServiceCategory', 'text'],
  ['ServiceName', 'text'],
  ['ServiceSubcategory', 'text'],
  ['SkuId', 'text'],
  ['SkuMeter', 'text'],
  ['SkuPriceDetails', 'text'],
  ['SkuPriceId', 'text'],
  ['SubAccountId', 'text'],
  ['SubAccountName', 'text'],
  ['SubAccountType', 'text'],
  ['Tags', 'json'],
  ['x_LineItemType', 'text'],
  ['x_Operation', 'text'],
  ['x_ServiceCode', 'text'],
  ['x_UsageType', 'text'],
];

const DECIMAL: Omit<ParquetColumn, 'name'> = {
  type: 'FIXED_LEN_BYTE_ARRAY',
  type_length: 16,
  converted_type: 'DECIMAL',
  precision: AMOUNT_PRECISION,
  scale: AMOUNT_SCALE,
};

const ELEMENTS: Readonly<Record<CuratedKind, Omit<ParquetColumn, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  amount: DECIMAL,
  price: DECIMAL,
};

/** The curated file's columns in Parquet's terms. */
export const CURATED_SCHEMA: readonly ParquetColumn[] = CURATED_COLUMNS.map(([name, kind]) => ({
  name,
  ...ELEMENTS[kind],
}));

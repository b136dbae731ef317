import type { Decimal } from '@almanac/kernel';

/** FOCUS 1.2, column ChargeCategory. */
export type ChargeCategory = 'Usage' | 'Purchase' | 'Tax' | 'Credit' | 'Adjustment';

/** Report formats Almanac knows by their header; the value stands in ledger and CLI output. */
export type ReportFormat = 'cur-legacy' | 'cur-2.0' | 'focus-1.0' | 'focus-1.2';

/**
 * One row of any cost report in FOCUS terms. Field names are FOCUS 1.2 column names, as in the curated file, and `x_` begins
 * those of our own. Times are UTC as `YYYY-MM-DDTHH:MM:SSZ`; absent values are null.
 */
export interface LineItem {
  AvailabilityZone: string | null;
  BilledCost: Decimal;
  BillingAccountId: string | null;
  BillingAccountName: string | null;
  BillingAccountType: string | null;
  BillingCurrency: string;
  BillingPeriodEnd: string;
  /** First instant of the month the line item is billed in: not always the month of its usage. */
  BillingPeriodStart: string;
  CapacityReservationId: string | null;
  CapacityReservationStatus: string | null;
  ChargeCategory: ChargeCategory;
  ChargeClass: string | null;
  ChargeDescription: string | null;
  ChargeFrequency: string;
  ChargePeriodEnd: string | null;
  ChargePeriodStart: string;
  CommitmentDiscountCategory: string | null;
  CommitmentDiscountId: string | null;
  CommitmentDiscountName: string | null;
  CommitmentDiscountQuantity: DecimalText | null;
  CommitmentDiscountStatus: string | null;
  CommitmentDiscountType: string | null;
  CommitmentDiscountUnit: string | null;
  ConsumedQuantity: Decimal | null;
  ConsumedUnit: string | null;
  ContractedCost: Decimal | null;
  ContractedUnitPrice: DecimalText | null;
  EffectiveCost: Decimal;
  InvoiceId: string | null;
  InvoiceIssuerName: string | null;
  ListCost: Decimal | null;
  ListUnitPrice: DecimalText | null;
  PricingCategory: string | null;
  PricingCurrency: string;
  PricingQuantity: Decimal | null;
  PricingUnit: string | null;
  ProviderName: string | null;
  PublisherName: string | null;
  RegionId: string | null;
  RegionName: string | null;
  ResourceId: string | null;
  ResourceName: string | null;
  ResourceType: string | null;
  ServiceCategory: string;
  ServiceName: string;
  ServiceSubcategory: string;
  SkuId: string | null;
  SkuMeter: string | null;
  /** A JSON object, as text. */
  SkuPriceDetails: string | null;
  SkuPriceId: string | null;
  SubAccountId: string;
  SubAccountName: string | null;
  SubAccountType: string | null;
  Tags: Readonly<Record<string, string>>;
  x_LineItemType: string;
  x_Operation: string | null;
  x_ServiceCode: string;
  x_UsageType: string | null;
}

/** An exact decimal as `Decimal.toString()` writes it: of amounts that are seldom distinct and never summed. */
export type DecimalText = string;

/** `YYYY-MM` of the month a line item is billed in. */
export const billingPeriodOf = (item: LineItem): string => item.BillingPeriodStart.slice(0, 7);

/** Decimals an amount may have: what the curated file's DECIMAL(38,18) holds. */
export const AMOUNT_SCALE = 18;
/** Significant digits of a DynamoDB number, and of DECIMAL(38,18). */
export const AMOUNT_PRECISION = 38;

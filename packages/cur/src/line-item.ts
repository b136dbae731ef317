import type { Decimal } from '@almanac/kernel';

/** FOCUS 1.2, column ChargeCategory. */
export type ChargeCategory = 'Usage' | 'Purchase' | 'Tax' | 'Credit' | 'Adjustment';

/** Report formats Almanac knows by their header; the value stands in ledger and CLI output. */
export type ReportFormat = 'cur-legacy' | 'cur-2.0' | 'focus-1.0' | 'focus-1.2';

/**
 * One row of any cost report in FOCUS terms. Field names are FOCUS column names, as in the curated file.
 * Times are UTC as `YYYY-MM-DDTHH:MM:SSZ`; absent values are null.
 */
export interface LineItem {
  BillingAccountId: string | null;
  SubAccountId: string;
  /** First instant of the month the line item is billed in: not always the month of its usage. */
  BillingPeriodStart: string;
  ChargePeriodStart: string;
  ChargePeriodEnd: string | null;
  ServiceName: string;
  ServiceCode: string;
  RegionId: string;
  AvailabilityZone: string | null;
  ResourceId: string | null;
  ChargeCategory: ChargeCategory;
  ChargeDescription: string | null;
  SkuId: string | null;
  ConsumedQuantity: Decimal | null;
  ConsumedUnit: string | null;
  PricingUnit: string | null;
  ListCost: Decimal | null;
  BilledCost: Decimal;
  EffectiveCost: Decimal;
  BillingCurrency: string;
  CommitmentDiscountId: string | null;
  Tags: Readonly<Record<string, string>>;
  x_LineItemType: string;
  x_Operation: string | null;
  x_UsageType: string | null;
}

/** `YYYY-MM` of the month a line item is billed in. */
export const billingPeriodOf = (item: LineItem): string => item.BillingPeriodStart.slice(0, 7);

/** Decimals an amount may have: what the curated file's DECIMAL(38,18) holds. */
export const AMOUNT_SCALE = 18;
/** Significant digits of a DynamoDB number, and of DECIMAL(38,18). */
export const AMOUNT_PRECISION = 38;

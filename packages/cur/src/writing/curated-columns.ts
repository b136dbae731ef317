import { AMOUNT_PRECISION, AMOUNT_SCALE, type LineItem } from '../line-item.ts';
import type { ParquetColumn } from './parquet-file.ts';

export type CuratedKind = 'text' | 'amount' | 'time' | 'json';

/** Columns of the curated file, in order. The Glue table `focus_parts` has the same names in lower case. */
export const CURATED_COLUMNS: readonly (readonly [keyof LineItem, CuratedKind])[] = [
  ['BillingAccountId', 'text'],
  ['SubAccountId', 'text'],
  ['BillingPeriodStart', 'time'],
  ['ChargePeriodStart', 'time'],
  ['ChargePeriodEnd', 'time'],
  ['ServiceName', 'text'],
  ['ServiceCode', 'text'],
  ['RegionId', 'text'],
  ['AvailabilityZone', 'text'],
  ['ResourceId', 'text'],
  ['ChargeCategory', 'text'],
  ['ChargeDescription', 'text'],
  ['SkuId', 'text'],
  ['ConsumedQuantity', 'amount'],
  ['ConsumedUnit', 'text'],
  ['PricingUnit', 'text'],
  ['ListCost', 'amount'],
  ['BilledCost', 'amount'],
  ['EffectiveCost', 'amount'],
  ['BillingCurrency', 'text'],
  ['CommitmentDiscountId', 'text'],
  ['Tags', 'json'],
  ['x_LineItemType', 'text'],
  ['x_Operation', 'text'],
  ['x_UsageType', 'text'],
];

const ELEMENTS: Readonly<Record<CuratedKind, Omit<ParquetColumn, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  amount: {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: 16,
    converted_type: 'DECIMAL',
    precision: AMOUNT_PRECISION,
    scale: AMOUNT_SCALE,
  },
};

/** The curated file's columns in Parquet's terms. */
export const CURATED_SCHEMA: readonly ParquetColumn[] = CURATED_COLUMNS.map(([name, kind]) => ({
  name,
  ...ELEMENTS[kind],
}));

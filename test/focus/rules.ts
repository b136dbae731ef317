import { Decimal } from '@almanac/kernel';
import { SERVICE_SUBCATEGORIES } from '../../packages/cur/src/focus-1.2/allowed-values.ts';
import { FOCUS_COLUMNS_1_2, type FocusColumn } from '../../packages/cur/src/focus-1.2/columns.ts';
import { LEFT_OUT } from '../../packages/cur/src/focus-1.2/gaps.ts';

/** A row of a curated file: decimals as text, times as ISO 8601. */
export type Row = Readonly<Record<string, string | null>>;

/** A requirement of the specification on every row. */
export interface FocusRule {
  /** The column that is wrong where it is broken. */
  readonly column: string;
  readonly requirement: string;
  isMet(row: Row): boolean;
}

const rule = (column: string, requirement: string, isMet: (row: Row) => boolean): FocusRule => ({
  column,
  requirement,
  isMet,
});

const isNull = (row: Row, column: string): boolean => (row[column] ?? null) === null;
const isOneOf = (row: Row, column: string, ...values: string[]): boolean => values.includes(row[column] ?? '');
const isPriced = (row: Row): boolean =>
  isOneOf(row, 'ChargeCategory', 'Usage', 'Purchase') && isNull(row, 'ChargeClass');

const sameNull = (column: string, other: string): FocusRule =>
  rule(column, `is null where ${other} is, and nowhere else`, (row) => isNull(row, column) === isNull(row, other));
const nullWithout = (column: string, other: string): FocusRule =>
  rule(column, `is null where ${other} is`, (row) => !isNull(row, other) || isNull(row, column));
const nullForTax = (column: string): FocusRule =>
  rule(column, 'is null for a tax', (row) => row.ChargeCategory !== 'Tax' || isNull(row, column));
const neededWherePriced = (column: string): FocusRule =>
  rule(column, 'is not null for usage and purchases', (row) => !isPriced(row) || !isNull(row, column));

function isKeyValue(text: string | null | undefined): boolean {
  if (text === null || text === undefined) return true;
  const value: unknown = JSON.parse(text);
  const isPlain = (each: unknown) => each === null || ['string', 'number', 'boolean'].includes(typeof each);
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isPlain);
}

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  'Currency Format': (text) => /^[A-Z]{3}$/.test(text),
  'Date/Time Format': (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text),
  'Key-Value Format': isKeyValue,
};

function rulesOf({ id, allowsNulls, values, format }: FocusColumn): FocusRule[] {
  const check = FORMATS[format ?? ''];
  return [
    ...(allowsNulls ? [] : [rule(id, 'is not null', (row) => !isNull(row, id))]),
    ...(values ? [rule(id, 'has an allowed value', (row) => isNull(row, id) || values.includes(row[id] ?? ''))] : []),
    ...(check ? [rule(id, `is of ${format}`, (row) => isNull(row, id) || check(row[id] ?? ''))] : []),
  ];
}

/** Each under the heading of its column in FOCUS 1.2, "Columns". */
const ACROSS_COLUMNS: readonly FocusRule[] = [
  sameNull('BillingAccountType', 'BillingAccountId'),
  rule('BillingPeriodEnd', 'follows the start', (row) => (row.BillingPeriodEnd ?? '') > (row.BillingPeriodStart ?? '')),
  nullWithout('CapacityReservationStatus', 'CapacityReservationId'),
  rule('ChargeFrequency', 'is not Usage-Based for a purchase', (row) => {
    return row.ChargeCategory !== 'Purchase' || row.ChargeFrequency !== 'Usage-Based';
  }),
  rule('ChargePeriodEnd', 'follows the start', (row) => (row.ChargePeriodEnd ?? '') > (row.ChargePeriodStart ?? '')),
  sameNull('CommitmentDiscountCategory', 'CommitmentDiscountId'),
  sameNull('CommitmentDiscountType', 'CommitmentDiscountId'),
  nullWithout('CommitmentDiscountName', 'CommitmentDiscountId'),
  rule('CommitmentDiscountQuantity', 'is there for commitments, used or bought', (row) => {
    return isNull(row, 'CommitmentDiscountId') || !isPriced(row) || !isNull(row, 'CommitmentDiscountQuantity');
  }),
  nullWithout('CommitmentDiscountQuantity', 'CommitmentDiscountId'),
  nullWithout('CommitmentDiscountStatus', 'CommitmentDiscountId'),
  rule('CommitmentDiscountStatus', 'is not null for usage with a commitment', (row) => {
    const isCovered = row.ChargeCategory === 'Usage' && !isNull(row, 'CommitmentDiscountId');
    return !isCovered || !isNull(row, 'CommitmentDiscountStatus');
  }),
  nullWithout('CommitmentDiscountUnit', 'CommitmentDiscountId'),
  rule('ConsumedQuantity', 'is null but for usage that is not unused', (row) => {
    const isUse = row.ChargeCategory === 'Usage' && row.CommitmentDiscountStatus !== 'Unused';
    return isUse || isNull(row, 'ConsumedQuantity');
  }),
  rule('ConsumedQuantity', 'is not null for usage that is not unused', (row) => {
    const isUse = row.ChargeCategory === 'Usage' && row.CommitmentDiscountStatus !== 'Unused';
    return !isUse || !isNull(row, 'ChargeClass') || !isNull(row, 'ConsumedQuantity');
  }),
  sameNull('ConsumedUnit', 'ConsumedQuantity'),
  nullForTax('ContractedUnitPrice'),
  neededWherePriced('ContractedUnitPrice'),
  rule('EffectiveCost', 'is 0 where a purchase covers later charges', (row) => {
    const isCommitment = row.ChargeCategory === 'Purchase' && !isNull(row, 'CommitmentDiscountId');
    return !isCommitment || Decimal.parse(row.EffectiveCost ?? '').equals(Decimal.ZERO);
  }),
  rule('EffectiveCost', 'is what was billed for credits and adjustments', (row) => {
    return !isOneOf(row, 'ChargeCategory', 'Credit', 'Adjustment') || row.EffectiveCost === row.BilledCost;
  }),
  nullForTax('ListUnitPrice'),
  neededWherePriced('ListUnitPrice'),
  nullForTax('PricingCategory'),
  neededWherePriced('PricingCategory'),
  rule('PricingCategory', 'is Committed for what a commitment covers', (row) => {
    return row.CommitmentDiscountStatus !== 'Used' || row.PricingCategory === 'Committed';
  }),
  nullForTax('PricingQuantity'),
  neededWherePriced('PricingQuantity'),
  nullForTax('PricingUnit'),
  neededWherePriced('PricingUnit'),
  sameNull('RegionName', 'RegionId'),
  nullWithout('ResourceName', 'ResourceId'),
  sameNull('ResourceType', 'ResourceId'),
  rule('ServiceSubcategory', 'lies in its one category', (row) => {
    const [category] =
      Object.entries(SERVICE_SUBCATEGORIES).find(([, all]) =>
        (all as readonly string[]).includes(row.ServiceSubcategory ?? ''),
      ) ?? [];
    return category === row.ServiceCategory;
  }),
  nullForTax('SkuId'),
  neededWherePriced('SkuId'),
  nullWithout('SkuMeter', 'SkuId'),
  nullWithout('SkuPriceDetails', 'SkuPriceId'),
  nullForTax('SkuPriceId'),
  neededWherePriced('SkuPriceId'),
  sameNull('SubAccountName', 'SubAccountId'),
  sameNull('SubAccountType', 'SubAccountId'),
];

/** What FOCUS 1.2 requires of a row and a program can tell, but for columns that are left out. */
export const FOCUS_RULES: readonly FocusRule[] = [
  ...FOCUS_COLUMNS_1_2.filter(({ id }) => !(id in LEFT_OUT)).flatMap(rulesOf),
  ...ACROSS_COLUMNS,
];

import { Decimal } from '@almanac/kernel';
import { amount, fieldError, isStorableAmount, type Row } from './fields.ts';
import { AMOUNT_PRECISION, AMOUNT_SCALE, type LineItem } from './line-item.ts';

/** Properties that are texts, times or texts of decimals, each by a rule of its own. */
export const TEXT_PROPERTIES = [
  'AvailabilityZone',
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
  'ConsumedUnit',
  'ContractedUnitPrice',
  'InvoiceId',
  'InvoiceIssuerName',
  'ListUnitPrice',
  'PricingCategory',
  'PricingCurrency',
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
  'x_LineItemType',
  'x_Operation',
  'x_ServiceCode',
  'x_UsageType',
] as const satisfies readonly (keyof LineItem)[];
export type TextProperty = (typeof TEXT_PROPERTIES)[number];

/** Properties that are amounts, each by a rule that says of which columns. */
export const AMOUNT_PROPERTIES = [
  'BilledCost',
  'ConsumedQuantity',
  'ContractedCost',
  'EffectiveCost',
  'ListCost',
  'PricingQuantity',
] as const satisfies readonly (keyof LineItem)[];
export type AmountProperty = (typeof AMOUNT_PROPERTIES)[number];

/** How a value follows from a few columns of a row, so that it is worked out once for rows that agree in them. */
export interface Rule<Value> {
  /** Columns it looks at, as indexes into the header. */
  readonly columns: readonly number[];
  /** Whether it is the text of its only column as it stands, absent texts being null. */
  readonly isCopy?: boolean;
  /** Whether it looks at no more of times than their days: for all times of a day it says the same. */
  readonly isOfDays?: boolean;
  /** Whether it may add a warning about a value that it reads. */
  readonly warns?: boolean;
  /** @throws AlmanacError where a needed value cannot be read */
  value(row: Row): Value;
}

/** A column of amounts; undefined where the report has none. */
export interface AmountPlace {
  readonly column: number;
  readonly name: string;
}

/** An amount as a sum of amounts of the row, each added or taken away; of no amount: 0. */
export type AmountTerms = readonly { readonly place: AmountPlace; readonly sign: 1 | -1 }[];

/** Where null, the row has no such amount. */
export interface AmountRule extends Rule<AmountTerms | null> {
  /** Every place that it may name. */
  readonly places: readonly AmountPlace[];
}

/** Tags by key, each key once. */
export type TagEntries = readonly (readonly [key: string, value: string])[];

/**
 * What the columns of a report mean: the one place that both ways of reading follow, row by row and by columns.
 * A rule may add to the findings of the file when it is applied.
 */
export interface LineItemRules {
  readonly texts: Readonly<Record<TextProperty, Rule<string | null>>>;
  readonly tags: Rule<TagEntries>;
  readonly amounts: Readonly<Record<AmountProperty, AmountRule>>;
}

/** Turns a row of one report format into a line item; says in the findings what it had to assume. */
export type Normaliser = (row: Row) => LineItem;

/** Applies the rules to whole rows, one by one. */
export const normaliserOf =
  (rules: LineItemRules): Normaliser =>
  (row) => {
    const amounts = AMOUNT_PROPERTIES.map((property) => [property, amountOf(rules.amounts[property].value(row), row)]);
    const texts = TEXT_PROPERTIES.map((property) => [property, rules.texts[property].value(row)]);
    return {
      ...(Object.fromEntries(texts) as Pick<LineItem, TextProperty>),
      ...(Object.fromEntries(amounts) as Pick<LineItem, AmountProperty>),
      Tags: Object.fromEntries(rules.tags.value(row)),
    };
  };

function amountOf(terms: AmountTerms | null, row: Row): Decimal | null {
  if (!terms) return null;
  const read = (place: AmountPlace) => amount(row.fields[place.column] ?? '', row, place.name);
  const sum = terms.reduce(
    (total, { place, sign }) => total.plus(sign > 0 ? read(place) : read(place).negated()),
    Decimal.ZERO,
  );
  if (terms.length > 1) assertStorable(sum.toFixedPoint(AMOUNT_SCALE), terms, row);
  return sum;
}

/** @throws AlmanacError `AMOUNT_OUT_OF_RANGE` where an amount made of several has more digits than can be stored */
function assertStorable(units: bigint, terms: AmountTerms, row: Row): void {
  if (isStorableAmount(units)) return;
  const names = terms.map(({ place }) => place.name).join(' and ');
  throw fieldError('AMOUNT_OUT_OF_RANGE', `their combination has more than ${AMOUNT_PRECISION} digits`, row, names);
}

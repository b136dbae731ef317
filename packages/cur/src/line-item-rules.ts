import { Decimal } from '@almanac/kernel';
import { amount, fieldError, isStorableAmount, type Row } from './fields.ts';
import { AMOUNT_PRECISION, AMOUNT_SCALE, type LineItem } from './line-item.ts';

/** Properties that are texts or times, each by a rule of its own. */
export const TEXT_PROPERTIES = [
  'BillingAccountId',
  'SubAccountId',
  'BillingPeriodStart',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ServiceName',
  'ServiceCode',
  'RegionId',
  'AvailabilityZone',
  'ResourceId',
  'ChargeCategory',
  'ChargeDescription',
  'SkuId',
  'ConsumedUnit',
  'PricingUnit',
  'BillingCurrency',
  'CommitmentDiscountId',
  'x_LineItemType',
  'x_Operation',
  'x_UsageType',
] as const;
export type TextProperty = (typeof TEXT_PROPERTIES)[number];

/** Properties that are the amount in one column. */
export type AmountProperty = 'ConsumedQuantity' | 'ListCost' | 'BilledCost';

/** How a value follows from a few columns of a row, so that it is worked out once for rows that agree in them. */
export interface Rule<Value> {
  /** Columns it looks at, as indexes into the header. */
  readonly columns: readonly number[];
  /** Whether it is the text of its only column as it stands, absent texts being null. */
  readonly isCopy?: boolean;
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

/** A cost as a sum of amounts of the row, each added or taken away; of no amount: 0. */
export type CostTerms = readonly { readonly place: AmountPlace; readonly sign: 1 | -1 }[];

/**
 * What the columns of a report mean: the one place that both ways of reading follow, row by row and by columns.
 * A rule may add to the findings of the file when it is applied.
 */
export interface LineItemRules {
  readonly texts: Readonly<Record<TextProperty, Rule<string | null>>>;
  readonly tags: Rule<Readonly<Record<string, string>>>;
  readonly amounts: Readonly<Record<AmountProperty, AmountPlace | undefined>>;
  readonly effectiveCost: Rule<CostTerms>;
  /** Every place that {@link effectiveCost} may name. */
  readonly effectiveCostPlaces: readonly AmountPlace[];
}

/** Turns a row of one report format into a line item; says in the findings what it had to assume. */
export type Normaliser = (row: Row) => LineItem;

/** Applies the rules to whole rows, one by one. */
export const normaliserOf =
  (rules: LineItemRules): Normaliser =>
  (row) => {
    const read = (place: AmountPlace) => amount(row.fields[place.column] ?? '', row, place.name);
    const costs = Object.fromEntries(
      Object.entries(rules.amounts).map(([property, place]) => [property, place ? read(place) : null]),
    );
    const texts = TEXT_PROPERTIES.map((property) => [property, rules.texts[property].value(row)]);
    return {
      ...(Object.fromEntries(texts) as Pick<LineItem, TextProperty>),
      ...(costs as Pick<LineItem, AmountProperty>),
      EffectiveCost: costOf(rules.effectiveCost.value(row), read, row),
      Tags: rules.tags.value(row),
    };
  };

function costOf(terms: CostTerms, read: (place: AmountPlace) => Decimal, row: Row): Decimal {
  const cost = terms.reduce(
    (sum, { place, sign }) => sum.plus(sign > 0 ? read(place) : read(place).negated()),
    Decimal.ZERO,
  );
  if (terms.length > 1) assertStorableCost(cost.toFixedPoint(AMOUNT_SCALE), terms, row);
  return cost;
}

/** @throws AlmanacError `AMOUNT_OUT_OF_RANGE` where a cost made of several amounts has more digits than can be stored */
function assertStorableCost(units: bigint, terms: CostTerms, row: Row): void {
  if (isStorableAmount(units)) return;
  const names = terms.map(({ place }) => place.name).join(' and ');
  throw fieldError('AMOUNT_OUT_OF_RANGE', `their combination has more than ${AMOUNT_PRECISION} digits`, row, names);
}

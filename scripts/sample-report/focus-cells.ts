import { COLUMNS, type Column } from './columns.ts';
import { plain } from './decimals.ts';
import type { FocusColumn } from './focus-columns.ts';
import { serviceClass } from './focus-services.ts';
import { type Cell, jsonMap, withMilliseconds } from './layout.ts';
import { legacyReader } from './legacy-layout.ts';
import { textOf } from './line-reader.ts';

const text = (column: Column): Cell => textOf(COLUMNS, column);
const time = (column: Column): Cell => {
  const cell = text(column);
  return (row) => withMilliseconds(cell(row));
};
const either =
  (first: Cell, second: Cell): Cell =>
  (row) =>
    first(row) || second(row);

const type = text('lineItem/LineItemType');
const cost = text('lineItem/UnblendedCost');
const currency = text('lineItem/CurrencyCode');
const code = text('lineItem/ProductCode');
const plan = text('savingsPlan/SavingsPlanARN');
const reservation = text('reservation/ReservationARN');
const quantity = text('lineItem/UsageAmount');
const unit = text('pricing/unit');
const rate = text('lineItem/UnblendedRate');
const listRate = text('pricing/publicOnDemandRate');
const region: Cell = (row) => legacyReader.region(row).replace('global', '');
const category: Cell = (row) => legacyReader.category(row);
const unlessUsage =
  (others: Cell): Cell =>
  (row) =>
    category(row) === 'Usage' ? 'Usage-Based' : others(row);

const RECURRING = new Set(['RIFee', 'SavingsPlanRecurringFee']);
const COMMITTED = new Set(['SavingsPlanCoveredUsage', 'SavingsPlanNegation', 'DiscountedUsage']);
/** Types whose effective cost is always their billed cost, in the very digits. */
const AS_BILLED = new Set(['Usage', 'Tax', 'Credit', 'Refund', 'BundledDiscount']);

const effective: Cell = (row) =>
  AS_BILLED.has(type(row)) ? cost(row) : plain(legacyReader.amortized(row, legacyReader.unblended(row)));

const commitmentCategory: Cell = (row) => (plan(row) ? 'Spend' : reservation(row) ? 'Usage' : '');
const commitmentStatus: Cell = (row) => (COMMITTED.has(type(row)) ? 'Used' : RECURRING.has(type(row)) ? 'Unused' : '');

const committedQuantity: Cell = (row) => {
  if (plan(row)) return effective(row);
  return reservation(row) ? quantity(row) : '';
};

const correction: Cell = (row) =>
  type(row) === 'Refund' && legacyReader.date(row).slice(0, 7) < legacyReader.period(row) ? 'Correction' : '';

const emptyIfNone =
  (map: Cell): Cell =>
  (row) =>
    map(row).replace(/^\{\}$/, '');

const tags = COLUMNS.filter((column) => column.startsWith('resourceTags/'));
const tagKey = (column: Column): string => column.replace(/^resourceTags\/(user:)?/, '');
const priceDetails = jsonMap([
  ['InstanceType', text('product/instanceType')],
  ['OperatingSystem', text('product/operatingSystem')],
]);

const always =
  (value: string): Cell =>
  () =>
    value;

/**
 * A line item in FOCUS, row for row: a Savings Plan's covered use and its negation stay two rows, so that billed costs
 * are the report's own. Account names are the layout's to add.
 * Source: FOCUS specification 1.0 and 1.2, "Columns".
 */
export const FOCUS_CELLS: Partial<Record<FocusColumn, Cell>> = {
  AvailabilityZone: text('lineItem/AvailabilityZone'),
  BilledCost: cost,
  BillingAccountId: text('bill/PayerAccountId'),
  BillingAccountType: always('Management Account'),
  BillingCurrency: currency,
  BillingPeriodEnd: time('bill/BillingPeriodEndDate'),
  BillingPeriodStart: time('bill/BillingPeriodStartDate'),
  ChargeCategory: category,
  ChargeClass: correction,
  ChargeDescription: text('lineItem/LineItemDescription'),
  ChargeFrequency: unlessUsage((row) => (RECURRING.has(type(row)) ? 'Recurring' : 'One-Time')),
  ChargePeriodEnd: time('lineItem/UsageEndDate'),
  ChargePeriodStart: time('lineItem/UsageStartDate'),
  CommitmentDiscountCategory: commitmentCategory,
  CommitmentDiscountId: either(plan, reservation),
  CommitmentDiscountQuantity: committedQuantity,
  CommitmentDiscountStatus: commitmentStatus,
  CommitmentDiscountType: (row) => (plan(row) ? 'Savings Plan' : reservation(row) ? 'Reserved Instance' : ''),
  CommitmentDiscountUnit: (row) => (plan(row) ? currency(row) : reservation(row) ? 'Hours' : ''),
  ConsumedQuantity: (row) => (category(row) === 'Usage' ? quantity(row) : ''),
  ConsumedUnit: (row) => (category(row) === 'Usage' ? unit(row) || 'Units' : ''),
  ContractedCost: either(text('pricing/publicOnDemandCost'), cost),
  ContractedUnitPrice: rate,
  EffectiveCost: effective,
  InvoiceId: text('bill/InvoiceId'),
  InvoiceIssuerName: text('bill/InvoicingEntity'),
  ListCost: either(text('pricing/publicOnDemandCost'), cost),
  ListUnitPrice: listRate,
  PricingCategory: (row) =>
    COMMITTED.has(type(row)) ? 'Committed' : /^(Usage|Purchase)$/.test(category(row)) ? 'Standard' : '',
  PricingCurrency: currency,
  PricingCurrencyContractedUnitPrice: rate,
  PricingCurrencyEffectiveCost: effective,
  PricingCurrencyListUnitPrice: listRate,
  PricingQuantity: quantity,
  PricingUnit: unit,
  ProviderName: always('AWS'),
  PublisherName: text('lineItem/LegalEntity'),
  RegionId: region,
  RegionName: (row) => region(row) && (text('product/location')(row) || region(row)),
  ResourceId: text('lineItem/ResourceId'),
  ServiceCategory: (row) => serviceClass(code(row))[0],
  ServiceName: either(text('product/ProductName'), code),
  ServiceSubcategory: (row) => serviceClass(code(row))[1],
  SkuId: text('product/sku'),
  SkuMeter: text('lineItem/UsageType'),
  SkuPriceDetails: emptyIfNone(priceDetails),
  SkuPriceId: text('pricing/RateCode'),
  SubAccountId: text('lineItem/UsageAccountId'),
  SubAccountType: always('Member Account'),
  Tags: emptyIfNone(jsonMap(tags.map((column) => [tagKey(column), text(column)]))),
  x_CostCategories: always('{}'),
  x_Discounts: always('{}'),
  x_Operation: text('lineItem/Operation'),
  x_ServiceCode: code,
  x_UsageType: text('lineItem/UsageType'),
};

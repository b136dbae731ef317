import { chargeKind } from './charge-kind.ts';
import type { CurField } from './cur-columns.ts';
import type { Rule, TextProperty } from './line-item-rules.ts';
import type { FieldValues, RowReader } from './row-reader.ts';

type PriceProperty =
  | Exclude<Extract<TextProperty, `Pricing${string}` | `Sku${string}`>, 'PricingCurrency'>
  | 'ConsumedUnit'
  | 'ContractedUnitPrice'
  | 'ListUnitPrice';

/** AWS's usage types of spot instances, such as `EUW1-SpotUsage:m5.large`. */
const SPOT = /(^|-)SpotUsage(:|$)/;

/** Line item types whose rate is the price without a commitment's discount. */
const AT_CONTRACTED_RATE: ReadonlySet<string> = new Set(['Usage', 'SavingsPlanCoveredUsage']);

/**
 * Units, prices and SKUs of a Cost and Usage Report's rows.
 * Source: FOCUS 1.2, "Pricing …", "SKU …", "Consumed Unit", "List Unit Price" and "Contracted Unit Price".
 */
export function curPriceRules(reader: RowReader<CurField>): Record<PriceProperty, Rule<string | null>> {
  const unlessTax = (field: CurField) =>
    reader.rule(['type', field], ({ text }) => (chargeKind(text('type')).category === 'Tax' ? null : text(field)));
  return {
    ConsumedUnit: reader.rule(['type', 'unit'], ({ text }) => (chargeKind(text('type')).isUse ? text('unit') : null)),
    ContractedUnitPrice: reader.decimalRule('rate', ['type'], ({ text }) =>
      AT_CONTRACTED_RATE.has(text('type') ?? 'Usage'),
    ),
    ListUnitPrice: reader.decimalRule('listRate', ['type'], ({ text }) => chargeKind(text('type')).isUse),
    PricingCategory: reader.rule(['type', 'usageType'], pricingCategory),
    PricingUnit: unlessTax('unit'),
    SkuId: unlessTax('sku'),
    SkuMeter: reader.rule(['type', 'sku', 'usageType'], ({ text }) =>
      chargeKind(text('type')).category === 'Tax' || text('sku') === null ? null : text('usageType'),
    ),
    SkuPriceDetails: reader.rule(['type', 'rateCode', 'instanceType', 'operatingSystem', 'cores'], skuPriceDetails),
    SkuPriceId: unlessTax('rateCode'),
  };
}

function pricingCategory({ text }: FieldValues<'type' | 'usageType'>): string | null {
  const { category, isCommitted } = chargeKind(text('type'));
  if (category !== 'Usage' && category !== 'Purchase') return null;
  if (isCommitted) return 'Committed';
  return SPOT.test(text('usageType') ?? '') ? 'Dynamic' : 'Standard';
}

/** Properties that FOCUS defines, of which one core or more is a number; AWS writes `NA` where one does not apply. */
function skuPriceDetails({
  text,
}: FieldValues<'type' | 'rateCode' | 'instanceType' | 'operatingSystem' | 'cores'>): string | null {
  if (text('rateCode') === null || chargeKind(text('type')).category === 'Tax') return null;
  const cores = Number(text('cores') ?? Number.NaN);
  const system = text('operatingSystem');
  const details = {
    ...(cores > 0 && { CoreCount: cores }),
    ...(text('instanceType') !== null && { InstanceType: text('instanceType') }),
    ...(system !== null && system !== 'NA' && { OperatingSystem: system }),
  };
  return Object.keys(details).length > 0 ? JSON.stringify(details) : null;
}

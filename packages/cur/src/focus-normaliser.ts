import { partial } from './cur-normaliser.ts';
import { FOCUS_COLUMNS, FOCUS_NEEDED, FOCUS_TAGS, type FocusField } from './focus-columns.ts';
import type { Header } from './header.ts';
import type { ChargeCategory, ReportFormat } from './line-item.ts';
import type { ReadFindings } from './report-reader.ts';
import { type Normaliser, RowReader } from './row-reader.ts';

const CATEGORIES: ReadonlySet<string> = new Set<ChargeCategory>(['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment']);
const isCategory = (text: string): text is ChargeCategory => CATEGORIES.has(text);

/**
 * Normaliser for FOCUS exports of any provider.
 * @throws AlmanacError `MISSING_COLUMN` naming the columns that are needed and absent
 */
export function focusNormaliser(header: Header, format: ReportFormat, findings: ReadFindings): Normaliser {
  const reader = new RowReader<FocusField>(format, header, FOCUS_COLUMNS, FOCUS_NEEDED, findings);

  return (row) => {
    const text = (field: FocusField) => reader.text(row, field);
    const start = reader.neededTime(row, 'start');
    const cost = reader.neededAmount(row, 'cost');
    const serviceCode = text('serviceCode') ?? 'unknown';
    const category = categoryOf(text('category') ?? 'Usage', findings);
    return {
      BillingAccountId: text('payer'),
      SubAccountId: text('account') ?? text('payer') ?? 'unknown',
      BillingPeriodStart: `${(reader.time(row, 'billingPeriod') ?? start).slice(0, 7)}-01T00:00:00Z`,
      ChargePeriodStart: start,
      ChargePeriodEnd: reader.time(row, 'end'),
      ServiceName: text('serviceName') ?? serviceCode,
      ServiceCode: serviceCode,
      RegionId: text('region') ?? 'global',
      AvailabilityZone: text('zone'),
      ResourceId: text('resource'),
      ChargeCategory: category,
      ChargeDescription: text('description'),
      SkuId: text('sku'),
      ConsumedQuantity: reader.amount(row, 'quantity') ?? null,
      ConsumedUnit: text('consumedUnit'),
      PricingUnit: text('pricingUnit'),
      ListCost: reader.amount(row, 'listCost') ?? null,
      BilledCost: cost,
      EffectiveCost: reader.amount(row, 'effectiveCost') ?? partial(cost, findings),
      BillingCurrency: text('currency') ?? 'USD',
      CommitmentDiscountId: text('commitment'),
      Tags: reader.map(row, FOCUS_TAGS),
      x_LineItemId: null,
      x_LineItemType: category,
      x_Operation: text('operation'),
      x_UsageType: text('usageType'),
    };
  };
}

function categoryOf(text: string, findings: ReadFindings): ChargeCategory {
  if (isCategory(text)) return text;
  findings.warnings.add(`Charge category "${text.slice(0, 60)}" is not known: counted as Usage`);
  return 'Usage';
}

import type { Decimal } from '@almanac/kernel';
import { amortizedCost } from './amortized-cost.ts';
import { chargeCategoryOf } from './charge-category.ts';
import { CUR_NEEDED, type CurColumns, type CurField } from './cur-columns.ts';
import type { Row } from './fields.ts';
import type { Header } from './header.ts';
import type { ReadFindings } from './report-reader.ts';
import { type Normaliser, RowReader } from './row-reader.ts';

const ZONE_REGION = /^[a-z]{2}(?:-[a-z]+)+-\d+/;

/** The region an Availability Zone or Local Zone lies in: `us-east-1a` and `us-east-1-bos-1a` lie in `us-east-1`. */
const regionOfZone = (zone: string | null): string | null => (zone && ZONE_REGION.exec(zone)?.[0]) ?? null;

/**
 * Normaliser for Cost and Usage Reports, by the column table of their generation.
 * @throws AlmanacError `MISSING_COLUMN` naming the columns that are needed and absent
 */
export function curNormaliser(header: Header, columns: CurColumns, findings: ReadFindings): Normaliser {
  const reader = new RowReader<CurField>(columns.format, header, columns.sources, CUR_NEEDED, findings);
  const tagsOf = tagReader(header, columns, reader);

  return (row) => {
    const text = (field: CurField) => reader.text(row, field);
    const type = text('type') ?? 'Usage';
    const start = reader.neededTime(row, 'start');
    const cost = reader.neededAmount(row, 'cost');
    const reservation = text('reservationArn');
    const serviceCode = text('serviceCode') ?? 'unknown';
    const zone = text('zone');
    const unit = text('unit');
    const amortized = amortizedCost(type, cost, reservation !== null, (field) => reader.amount(row, field));
    return {
      BillingAccountId: text('payer'),
      SubAccountId: text('account') ?? text('payer') ?? 'unknown',
      BillingPeriodStart: `${(reader.time(row, 'billingPeriod') ?? start).slice(0, 7)}-01T00:00:00Z`,
      ChargePeriodStart: start,
      ChargePeriodEnd: reader.time(row, 'end'),
      ServiceName: text('serviceName') ?? serviceCode,
      ServiceCode: serviceCode,
      RegionId: text('region') ?? regionOfZone(zone) ?? 'global',
      AvailabilityZone: zone,
      ResourceId: text('resource'),
      ChargeCategory: categoryOf(type, findings),
      ChargeDescription: text('description'),
      SkuId: text('sku'),
      ConsumedQuantity: reader.amount(row, 'quantity') ?? null,
      ConsumedUnit: unit,
      PricingUnit: unit,
      ListCost: reader.amount(row, 'listCost') ?? null,
      BilledCost: cost,
      EffectiveCost: amortized ?? partial(cost, findings),
      BillingCurrency: text('currency') ?? 'USD',
      CommitmentDiscountId: text('savingsPlanArn') ?? reservation,
      Tags: tagsOf(row),
      x_LineItemId: text('lineItemId'),
      x_LineItemType: type,
      x_Operation: text('operation'),
      x_UsageType: text('usageType'),
    };
  };
}

function categoryOf(type: string, findings: ReadFindings) {
  const category = chargeCategoryOf(type);
  if (!category) findings.warnings.add(`Line item type "${type.slice(0, 60)}" is not known: counted as Usage`);
  return category ?? 'Usage';
}

/** The unblended cost where the amortised one cannot be told, with a note that it is so. */
export function partial(unblended: Decimal, findings: ReadFindings): Decimal {
  findings.amortized = 'partial';
  return unblended;
}

/** Reads the tags of a row: from columns of their own, or from a map. */
function tagReader(header: Header, { tagPrefix, tagMaps = [] }: CurColumns, reader: RowReader<CurField>) {
  const map = tagMaps.find((column) => header.indexOf(column) !== undefined);
  const columns = header.names.flatMap((name, index) =>
    tagPrefix && name.startsWith(tagPrefix) ? [{ index, tag: name.slice(tagPrefix.length) }] : [],
  );
  return (row: Row): Readonly<Record<string, string>> => {
    if (map) return reader.map(row, map);
    const tags: Record<string, string> = {};
    for (const { index, tag } of columns) {
      const value = row.fields[index];
      if (value) tags[tag] = value;
    }
    return tags;
  };
}

import { AlmanacError, type Decimal } from '@almanac/kernel';
import { amortizedCost } from './amortized-cost.ts';
import { chargeCategoryOf } from './charge-category.ts';
import { type CurColumns, type CurField, NEEDED } from './cur-columns.ts';
import { amount, instant, type Row, textOrNull } from './fields.ts';
import type { Header } from './header.ts';
import type { LineItem } from './line-item.ts';
import type { ReadFindings } from './report-reader.ts';

/** Turns a row of one report format into a line item; says in `findings` what it had to assume. */
export type Normaliser = (row: Row) => LineItem;

const ZONE_REGION = /^[a-z]{2}(?:-[a-z]+)+-\d+/;

/** The region an Availability Zone or Local Zone lies in: `us-east-1a` and `us-east-1-bos-1a` lie in `us-east-1`. */
const regionOfZone = (zone: string | null): string | null => (zone && ZONE_REGION.exec(zone)?.[0]) ?? null;

/**
 * Normaliser for Cost and Usage Reports, by the column table of their generation.
 * @throws AlmanacError `MISSING_COLUMN` naming the column that is needed and absent
 */
export function curNormaliser(header: Header, columns: CurColumns, findings: ReadFindings): Normaliser {
  const index = Object.fromEntries(
    Object.entries(columns.names).map(([field, names]) => [
      field,
      names.map((name) => header.indexOf(name)).filter(isFound),
    ]),
  ) as Record<CurField, number[]>;
  const missing = NEEDED.filter((field) => index[field].length === 0).map((field) => columns.names[field][0]);
  if (missing.length > 0) {
    throw new AlmanacError(
      'MISSING_COLUMN',
      `The file looks like ${columns.format} but has no column ${missing.join(', ')}; add it to the report and upload again`,
      { format: columns.format, missing },
    );
  }
  const tags = tagColumns(header, columns.tagPrefix);
  const columnName = (field: CurField) => header.names[index[field][0] ?? -1] ?? field;
  const instants = new Map<string, string>();

  return (row) => {
    const text = (field: CurField): string | null => {
      for (const i of index[field]) {
        const value = textOrNull(row.fields[i]);
        if (value !== null) return value;
      }
      return null;
    };
    const number = (field: CurField): Decimal | undefined => {
      const i = index[field][0];
      return i === undefined ? undefined : amount(row.fields[i] ?? '', row, columnName(field));
    };
    const time = (field: CurField): string | null => {
      const value = text(field);
      if (value === null) return null;
      let iso = instants.get(value);
      if (iso === undefined) {
        iso = instant(value, row, columnName(field));
        if (instants.size > 10_000) instants.clear();
        instants.set(value, iso);
      }
      return iso;
    };

    const type = text('type') ?? 'Usage';
    const start = time('start') ?? instant('', row, columnName('start'));
    const cost = number('cost') as Decimal;
    const reservation = text('reservationArn');
    const serviceCode = text('serviceCode') ?? 'unknown';
    const zone = text('zone');
    const unit = text('unit');
    return {
      BillingAccountId: text('payer'),
      SubAccountId: text('account') ?? text('payer') ?? 'unknown',
      BillingPeriodStart: `${(time('billingPeriod') ?? start).slice(0, 7)}-01T00:00:00Z`,
      ChargePeriodStart: start,
      ChargePeriodEnd: time('end'),
      ServiceName: text('serviceName') ?? serviceCode,
      ServiceCode: serviceCode,
      RegionId: text('region') ?? regionOfZone(zone) ?? 'global',
      AvailabilityZone: zone,
      ResourceId: text('resource'),
      ChargeCategory: categoryOf(type, findings),
      ChargeDescription: text('description'),
      SkuId: text('sku'),
      ConsumedQuantity: number('quantity') ?? null,
      ConsumedUnit: unit,
      PricingUnit: unit,
      ListCost: number('listCost') ?? null,
      BilledCost: cost,
      EffectiveCost: amortizedCost(type, cost, reservation !== null, number) ?? partial(cost, findings),
      BillingCurrency: text('currency') ?? 'USD',
      CommitmentDiscountId: text('savingsPlanArn') ?? reservation,
      Tags: tagsOf(row, tags),
      x_LineItemId: text('lineItemId'),
      x_LineItemType: type,
      x_Operation: text('operation'),
      x_UsageType: text('usageType'),
    };
  };
}

const isFound = (index: number | undefined): index is number => index !== undefined;

function categoryOf(type: string, findings: ReadFindings) {
  const category = chargeCategoryOf(type);
  if (!category) findings.warnings.add(`Line item type "${type.slice(0, 60)}" is not known: counted as Usage`);
  return category ?? 'Usage';
}

function partial(unblended: Decimal, findings: ReadFindings): Decimal {
  findings.amortized = 'partial';
  return unblended;
}

const tagColumns = (header: Header, prefix: string): [number, string][] =>
  header.names.flatMap((name, i) =>
    name.startsWith(prefix) ? [[i, name.slice(prefix.length)] as [number, string]] : [],
  );

function tagsOf(row: Row, columns: readonly [number, string][]): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [i, name] of columns) {
    const value = row.fields[i];
    if (value) tags[name] = value;
  }
  return tags;
}

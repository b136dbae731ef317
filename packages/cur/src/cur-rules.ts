import { chargeCategoryOf } from './charge-category.ts';
import { chargeFrequency, chargeKind } from './charge-kind.ts';
import { commonTexts } from './common-rules.ts';
import { curAmountRules } from './cur-amount-rules.ts';
import { CUR_NEEDED, type CurColumns, type CurField } from './cur-columns.ts';
import { curCommitmentRules } from './cur-commitment-rules.ts';
import { curPriceRules } from './cur-price-rules.ts';
import type { Row } from './fields.ts';
import { regionName } from './focus-1.2/aws-regions.ts';
import { serviceCategory, serviceSubcategory } from './focus-1.2/aws-services.ts';
import type { Header } from './header.ts';
import type { LineItemRules, Rule, TagEntries } from './line-item-rules.ts';
import type { ReadFindings } from './report-reader.ts';
import { type FieldValues, RowReader } from './row-reader.ts';

const ZONE_REGION = /^[a-z]{2}(?:-[a-z]+)+-\d+/;

/** The region an Availability Zone or Local Zone lies in: `us-east-1a` and `us-east-1-bos-1a` lie in `us-east-1`. */
const regionOfZone = (zone: string | null): string | null => (zone && ZONE_REGION.exec(zone)?.[0]) ?? null;

/**
 * Rules for Cost and Usage Reports, by the column table of their generation.
 * @throws AlmanacError `MISSING_COLUMN` naming the columns that are needed and absent
 */
export function curRules(
  header: Header,
  columns: CurColumns,
  findings: ReadFindings,
  billingPeriod?: string,
): LineItemRules {
  const reader = new RowReader<CurField>(columns.format, header, columns.sources, CUR_NEEDED, findings);
  const rule: typeof reader.rule = (fields, derive) => reader.rule(fields, derive);
  const region = ({ text }: FieldValues<'region' | 'zone'>) => text('region') ?? regionOfZone(text('zone'));
  const subcategory = ({ text }: FieldValues<'serviceCode'>) => serviceSubcategory(text('serviceCode') ?? 'unknown');
  return {
    texts: {
      ...commonTexts(reader, findings, billingPeriod),
      BillingAccountName: reader.textRule('payerName'),
      BillingAccountType: rule(['payer'], ({ text }) => (text('payer') === null ? null : 'Payer Account')),
      ChargeCategory: rule(['type'], ({ text }) => categoryOf(text('type') ?? 'Usage', findings)),
      ChargeClass: chargeClassRule(reader, billingPeriod),
      ChargeFrequency: rule(['type'], ({ text }) => {
        const { category, isRecurring } = chargeKind(text('type'));
        return chargeFrequency(category, isRecurring);
      }),
      InvoiceId: reader.textRule('invoice'),
      InvoiceIssuerName: reader.textRule('invoiceIssuer'),
      ProviderName: reader.constantRule('AWS'),
      PublisherName: reader.textRule('seller'),
      RegionId: rule(['region', 'zone'], region),
      RegionName: rule(['region', 'zone'], (values) => regionName(region(values))),
      ResourceName: reader.constantRule(null),
      ResourceType: reader.constantRule(null),
      ServiceCategory: rule(['serviceCode'], (values) => serviceCategory(subcategory(values))),
      ServiceSubcategory: rule(['serviceCode'], subcategory),
      SubAccountName: reader.textRule('accountName'),
      SubAccountType: reader.constantRule('Usage Account'),
      x_LineItemType: rule(['type'], ({ text }) => text('type') ?? 'Usage'),
      ...curCommitmentRules(reader),
      ...curPriceRules(reader),
    },
    tags: tagRule(header, columns, reader),
    amounts: curAmountRules(reader, findings),
  };
}

function categoryOf(type: string, findings: ReadFindings) {
  const category = chargeCategoryOf(type);
  if (!category) findings.warnings.add(`Line item type "${type.slice(0, 60)}" is not known: counted as Usage`);
  return category ?? 'Usage';
}

/**
 * A refund of an earlier month's use corrects that month's invoice; whether a later one of the same month does, the
 * report does not tell.
 */
function chargeClassRule(reader: RowReader<CurField>, forced?: string): Rule<string | null> {
  const rule = reader.rule(['type', 'billingPeriod', 'start'], ({ text, time, neededTime }) => {
    if (text('type') !== 'Refund') return null;
    const start = neededTime('start').slice(0, 7);
    const billed = forced ?? time('billingPeriod')?.slice(0, 7) ?? start;
    return start < billed ? 'Correction' : null;
  });
  return { ...rule, isOfDays: true };
}

/** Reads the tags of a row: from columns of their own, or from a map. */
function tagRule(
  header: Header,
  { tagPrefix, tagMaps = [] }: CurColumns,
  reader: RowReader<CurField>,
): Rule<TagEntries> {
  const map = tagMaps.find((column) => header.indexOf(column) !== undefined);
  if (map) return reader.mapRule(map);
  const columns = new Map<string, number[]>();
  header.names.forEach((name, index) => {
    if (!tagPrefix || !name.startsWith(tagPrefix)) return;
    const key = name.slice(tagPrefix.length);
    columns.set(key, [...(columns.get(key) ?? []), index]);
  });
  const tagsOf = ({ fields }: Row): TagEntries => {
    const tags: [string, string][] = [];
    for (const [key, indexes] of columns) {
      let value = '';
      for (const index of indexes) value = fields[index] || value;
      if (value) tags.push([key, value]);
    }
    return tags;
  };
  return { columns: [...columns.values()].flat(), value: tagsOf };
}

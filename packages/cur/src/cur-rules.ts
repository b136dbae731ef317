import { AMORTIZED_COST_FIELDS, amortizedCostTerms } from './amortized-cost.ts';
import { chargeCategoryOf } from './charge-category.ts';
import { commonAmounts, commonTexts } from './common-rules.ts';
import { CUR_NEEDED, type CurColumns, type CurField } from './cur-columns.ts';
import type { Row } from './fields.ts';
import type { Header } from './header.ts';
import type { CostTerms, LineItemRules, Rule } from './line-item-rules.ts';
import type { ReadFindings } from './report-reader.ts';
import { RowReader } from './row-reader.ts';

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
  return {
    texts: {
      ...commonTexts(reader, findings, billingPeriod),
      RegionId: rule(['region', 'zone'], ({ text }) => text('region') ?? regionOfZone(text('zone')) ?? 'global'),
      ChargeCategory: rule(['type'], ({ text }) => categoryOf(text('type') ?? 'Usage', findings)),
      ConsumedUnit: reader.textRule('unit'),
      PricingUnit: reader.textRule('unit'),
      CommitmentDiscountId: rule(
        ['savingsPlanArn', 'reservationArn'],
        ({ text }) => text('savingsPlanArn') ?? text('reservationArn'),
      ),
      x_LineItemType: rule(['type'], ({ text }) => text('type') ?? 'Usage'),
    },
    tags: tagRule(header, columns, reader),
    amounts: commonAmounts(reader),
    effectiveCost: effectiveCostRule(reader, findings),
    effectiveCostPlaces: AMORTIZED_COST_FIELDS.flatMap((field) => reader.amountPlace(field) ?? []),
  };
}

function categoryOf(type: string, findings: ReadFindings) {
  const category = chargeCategoryOf(type);
  if (!category) findings.warnings.add(`Line item type "${type.slice(0, 60)}" is not known: counted as Usage`);
  return category ?? 'Usage';
}

/** Where a column that a row's amortised cost needs is absent: its unblended cost, with a note that it is so. */
function effectiveCostRule(reader: RowReader<CurField>, findings: ReadFindings): Rule<CostTerms> {
  const unblended: CostTerms = [{ place: reader.neededAmountPlace('cost'), sign: 1 }];
  return reader.rule(['type', 'reservationArn'], ({ text }) => {
    const needed = amortizedCostTerms(text('type') ?? 'Usage', text('reservationArn') !== null);
    const terms = needed.flatMap(({ field, sign }) => {
      const place = reader.amountPlace(field);
      return place ? [{ place, sign }] : [];
    });
    if (terms.length === needed.length) return terms;
    findings.amortized = 'partial';
    return unblended;
  });
}

/** Reads the tags of a row: from columns of their own, or from a map. */
function tagRule(header: Header, { tagPrefix, tagMaps = [] }: CurColumns, reader: RowReader<CurField>): Rule<Tags> {
  const map = tagMaps.find((column) => header.indexOf(column) !== undefined);
  if (map) return reader.mapRule(map);
  const columns = header.names.flatMap((name, index) =>
    tagPrefix && name.startsWith(tagPrefix) ? [{ index, tag: name.slice(tagPrefix.length) }] : [],
  );
  const tagsOf = (row: Row): Tags => {
    const tags: Record<string, string> = {};
    for (const { index, tag } of columns) {
      const value = row.fields[index];
      if (value) tags[tag] = value;
    }
    return tags;
  };
  return { columns: columns.map(({ index }) => index), value: tagsOf };
}

type Tags = Readonly<Record<string, string>>;

import { chargeFrequency } from './charge-kind.ts';
import { commonTexts } from './common-rules.ts';
import { otherOf, serviceCategory, serviceSubcategory } from './focus-1.2/aws-services.ts';
import { focusAmountRules } from './focus-amount-rules.ts';
import { FOCUS_COLUMNS, FOCUS_COPIES, FOCUS_NEEDED, FOCUS_TAGS, type FocusField } from './focus-columns.ts';
import type { Header } from './header.ts';
import type { ChargeCategory, ReportFormat } from './line-item.ts';
import type { LineItemRules, Rule } from './line-item-rules.ts';
import type { ReadFindings } from './report-reader.ts';
import { type FieldValues, RowReader } from './row-reader.ts';

const CATEGORIES: ReadonlySet<string> = new Set<ChargeCategory>(['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment']);
const isCategory = (text: string): text is ChargeCategory => CATEGORIES.has(text);

/**
 * Rules for FOCUS exports of any provider.
 * @throws AlmanacError `MISSING_COLUMN` naming the columns that are needed and absent
 */
export function focusRules(
  header: Header,
  format: ReportFormat,
  findings: ReadFindings,
  billingPeriod?: string,
): LineItemRules {
  const reader = new RowReader<FocusField>(format, header, FOCUS_COLUMNS, FOCUS_NEEDED, findings);
  const rule: typeof reader.rule = (fields, derive) => reader.rule(fields, derive);
  const category = rule(['category'], ({ text }) => categoryOf(text('category') ?? 'Usage', findings));
  const copies = FOCUS_COPIES.map((name) => [name, reader.textRule(name)] as const);
  return {
    texts: {
      ...commonTexts(reader, findings, billingPeriod),
      ...(Object.fromEntries(copies) as Record<(typeof FOCUS_COPIES)[number], Rule<string | null>>),
      ChargeCategory: category,
      ChargeFrequency: rule(
        ['frequency', 'category'],
        ({ text }) => text('frequency') ?? chargeFrequency(text('category') ?? 'Usage'),
      ),
      CommitmentDiscountQuantity: reader.decimalRule('committed'),
      ContractedUnitPrice: reader.decimalRule('contractedPrice'),
      ListUnitPrice: reader.decimalRule('listPrice'),
      // Sums need values that were worked out, not a copy.
      RegionId: rule(['RegionId'], ({ text }) => text('RegionId')),
      ServiceCategory: rule(['serviceCategory', 'serviceCode'], ownCategory),
      ServiceSubcategory: rule(['serviceSubcategory', 'serviceCategory', 'serviceCode'], (values) => {
        const { text } = values;
        return text('serviceSubcategory') ?? subcategoryOf(ownCategory(values), text('serviceCode') ?? '');
      }),
      SkuMeter: rule(['SkuId', 'meter'], ({ text }) => (text('SkuId') === null ? null : text('meter'))),
      x_LineItemType: category,
    },
    tags: reader.mapRule(FOCUS_TAGS),
    amounts: focusAmountRules(reader, findings),
  };
}

/** FOCUS 1.0 exports of some providers lack the category; then the table of services decides. */
const ownCategory = ({ text }: FieldValues<'serviceCategory' | 'serviceCode'>): string =>
  text('serviceCategory') ?? serviceCategory(serviceSubcategory(text('serviceCode') ?? ''));

/** FOCUS 1.0 has no subcategories: the table's where it lies in the export's category, else the category's `Other`. */
function subcategoryOf(category: string, serviceCode: string): string {
  const listed = serviceSubcategory(serviceCode);
  return serviceCategory(listed) === category ? listed : (otherOf(category) ?? listed);
}

function categoryOf(text: string, findings: ReadFindings): ChargeCategory {
  if (isCategory(text)) return text;
  findings.warnings.add(`Charge category "${text.slice(0, 60)}" is not known: counted as Usage`);
  return 'Usage';
}

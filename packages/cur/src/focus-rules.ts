import { commonAmounts, commonTexts } from './common-rules.ts';
import { FOCUS_COLUMNS, FOCUS_NEEDED, FOCUS_TAGS, type FocusField } from './focus-columns.ts';
import type { Header } from './header.ts';
import type { ChargeCategory, ReportFormat } from './line-item.ts';
import type { CostTerms, LineItemRules, Rule } from './line-item-rules.ts';
import type { ReadFindings } from './report-reader.ts';
import { RowReader } from './row-reader.ts';

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
  const category = reader.rule(['category'], ({ text }) => categoryOf(text('category') ?? 'Usage', findings));
  return {
    texts: {
      ...commonTexts(reader, findings, billingPeriod),
      RegionId: reader.rule(['region'], ({ text }) => text('region') ?? 'global'),
      ChargeCategory: category,
      ConsumedUnit: reader.textRule('consumedUnit'),
      PricingUnit: reader.textRule('pricingUnit'),
      CommitmentDiscountId: reader.textRule('commitment'),
      x_LineItemType: category,
    },
    tags: reader.mapRule(FOCUS_TAGS),
    amounts: commonAmounts(reader),
    effectiveCost: effectiveCostRule(reader, findings),
    effectiveCostPlaces: [reader.amountPlace('effectiveCost') ?? reader.neededAmountPlace('cost')],
  };
}

/** The column where there is one; the billed cost otherwise, with a note that it is so. */
function effectiveCostRule(reader: RowReader<FocusField>, findings: ReadFindings): Rule<CostTerms> {
  const effective = reader.amountPlace('effectiveCost');
  const terms: CostTerms = [{ place: effective ?? reader.neededAmountPlace('cost'), sign: 1 }];
  return reader.rule([], () => {
    if (!effective) findings.amortized = 'partial';
    return terms;
  });
}

function categoryOf(text: string, findings: ReadFindings): ChargeCategory {
  if (isCategory(text)) return text;
  findings.warnings.add(`Charge category "${text.slice(0, 60)}" is not known: counted as Usage`);
  return 'Usage';
}

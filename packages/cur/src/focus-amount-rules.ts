import type { FocusField } from './focus-columns.ts';
import type { AmountProperty, AmountRule } from './line-item-rules.ts';
import type { ReadFindings } from './report-reader.ts';
import type { AmountTerm, RowReader } from './row-reader.ts';

const the = (field: FocusField): AmountTerm<FocusField>[] => [{ field, sign: 1 }];

/**
 * The amounts of a FOCUS export's rows. An empty quantity is read as 0; whether a row has one at all, its category and
 * unit tell.
 * Source: FOCUS 1.2, "Consumed Quantity", "Consumed Unit" and "Pricing Quantity".
 */
export function focusAmountRules(
  reader: RowReader<FocusField>,
  findings: ReadFindings,
): Readonly<Record<AmountProperty, AmountRule>> {
  const own = (field: FocusField) => reader.amountRule([field], [], () => the(field));
  const hasUnits = reader.has('ConsumedUnit');
  return {
    BilledCost: own('cost'),
    ContractedCost: own('contractedCost'),
    ListCost: own('listCost'),
    EffectiveCost: effectiveCostRule(reader, findings),
    ConsumedQuantity: reader.amountRule(['consumed'], ['category', 'ConsumedUnit'], ({ text }) => {
      const isUse = (text('category') ?? 'Usage') === 'Usage';
      return isUse && (text('ConsumedUnit') !== null || !hasUnits) ? the('consumed') : null;
    }),
    PricingQuantity: reader.amountRule(['priced'], ['category'], ({ text }) => {
      const category = text('category') ?? 'Usage';
      return category === 'Usage' || category === 'Purchase' ? the('priced') : null;
    }),
  };
}

/** The column where there is one; the billed cost otherwise, with a note that it is so. */
function effectiveCostRule(reader: RowReader<FocusField>, findings: ReadFindings): AmountRule {
  if (reader.has('effectiveCost')) return reader.amountRule(['effectiveCost'], [], () => the('effectiveCost'));
  return reader.amountRule(['cost'], [], () => {
    findings.amortized = 'partial';
    return the('cost');
  });
}

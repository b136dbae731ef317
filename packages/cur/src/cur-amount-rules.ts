import { AMORTIZED_COST_FIELDS, amortizedCostTerms } from './amortized-cost.ts';
import { chargeKind } from './charge-kind.ts';
import type { CurField } from './cur-columns.ts';
import type { AmountProperty, AmountRule } from './line-item-rules.ts';
import type { ReadFindings } from './report-reader.ts';
import type { AmountTerm, RowReader } from './row-reader.ts';

const the = (field: CurField): AmountTerm<CurField>[] => [{ field, sign: 1 }];

/**
 * The amounts of a Cost and Usage Report's rows.
 * Source: FOCUS 1.2, "List Cost", "Contracted Cost", "Effective Cost", "Consumed Quantity" and "Pricing Quantity".
 */
export function curAmountRules(
  reader: RowReader<CurField>,
  findings: ReadFindings,
): Readonly<Record<AmountProperty, AmountRule>> {
  const hasRates = reader.has('listRate');
  return {
    BilledCost: reader.amountRule(['cost'], [], () => the('cost')),
    EffectiveCost: effectiveCostRule(reader, findings),
    // Where AWS names no list price, as for AWS Marketplace, there is none but what was billed.
    ListCost: reader.amountRule(['listCost', 'cost'], ['type', 'listRate'], ({ text }) => {
      const { isUse, category } = chargeKind(text('type'));
      if (isUse) return the(hasRates && text('listRate') === null ? 'cost' : 'listCost');
      return category === 'Usage' ? [] : the('cost');
    }),
    // A reserved use costs nothing when it is billed: what it would cost without is known by its list price alone.
    ContractedCost: reader.amountRule(['listCost', 'cost'], ['type'], ({ text }) => {
      const type = text('type');
      if (type === 'SavingsPlanNegation') return [];
      return the(type === 'DiscountedUsage' ? 'listCost' : 'cost');
    }),
    ConsumedQuantity: reader.amountRule(['quantity'], ['type'], ({ text }) =>
      chargeKind(text('type')).isUse ? the('quantity') : null,
    ),
    PricingQuantity: reader.amountRule(['quantity'], ['type'], ({ text }) => {
      const { isUse, category } = chargeKind(text('type'));
      return isUse || category === 'Purchase' ? the('quantity') : null;
    }),
  };
}

/** Where a column that a row's amortised cost needs is absent: its unblended cost, with a note that it is so. */
function effectiveCostRule(reader: RowReader<CurField>, findings: ReadFindings): AmountRule {
  return reader.amountRule(AMORTIZED_COST_FIELDS, ['type', 'reservationArn'], ({ text }) => {
    const terms = amortizedCostTerms(text('type') ?? 'Usage', text('reservationArn') !== null);
    if (terms.every(({ field }) => reader.has(field))) return terms;
    findings.amortized = 'partial';
    return the('cost');
  });
}

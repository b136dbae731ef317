import { parseAmount } from './decimals.ts';
import { type LineReader, textOf } from './line-reader.ts';

/** How a kind of Cost and Usage Report spells the columns that count. */
export type CurNames = {
  type: string;
  period: string;
  start: string;
  account: string;
  service: string;
  zone: string;
  currency: string;
  unblended: string;
  planCost: string;
  planTotal: string;
  planUsed: string;
  reservation: string;
  reservedCost: string;
  unusedUpfront: string;
  unusedRecurring: string;
};

const CATEGORY: Record<string, string> = {
  ...{ Fee: 'Purchase', RIFee: 'Purchase', SavingsPlanRecurringFee: 'Purchase', SavingsPlanUpfrontFee: 'Purchase' },
  ...{ Tax: 'Tax', Credit: 'Credit', Refund: 'Adjustment' },
};

type Text = (row: readonly string[]) => string;
type Columns = Record<keyof CurNames, Text>;

const amortizedOf = (text: Columns) => {
  const amount = (column: keyof CurNames, row: readonly string[]): bigint => parseAmount(text[column](row));
  return (row: readonly string[], unblended: bigint): bigint => {
    switch (text.type(row)) {
      case 'SavingsPlanCoveredUsage':
        return amount('planCost', row);
      case 'DiscountedUsage':
        return amount('reservedCost', row);
      case 'SavingsPlanNegation':
      case 'SavingsPlanUpfrontFee':
        return 0n;
      case 'SavingsPlanRecurringFee':
        return amount('planTotal', row) - amount('planUsed', row);
      case 'RIFee':
        return amount('unusedUpfront', row) + amount('unusedRecurring', row);
      case 'Fee':
        return text.reservation(row) ? 0n : unblended;
      default:
        return unblended;
    }
  };
};

/**
 * Reader of a kind of Cost and Usage Report.
 * @param productRegion region that a row names itself, or nothing: then its zone's counts
 */
export const curReader = (columns: readonly string[], names: CurNames, productRegion: Text): LineReader => {
  const entries = Object.entries(names).map(([key, column]) => [key, textOf(columns, column)]);
  const text = Object.fromEntries(entries) as Columns;
  return {
    ...{ type: text.type, account: text.account, service: text.service, currency: text.currency },
    period: (row) => text.period(row).slice(0, 7),
    date: (row) => text.start(row).slice(0, 10),
    region: (row) => productRegion(row) || text.zone(row).replace(/[a-z]$/, '') || 'global',
    category: (row) => CATEGORY[text.type(row)] ?? 'Usage',
    unblended: (row) => parseAmount(text.unblended(row)),
    amortized: amortizedOf(text),
  };
};

import { Decimal } from '@almanac/kernel';
import type { PeriodRef } from './publication.ts';
import type { CostPair, Totals } from './totals.ts';

/** What one side holds of a report, billing period and currency. */
export interface BookSums extends CostPair {
  /** Count of input rows; missing where the side counts them for all currencies together only. */
  readonly lineItems?: number;
}

export interface BookEntry extends PeriodRef, BookSums {
  readonly currency: string;
  readonly lineItems: number;
}

/** What the ledger says counts of a (report, billing period): nothing where it is withdrawn. */
export interface LedgerEntry extends PeriodRef {
  readonly rows: number;
  readonly totals: Totals;
  /** Kept out of all totals: cost_daily must hold nothing of it. */
  readonly shadow: boolean;
  /** Why the period cannot be judged at present, as part of a sentence. */
  readonly inFlux?: string;
}

/** The three sides that must agree; each (report, billing period, currency) stands at most once on a side. */
export interface Books {
  readonly ledger: readonly LedgerEntry[];
  readonly costDaily: readonly BookEntry[];
  readonly athena: readonly BookEntry[];
}

export interface ReconciledReport extends PeriodRef {
  /** Whether it is kept out of all totals. */
  readonly shadow: boolean;
  /** Missing only where a period is in flux and no side holds anything of it yet. */
  readonly currency?: string;
  readonly ledger?: BookSums;
  readonly costDaily?: BookSums;
  readonly athena?: BookSums;
  /** What does not agree, as parts of a sentence; empty where all sides are equal to the last digit. */
  readonly differences: readonly string[];
}

interface Line extends PeriodRef {
  currency?: string;
  ledger?: BookSums;
  costDaily?: BookSums;
  athena?: BookSums;
}

const periodOf = ({ report, billingPeriod }: PeriodRef) => `${report}\n${billingPeriod}`;

/**
 * Compares the books, exactly: one entry for every report, billing period and currency of which any side holds
 * something, by name. A period of which no side holds anything is no entry.
 */
export function reconcile({ ledger, costDaily, athena }: Books): ReconciledReport[] {
  const periods = new Map(ledger.map((entry) => [periodOf(entry), entry]));
  const lines = linesOf({ ledger, costDaily, athena });
  const miscounted = miscountedPeriods(periods, lines);
  return lines.map((line) => {
    const period = periodOf(line);
    const inFlux = periods.get(period)?.inFlux;
    const miscount = miscounted.get(period) ?? [];
    const shadow = periods.get(period)?.shadow ?? false;
    const differences = shadow ? shadowDifferences(line) : [...sideDifferences(line), ...miscount];
    return { ...line, shadow, differences: [...(inFlux ? [inFlux] : []), ...differences] };
  });
}

function linesOf({ ledger, costDaily, athena }: Books): Line[] {
  const lines = new Map<string, Line>();
  const line = ({ report, billingPeriod }: PeriodRef, currency?: string): Line => {
    const key = `${report}\n${billingPeriod}\n${currency ?? ''}`;
    const known = lines.get(key) ?? { report, billingPeriod, ...(currency !== undefined && { currency }) };
    lines.set(key, known);
    return known;
  };
  for (const entry of costDaily) line(entry, entry.currency).costDaily = sumsOf(entry);
  for (const entry of athena) line(entry, entry.currency).athena = sumsOf(entry);
  for (const entry of ledger) {
    const currencies = Object.entries(entry.totals);
    for (const [currency, costs] of currencies) {
      line(entry, currency).ledger = currencies.length === 1 ? { ...costs, lineItems: entry.rows } : costs;
    }
  }
  const held = new Set([...lines.values()].map(periodOf));
  for (const entry of ledger) if (entry.inFlux && !held.has(periodOf(entry))) line(entry);
  return [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

const sumsOf = ({ unblendedCost, amortizedCost, lineItems }: BookEntry): BookSums => ({
  unblendedCost,
  amortizedCost,
  lineItems,
});

/** The ledger counts the rows of all currencies together: where there are several, so must the others be counted. */
function miscountedPeriods(periods: ReadonlyMap<string, LedgerEntry>, lines: readonly Line[]): Map<string, string[]> {
  const counts = new Map<string, { costDaily: number; athena: number }>();
  for (const line of lines) {
    const sum = counts.get(periodOf(line)) ?? { costDaily: 0, athena: 0 };
    sum.costDaily += line.costDaily?.lineItems ?? 0;
    sum.athena += line.athena?.lineItems ?? 0;
    counts.set(periodOf(line), sum);
  }
  const several = [...periods].filter(([, { totals }]) => Object.keys(totals).length > 1);
  return new Map(
    several.map(([period, { rows }]) => {
      const { costDaily, athena } = counts.get(period) ?? { costDaily: 0, athena: 0 };
      const complaint = (side: string, count: number) =>
        count === rows ? [] : [`${side} has ${count} line items in all currencies, the ledger ${rows}`];
      return [period, [...complaint('cost_daily', costDaily), ...complaint('Athena', athena)]];
    }),
  );
}

function sideDifferences({ ledger, costDaily, athena }: Line): string[] {
  if (!ledger) return [...surplus('cost_daily', costDaily), ...surplus('Athena', athena)];
  return [
    ...deviations('cost_daily', costDaily, ledger),
    ...deviations('Athena', athena, ledger),
    ...(ledger.lineItems === undefined ? unequalCounts(costDaily, athena) : []),
  ];
}

const shadowDifferences = ({ ledger, costDaily, athena }: Line): string[] => [
  ...(costDaily ? ['cost_daily holds what is kept out of the totals'] : []),
  ...(ledger ? deviations('Athena', athena, ledger) : surplus('Athena', athena)),
];

const unequalCounts = (costDaily: BookSums | undefined, athena: BookSums | undefined): string[] =>
  costDaily && athena && costDaily.lineItems !== athena.lineItems
    ? [`cost_daily has ${costDaily.lineItems} line items, Athena ${athena.lineItems}`]
    : [];

const surplus = (side: string, sums: BookSums | undefined): string[] =>
  sums ? [`${side} holds what by the ledger does not count`] : [];

function deviations(side: string, sums: BookSums | undefined, ledger: BookSums): string[] {
  if (!sums) return [`${side} holds nothing of it`];
  const isMiscounted = ledger.lineItems !== undefined && sums.lineItems !== ledger.lineItems;
  return [
    ...costDeviation(`${side} unblended`, sums.unblendedCost, ledger.unblendedCost),
    ...costDeviation(`${side} amortized`, sums.amortizedCost, ledger.amortizedCost),
    ...(isMiscounted ? [`${side} has ${sums.lineItems} line items, the ledger ${ledger.lineItems}`] : []),
  ];
}

function costDeviation(what: string, cost: Decimal, ledger: Decimal): string[] {
  const difference = cost.minus(ledger);
  const sign = difference.compare(Decimal.ZERO);
  return sign === 0 ? [] : [`${what} is off by ${sign > 0 ? '+' : ''}${difference}`];
}

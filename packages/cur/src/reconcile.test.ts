import { Decimal } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BookEntry, type Books, type LedgerEntry, reconcile } from './reconcile.ts';

const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }), fc.integer({ min: 0, max: 18 }))
  .map(([units, scale]) => Decimal.of(units, scale));

/** What counts: a few reports, periods and currencies, each at most once. */
const entries = fc.uniqueArray(
  fc.record({
    report: fc.constantFrom('a', 'b', 'a-b'),
    billingPeriod: fc.constantFrom('2025-01', '2025-02'),
    currency: fc.constantFrom('USD', 'EUR', 'CNY'),
    unblendedCost: amount,
    amortizedCost: amount,
    lineItems: fc.integer({ min: 1, max: 10 ** 9 }),
  }),
  { minLength: 1, selector: nameOf },
);

function nameOf({ report, billingPeriod, currency }: { report: string; billingPeriod: string; currency?: string }) {
  return `${report} ${billingPeriod} ${currency}`;
}

/** The ledger of what counts: totals by currency, rows of all currencies together. */
function ledgerOf(counts: readonly BookEntry[]): LedgerEntry[] {
  const periods = new Map<string, LedgerEntry>();
  for (const { report, billingPeriod, currency, unblendedCost, amortizedCost, lineItems } of counts) {
    const { rows = 0, totals = {} } = periods.get(`${report} ${billingPeriod}`) ?? {};
    periods.set(`${report} ${billingPeriod}`, {
      report,
      billingPeriod,
      shadow: false,
      rows: rows + lineItems,
      totals: { ...totals, [currency]: { unblendedCost, amortizedCost } },
    });
  }
  return [...periods.values()];
}

const agreeing = (counts: readonly BookEntry[]): Books => ({
  ledger: ledgerOf(counts),
  costDaily: [...counts],
  athena: [...counts].reverse(),
});
const differing = (books: Books): string[] =>
  reconcile(books)
    .filter(({ differences }) => differences.length > 0)
    .map(nameOf);

/** One of the entries, and those beside it. */
const withChosen = fc
  .tuple(entries, fc.nat())
  .map(
    ([all, n]) => ({ all, chosen: all[n % all.length] as BookEntry, side: n % 2 ? 'costDaily' : 'athena' }) as const,
  );

/** The sides, with `chosen` replaced by something else on one of them. */
const tampered = (
  { all, chosen, side }: { all: readonly BookEntry[]; chosen: BookEntry; side: 'costDaily' | 'athena' },
  replacement: readonly BookEntry[],
): Books => ({ ...agreeing(all), [side]: all.flatMap((entry) => (entry === chosen ? replacement : [entry])) });

describe('reconcile', () => {
  it('finds equal sides equal, in any order and scale, one entry each', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const rescaled = all.map((entry) => ({ ...entry, unblendedCost: entry.unblendedCost.trimmed() }));
        const books = { ...agreeing(all), athena: rescaled };
        expect(differing(books)).toEqual([]);
        expect(reconcile(books).map(nameOf).sort()).toEqual(all.map(nameOf).sort());
      }),
    );
  });

  it('names the one entry in which any digit of a cost differs', () => {
    const digit = fc.tuple(fc.integer({ min: 0, max: 18 }), fc.integer({ min: 1, max: 9 }), fc.boolean());
    fc.assert(
      fc.property(withChosen, digit, (choice, [place, change, isAmortized]) => {
        const name = isAmortized ? 'amortizedCost' : 'unblendedCost';
        const changed = { ...choice.chosen, [name]: choice.chosen[name].plus(Decimal.of(BigInt(change), place)) };
        expect(differing(tampered(choice, [changed]))).toEqual([nameOf(choice.chosen)]);
      }),
    );
  });

  it('names an entry whose line items are not as many', () => {
    fc.assert(
      fc.property(withChosen, fc.integer({ min: 1, max: 9 }), (choice, more) => {
        const changed = { ...choice.chosen, lineItems: choice.chosen.lineItems + more };
        expect(differing(tampered(choice, [changed]))).toContain(nameOf(choice.chosen));
      }),
    );
  });

  it('names what a side lacks, and what it has too much', () => {
    fc.assert(
      fc.property(withChosen, (choice) => {
        expect(differing(tampered(choice, []))).toContain(nameOf(choice.chosen));
        const extra = { ...choice.chosen, currency: 'XXX' };
        expect(differing(tampered(choice, [choice.chosen, extra]))).toContain(nameOf(extra));
      }),
    );
  });

  it('names what the ledger alone, or all but the ledger, say counts', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const ledger = agreeing(all).ledger.map((entry) => ({ ...entry, rows: 0, totals: {} }));
        expect(differing({ ...agreeing(all), ledger }).sort()).toEqual(all.map(nameOf).sort());
        expect(differing({ ...agreeing(all), ledger: [] }).sort()).toEqual(all.map(nameOf).sort());
        expect(differing({ ...agreeing(all), costDaily: [], athena: [] }).sort()).toEqual(all.map(nameOf).sort());
      }),
    );
  });
});

describe('what it says', () => {
  const at = (cost: string, currency = 'USD', lineItems = 2): BookEntry => ({
    report: 'r',
    billingPeriod: '2025-01',
    currency,
    unblendedCost: Decimal.parse(cost),
    amortizedCost: Decimal.ZERO,
    lineItems,
  });
  const says = (books: Books) => reconcile(books).map(({ differences }) => differences);

  it('by how much a cost is off, exactly', () => {
    const books = { ...agreeing([at('12.5')]), costDaily: [at('12.500000000000000001')], athena: [at('12')] };
    expect(says(books)).toEqual([
      ['cost_daily unblended is off by +0.000000000000000001', 'Athena unblended is off by -0.5'],
    ]);
  });

  it('that rows of a withdrawn report are still there', () => {
    const withdrawn = { report: 'r', billingPeriod: '2025-01', shadow: false, rows: 0, totals: {} };
    expect(says({ ledger: [withdrawn], costDaily: [at('1')], athena: [] })).toEqual([
      ['cost_daily holds what by the ledger does not count'],
    ]);
    expect(reconcile({ ledger: [withdrawn], costDaily: [], athena: [] })).toEqual([]);
  });

  it('that line items are lost where the ledger counts those of several currencies together', () => {
    const books = agreeing([at('1', 'EUR', 3), at('1', 'USD', 4)]);
    expect(reconcile(books)[0]?.ledger).not.toHaveProperty('lineItems');
    const lost = [at('1', 'EUR', 3), at('1', 'USD', 3)];
    const miscount = (side: string) => `${side} has 6 line items in all currencies, the ledger 7`;
    expect(says({ ...books, athena: lost })).toEqual([
      [miscount('Athena')],
      ['cost_daily has 4 line items, Athena 3', miscount('Athena')],
    ]);
    const both = [miscount('cost_daily'), miscount('Athena')];
    expect(says({ ...books, costDaily: lost, athena: lost })).toEqual([both, both]);
    const swapped = [at('1', 'EUR', 4), at('1', 'USD', 3)];
    expect(says({ ...books, athena: swapped })).toEqual([
      ['cost_daily has 3 line items, Athena 4'],
      ['cost_daily has 4 line items, Athena 3'],
    ]);
  });

  it('that a period is in flux, though the sides be equal or empty', () => {
    const [entry] = ledgerOf([at('1')]);
    const inFlux = 'its rows are being written';
    const busy = { ...(entry as LedgerEntry), inFlux };
    expect(says({ ...agreeing([at('1')]), ledger: [busy] })).toEqual([[inFlux]]);
    expect(reconcile({ ledger: [{ ...busy, totals: {} }], costDaily: [], athena: [] })).toEqual([
      { report: 'r', billingPeriod: '2025-01', shadow: false, differences: [inFlux] },
    ]);
  });
});

describe('a report that is kept out of the totals', () => {
  const costs = { unblendedCost: Decimal.parse('1.5'), amortizedCost: Decimal.parse('2') };
  const period = { report: 'r', billingPeriod: '2025-01' };
  const ledger = [{ ...period, shadow: true, rows: 3, totals: { USD: costs } }];
  const entry = { ...period, currency: 'USD', ...costs, lineItems: 3 };

  it('agrees where the lake holds it and cost_daily does not', () => {
    expect(reconcile({ ledger, costDaily: [], athena: [entry] })).toEqual([
      expect.objectContaining({ shadow: true, differences: [] }),
    ]);
  });

  it('differs where cost_daily holds it, or the lake something else', () => {
    expect(reconcile({ ledger, costDaily: [entry], athena: [{ ...entry, lineItems: 2 }] })[0]?.differences).toEqual([
      'cost_daily holds what is kept out of the totals',
      'Athena has 2 line items, the ledger 3',
    ]);
  });
});

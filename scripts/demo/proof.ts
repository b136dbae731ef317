import { Decimal } from '@almanac/kernel';
import { aligned } from './text.ts';

/** Exact costs of one billing period. */
export type Costs = { unblended: Decimal; amortized: Decimal; lineItems: number };

/** Where numbers come from, and what it says about each billing period. */
export type Source = { name: string; periods: ReadonlyMap<string, Costs> };

const digits = (costs: Costs | undefined): string[] =>
  costs ? [costs.unblended.toString(), costs.amortized.toString(), String(costs.lineItems)] : ['nothing', '', ''];

/** All sources below one another, every digit shown, and whether they agree. */
export const compared = (sources: readonly Source[], periods: readonly string[]): { text: string; equal: boolean } => {
  const blocks = periods.map((period) => sources.map(({ name, periods: by }) => [name, ...digits(by.get(period))]));
  const equal = blocks.every((block) => block.every(([, ...costs]) => `${costs}` === `${block[0]?.slice(1)}`));
  const lines = blocks.flatMap((block, i) => [[periods[i] ?? '', 'unblended', 'amortised', 'line items'], ...block]);
  return { text: aligned(lines), equal };
};

/** Sums of canonical decimal texts as the generator and the command line write them. */
export const costs = (unblended: string, amortized: string, lineItems: number): Costs => ({
  unblended: Decimal.parse(unblended),
  amortized: Decimal.parse(amortized),
  lineItems,
});

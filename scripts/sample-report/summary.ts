import type { Spike, Totals, Truth } from './truth.ts';

/** A file that was written and what it adds up to. */
export type WrittenFile = Truth & { path: string; bytes: number };

const totalLines = (label: string, totals: Totals): string[] =>
  Object.entries(totals).map(
    ([currency, { unblended, amortized, line_items }]) =>
      `  ${label.padEnd(8)} ${currency}  unblended ${unblended}  amortised ${amortized}  (${line_items} rows)`,
  );

const spikeLine = ({ usage_date, service_code, account_id, currency, amount, usual }: Spike): string =>
  `  spike    ${usage_date} ${service_code} in account ${account_id}: ${amount} ${currency}, usually ${usual}`;

const fileLines = ({ path, bytes, rows, totals, months, spike }: WrittenFile): string[] => [
  `${path}: ${rows} rows, ${bytes} bytes`,
  ...totalLines('total', totals),
  ...Object.entries(months).flatMap(([month, sums]) => totalLines(month, sums)),
  ...(spike ? [spikeLine(spike)] : []),
];

/** What was written, for people. */
export const summary = (files: readonly WrittenFile[]): string => `${files.flatMap(fileLines).join('\n')}\n`;

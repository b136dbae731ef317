import type { Delivery } from './delivery.ts';
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

const truthLines = ({ totals, months, spike }: Pick<Truth, 'totals' | 'months' | 'spike'>): string[] => [
  ...totalLines('total', totals),
  ...Object.entries(months).flatMap(([month, sums]) => totalLines(month, sums)),
  ...(spike ? [spikeLine(spike)] : []),
];

const fileLines = ({ path, bytes, ...truth }: WrittenFile): string[] => [
  `${path}: ${truth.rows} rows, ${bytes} bytes`,
  ...truthLines(truth),
];

const deliveryLines = ({ reportName, billingPeriod, id, keys, truth }: Delivery): string[] => [
  `${reportName} ${billingPeriod}, delivery ${id}: ${truth.rows} rows`,
  ...keys.map((key) => `  ${key}`),
  ...truthLines(truth),
];

/** What was written, for people. */
export const summary = (files: readonly WrittenFile[]): string => `${files.flatMap(fileLines).join('\n')}\n`;

/** What was delivered, for people: keys in the order of their upload. */
export const deliverySummary = (deliveries: readonly Delivery[]): string =>
  `${deliveries.flatMap(deliveryLines).join('\n')}\n`;

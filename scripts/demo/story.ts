import { Decimal } from '@almanac/kernel';
import type { Received } from './alerts.ts';
import { type DailyCost, sumBy } from './daily-costs.ts';
import { type Costs, costs } from './proof.ts';
import type { Sample, Samples } from './samples.ts';
import { cents } from './text.ts';

export const say = (text: string): void => console.log(text);
export const heading = (text: string): void => console.log(`\n== ${text}`);

/** A sample file in one line. */
export const sampleText = ({ path, truth }: Sample): string =>
  `  .local/demo/${path.split('/').at(-1)}: ${truth.rows} line items`;

/** What the generator says a sample costs. */
export const trueCosts = ({ truth }: Sample): Costs => {
  const { unblended = '', amortized = '', line_items = 0 } = truth.totals.USD ?? {};
  return costs(unblended, amortized, line_items);
};

/** What the rows of `cost_daily` add up to, by billing period. */
export const sumOfRows = (rows: readonly DailyCost[]): Map<string, Costs> => {
  const unblended = sumBy(rows, ({ period }) => period, 'unblended');
  const amortized = sumBy(rows, ({ period }) => period, 'amortized');
  const count = (period: string): number =>
    rows.filter((row) => row.period === period).reduce((sum, row) => sum + row.lineItems, 0);
  return new Map(
    [...unblended].map(([period, sum]) => [
      period,
      { unblended: sum, amortized: amortized.get(period) ?? Decimal.ZERO, lineItems: count(period) },
    ]),
  );
};

/** What a person reads of an alert. */
export const alertText = ({ subject, alert }: Received): string => {
  const facts: [string, string | undefined][] = [
    ['type', alert.type],
    ['message', alert.message],
    ['accounts', alert.accounts.length > 0 ? alert.accounts.join(', ') : undefined],
    [
      'published',
      alert.seconds_to_published === undefined ? undefined : `${alert.seconds_to_published} s after the upload`,
    ],
    ['curated', alert.links.curated],
    ['tries', alert.error && `${alert.error.attempts}`],
    ['retry', alert.error?.retry],
  ];
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`    ${name.padEnd(10)} ${value}`]));
  return [`  Subject: ${subject}`, ...lines].join('\n');
};

/** The planted spike as `cost_daily` has it, beside a usual day. */
export const spikeText = (rows: readonly DailyCost[], { spike }: Samples['february']): string => {
  const own = rows.filter(({ account, service }) => account === spike.account_id && service === spike.service_code);
  const amount = sumBy(own, ({ day }) => day, 'unblended').get(spike.usage_date) ?? Decimal.ZERO;
  const usual = cents(Decimal.parse(spike.usual));
  return `${spike.service_code} cost account ${spike.account_id} ${cents(amount)} USD on ${spike.usage_date}; on other days it is about ${usual}.`;
};

export const NEXT = `  npx --no-install almanac cur status             what is live, with its totals
  npx --no-install almanac cur files              every upload and what became of it
  npx --no-install almanac cur inspect <file>     what a report of yours holds; needs no stack
  scripts/aws s3 cp <file> s3://<cur_bucket>/     upload one; names are in .local/outputs.json
  npx --no-install almanac cur wait <key>         wait until it is published
  make local-down                                 stop the local stack; it keeps nothing
  README.md says how to deploy to AWS; docs/architecture.md how it works inside.`;

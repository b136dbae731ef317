import { parseArgs } from 'node:util';
import { table } from '../../test/bench/report.ts';
import { ASSUMPTIONS, type Assumptions, DEFAULTS, NAMES } from './assumptions.ts';
import { billOf, totalOf } from './bill.ts';
import { deliveryOf, monthOf } from './quantities.ts';

/** Where the command writes to: `process.stdout` and `process.stderr`, or a test's own. */
export type Output = { out(text: string): void; err(text: string): void };

const whole = (number: number): string => Math.round(number).toLocaleString('en-US');

const help =
  (): string => `Works out what cost reports of a size take on AWS in a month: functions, requests, storage, US dollars.

  node scripts/scale-costs.ts
  node scripts/scale-costs.ts --line-items 50000000 --deliveries-per-day 1 --json

Assumptions, each of which may be given
${NAMES.map((name) => `  ${`--${name} <n>`.padEnd(30)}${ASSUMPTIONS[name][1]} (${whole(ASSUMPTIONS[name][0])})`).join('\n')}
Output
  --json                        print numbers as JSON
  --help                        print this

Exit code 0, or 2 for a bad option, with one sentence on standard error.
`;

class InvalidOption extends Error {}

/** @throws InvalidOption */
function parsed(args: string[]): Record<string, string | boolean | undefined> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { ...Object.fromEntries(NAMES.map((name) => [name, text])), json: flag, help: flag };
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values as never;
  } catch (error) {
    throw new InvalidOption(`${(error as Error).message.split(/\.\s|\n/)[0]?.replace(/\.$/, '')}.`);
  }
}

/** @throws InvalidOption for what is no number above zero */
function assumptions(values: Record<string, string | boolean | undefined>): Assumptions {
  const given = NAMES.filter((name) => values[name] !== undefined).map((name) => {
    const number = Number(values[name]);
    if (values[name] === '' || !(number > 0) || !Number.isFinite(number)) {
      throw new InvalidOption(`--${name} must be a number above 0, not "${values[name]}".`);
    }
    return [name, number];
  });
  return { ...DEFAULTS, ...Object.fromEntries(given) };
}

function pages(given: Assumptions): string {
  const last = deliveryOf(given, 1);
  const work = [
    ['files', whole(last.files)],
    ['parsers at once', whole(Math.min(last.files, given.concurrency))],
    ['one file parsed, s', whole(Math.min(given['rows-per-file'], last.lineItems) / given['parser-rows-per-second'])],
    ['all files parsed, s', whole(last.parsingSeconds)],
    ['groups of days × slices', `${last.groups} × ${last.slices}`],
    ['published, s', whole(last.publisherSeconds)],
    ['calls of the publisher', whole(last.publisherCalls)],
    ['S3 reads of the publisher', whole(last.gets)],
  ];
  const bill = billOf(given);
  const lines = bill.map(({ what, quantity, unit, usd }) => [
    what,
    unit ? `${quantity < 100 ? quantity.toFixed(2) : whole(quantity)} ${unit}` : '',
    usd.toFixed(2),
  ]);
  return [
    table(['The month’s last delivery', ''], work),
    table(['A month', 'How much', 'USD'], [...lines, ['', '', `**${totalOf(bill).toFixed(2)}**`]]),
    '',
  ].join('\n\n');
}

/** Prints the calculation; returns the exit code. */
export function main(args: string[], { out, err }: Output): number {
  try {
    const values = parsed(args);
    const given = assumptions(values);
    const bill = billOf(given);
    if (values.help) out(help());
    else if (values.json) {
      const answer = { assumptions: given, lastDelivery: deliveryOf(given, 1), month: monthOf(given) };
      out(`${JSON.stringify({ ...answer, bill, usd: totalOf(bill) }, undefined, 2)}\n`);
    } else out(pages(given));
    return 0;
  } catch (error) {
    if (!(error instanceof InvalidOption)) throw error;
    err(`${error.message}\n`);
    return 2;
  }
}

import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { InvalidOption, type WriteOptions } from './options.ts';
import { sampleReport, writeReport } from './report.ts';
import { summary, type WrittenFile } from './summary.ts';

/** Where the command writes to: `process.stdout` and `process.stderr`, or a test's own. */
export type Output = { out(text: string): void; err(text: string): void };

const HELP = `Writes a deterministic AWS Cost and Usage Report (legacy csv) of made-up data.

  node scripts/sample-report.ts --rows 100000 --out report.csv.gz

  --out <path>           file to write; gzip if it ends in .gz (needed)
  --rows <n>             line items, all months together (default 20000)
  --seed <n>             same seed, same bytes (default 7)
  --months <list>        billing periods, ascending (default 2025-01,2025-02)
  --days <n>             only the first days of each month (default all)
  --accounts <n>         usage accounts, 1 to 200 (default 5)
  --daily-cost <n>       on-demand spend of a normal day (default 1200)
  --currencies <list>    given to the accounts in turn (default USD)
  --split                one file per month: report-2025-01.csv.gz, ...
  --json                 print the summary as JSON
  --help                 print this

Exit code 0, or 2 for a bad option, with one sentence on standard error.
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ out: text, rows: text, seed: text, months: text, days: text, accounts: text },
  ...{ 'daily-cost': text, currencies: text, split: flag, json: flag, help: flag },
};

type Arguments = ReturnType<typeof parsed>;

const parsed = (args: string[]) => {
  try {
    return parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const sentence = (error as Error).message.split(/\.\s|\n/)[0] ?? '';
    throw new InvalidOption(`${sentence.replace(/\.$/, '')}.`);
  }
};

const number = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : Number.NaN;

const given = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

const writeOptions = (values: Arguments): WriteOptions => ({
  rows: number(values.rows) ?? 20_000,
  dailyTruth: false,
  ...given({
    seed: number(values.seed),
    months: values.months?.split(','),
    days: number(values.days),
    accounts: number(values.accounts),
    dailyCost: number(values['daily-cost']),
    currencies: values.currencies?.split(','),
  }),
});

const written = async (path: string, options: WriteOptions, month?: string): Promise<WrittenFile> => {
  const truth = await writeReport(path, options, month);
  return { path, bytes: (await stat(path)).size, ...truth };
};

const monthPath = (path: string, month: string): string => path.replace(/((\.csv)?(\.gz)?)$/, `-${month}$1`);

const run = async (values: Arguments): Promise<WrittenFile[]> => {
  const { out } = values;
  if (!out) throw new InvalidOption('--out is needed: the path of the file to write.');
  const options = writeOptions(values);
  const { months } = sampleReport(options);
  if (!values.split) return [await written(out, options)];
  const files: WrittenFile[] = [];
  for (const month of months) files.push(await written(monthPath(out, month), options, month));
  return files;
};

/** The command. @returns its exit code; errors other than bad options are thrown. */
export const main = async (args: string[], { out, err }: Output): Promise<number> => {
  try {
    const values = parsed(args);
    if (values.help) out(HELP);
    else {
      const files = await run(values);
      out(values.json ? `${JSON.stringify({ files }, null, 2)}\n` : summary(files));
    }
    return 0;
  } catch (error) {
    if (!(error instanceof InvalidOption)) throw error;
    err(`${error.message}\n`);
    return 2;
  }
};

import { stat } from 'node:fs/promises';
import { type Arguments, deliveryOptions, parsed, writeOptions } from './cli-options.ts';
import { type Delivery, writeDelivery } from './delivery.ts';
import type { DeliveryOptions } from './delivery-options.ts';
import { InvalidOption, type WriteOptions } from './options.ts';
import { sampleReport } from './report.ts';
import { deliverySummary, summary, type WrittenFile } from './summary.ts';
import { writeReport } from './write-report.ts';

/** Where the command writes to: `process.stdout` and `process.stderr`, or a test's own. */
export type Output = { out(text: string): void; err(text: string): void };

const HELP = `Writes a deterministic AWS cost report (csv or Parquet) of made-up data: one file, or a delivery with its manifests.

  node scripts/sample-report.ts --rows 100000 --out report.csv.gz
  node scripts/sample-report.ts --delivery export-executions --format focus-1.2 --parts 3 --out-dir landing

What is in it
  --rows <n>             line items, all months together (default 20000)
  --seed <n>             same seed, same bytes (default 7)
  --months <list>        billing periods, ascending (default 2025-01,2025-02)
  --days <n>             only the first days of each month (default all)
  --accounts <n>         usage accounts, 1 to 200 (default 5)
  --daily-cost <n>       on-demand spend of a normal day (default 1200)
  --currencies <list>    given to the accounts in turn (default USD)
  --order <order>        rows by time (default), by day and in it by item, by item as AWS sorts them (item), or so with
                         an id for each line instead of each item (line)
How it is written
  --format <format>      cur-legacy (default), cur-2.0, focus-1.0 or focus-1.2
  --spec-columns         FOCUS without the x_ columns that AWS adds
  --tags <n>             cur-legacy: so many more tag columns, of which a line item has a fifth, in one of some thousand sets
  --null-word <word>     stands for every value that is absent (default nothing)
  --gzip-member-bytes <n>  csv bytes in each member of a gzip (default: one member)
  --zip-folder <path>    folder inside a zip that holds the csv
  --zip-manifest         put a manifest into a zip, before the csv
One file
  --out <path>           file to write; gzip if it ends in .gz, zip for .zip, Parquet for .parquet
  --split                one file per month: report-2025-01.csv.gz, ...
A delivery for each month
  --delivery <mode>      legacy-versions, legacy-overwrite, export-executions or export-overwrite
  --out-dir <path>       folder to write to; paths below it are S3 keys
  --parts <n>            data files (default 1)
  --nth <n>              which delivery of the month: each has an id of its own (default 1)
  --report-name <name>   report or export (default costs)
  --prefix <path>        S3 prefix (default reports)
  --bucket <name>        bucket that the manifests name
  --container <ending>   csv.gz (default), parquet (not legacy-versions) or csv.zip (legacy only)
  --execution-folder <where>  above-period (default) or below-period
Output
  --json                 print the summary as JSON
  --help                 print this

Exit code 0, or 2 for a bad option, with one sentence on standard error.
`;

const written = async (path: string, options: WriteOptions, month?: string): Promise<WrittenFile> => {
  const truth = await writeReport(path, options, month);
  return { path, bytes: (await stat(path)).size, ...truth };
};

const monthPath = (path: string, month: string): string =>
  path.replace(/((\.csv)?(\.gz|\.zip)?|(\.snappy)?\.parquet)$/, `-${month}$1`);

const writeFiles = async (values: Arguments): Promise<WrittenFile[]> => {
  const { out } = values;
  if (!out) throw new InvalidOption('--out is needed: the path of the file to write.');
  const options = writeOptions(values);
  const { months } = sampleReport(options);
  if (!values.split) return [await written(out, options)];
  const files: WrittenFile[] = [];
  for (const month of months) files.push(await written(monthPath(out, month), options, month));
  return files;
};

const writeDeliveries = async (folder: string | undefined, options: DeliveryOptions): Promise<Delivery[]> => {
  if (!folder) throw new InvalidOption('--out-dir is needed: the folder to write the delivery to.');
  const deliveries: Delivery[] = [];
  for (const month of sampleReport(options).months) deliveries.push(await writeDelivery(folder, options, month));
  return deliveries;
};

const run = async (values: Arguments): Promise<string> => {
  const delivery = deliveryOptions(values);
  if (!delivery) {
    const files = await writeFiles(values);
    return values.json ? `${JSON.stringify({ files }, null, 2)}\n` : summary(files);
  }
  const deliveries = await writeDeliveries(values['out-dir'], delivery);
  return values.json ? `${JSON.stringify({ deliveries }, null, 2)}\n` : deliverySummary(deliveries);
};

/** The command. @returns its exit code; errors other than bad options are thrown. */
export const main = async (args: string[], { out, err }: Output): Promise<number> => {
  try {
    const values = parsed(args);
    out(values.help ? HELP : await run(values));
    return 0;
  } catch (error) {
    if (!(error instanceof InvalidOption)) throw error;
    err(`${error.message}\n`);
    return 2;
  }
};

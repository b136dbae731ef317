// How fast and in how much memory a report as Parquet is summed up, against DuckDB on one thread, on the same files:
// medians of interleaved runs, each in a process of its own; starting the process is not counted.
// npm run bench:parquet-input [-- --rows 100000,1000000 --rounds 5 --python <python with duckdb>]
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_READ_LIMITS, readParquetReport } from '@almanac/cur';
import { type Format, writeReport } from '../../scripts/sample-report/index.ts';
import { median, table } from './report.ts';

interface Run {
  readonly rows: number;
  readonly seconds: number;
  readonly peakRssMb: number;
}

const FORMATS: readonly Format[] = ['cur-legacy', 'cur-2.0'];

/** Region of a row, as {@link readParquetReport} takes it, in SQL. */
const REGION = {
  'cur-legacy': "coalesce(nullif(product_region, ''), nullif(product_region_code, ''))",
  'cur-2.0': "coalesce(product_region_code, product['region'])",
};

const DUCKDB = `
import json, resource, sys, time, duckdb
connection = duckdb.connect()
connection.execute("SET threads = 1")
started = time.perf_counter()
sums = connection.execute(f"""
  SELECT bill_billing_period_start_date, line_item_usage_start_date::DATE, line_item_usage_account_id,
    line_item_product_code, {sys.argv[2]}, line_item_line_item_type, line_item_currency_code,
    sum(line_item_unblended_cost), sum(savings_plan_savings_plan_effective_cost), sum(reservation_effective_cost), count(*)
  FROM '{sys.argv[1]}' GROUP BY ALL""").fetchall()
seconds = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rows": sum(row[-1] for row in sums), "seconds": seconds, "peakRssMb": peak}))
`;

/** What reads in this process, printing a {@link Run}. */
async function readOnce(path: string): Promise<void> {
  const file = await open(path);
  const { size: sizeBytes } = await file.stat();
  const read = async (start: number, end: number) => {
    const bytes = new Uint8Array(end - start);
    await file.read(bytes, 0, bytes.length, start);
    return bytes;
  };
  const started = performance.now();
  const { findings } = await readParquetReport({ sizeBytes, read }, { limits: DEFAULT_READ_LIMITS });
  const seconds = (performance.now() - started) / 1000;
  await file.close();
  console.log(JSON.stringify({ rows: findings.rows, seconds, peakRssMb: process.resourceUsage().maxRSS / 1024 }));
}

const run = (command: string, args: string[]): Run => JSON.parse(execFileSync(command, args, { encoding: 'utf8' }));

async function compare(rowCounts: readonly number[], rounds: number, python: string): Promise<void> {
  const folder = join(import.meta.dirname, '..', '..', '.local', 'bench');
  mkdirSync(folder, { recursive: true });
  const lines: string[][] = [];
  for (const format of FORMATS) {
    for (const rows of rowCounts) {
      const file = join(folder, `${format}-${rows}.parquet`);
      console.error(`generating ${rows} rows of ${format}`);
      await writeReport(file, { rows, format, seed: 7, months: ['2025-01'], dailyTruth: false });
      lines.push(...measured(file, format, rows, rounds, python));
    }
  }
  console.log(table(['format', 'rows', 'MB', 'reader', 'seconds', 'time / DuckDB', 'rows/s', 'peak RSS MB'], lines));
}

function measured(file: string, format: Format, rows: number, rounds: number, python: string): string[][] {
  const ours: Run[] = [];
  const duckdb: Run[] = [];
  for (let round = 1; round <= rounds; round++) {
    console.error(`${format}, ${rows} rows, round ${round} of ${rounds}`);
    duckdb.push(run(python, ['-c', DUCKDB, file, REGION[format as keyof typeof REGION]]));
    ours.push(run(process.execPath, [import.meta.filename, '--once', file]));
  }
  if ([...ours, ...duckdb].some((one) => one.rows !== rows)) throw new Error(`not all read ${rows} rows`);
  const line = (reader: string, runs: readonly Run[]) => {
    const seconds = median(runs.map((one) => one.seconds));
    const ratio = median(runs.map((one, i) => one.seconds / (duckdb[i]?.seconds ?? Number.NaN)));
    const cells = [format, rows.toLocaleString('en'), (statSync(file).size / 1e6).toFixed(1), reader];
    const speed = Math.round(rows / seconds).toLocaleString('en');
    return [
      ...cells,
      seconds.toFixed(2),
      ratio.toFixed(1),
      speed,
      Math.max(...runs.map((r) => r.peakRssMb)).toFixed(0),
    ];
  };
  return [line('DuckDB', duckdb), line('Almanac', ours)];
}

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000,1000000' },
    rounds: { type: 'string', default: '5' },
    python: { type: 'string', default: 'python3' },
    once: { type: 'string' },
  },
});
if (values.once) await readOnce(values.once);
else await compare(values.rows.split(',').map(Number), Number(values.rounds), values.python);

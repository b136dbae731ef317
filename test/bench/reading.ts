// How fast and in how much memory the parser reads: medians of interleaved runs, as ratios to gunzip of the same round.
// npm run bench:reading [-- --rows 10000,100000,1000000 --rounds 5]
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeReport } from '../../scripts/sample-report/index.ts';
import { median, table } from './report.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '10000,100000,1000000' }, rounds: { type: 'string', default: '5' } },
});
const VARIANTS = ['gunzip', 'csv-parse', 'sums', 'sums and Parquet'] as const;
const folder = join(import.meta.dirname, '..', '..', '.local', 'bench');
mkdirSync(folder, { recursive: true });

interface Run {
  readonly seconds: number;
  readonly peakRssMb: number;
}

const runOnce = (variant: string, file: string): Run =>
  JSON.parse(
    execFileSync(process.execPath, [join(import.meta.dirname, 'read-once.ts'), variant, file], { encoding: 'utf8' }),
  );

const lines: string[][] = [];
for (const rows of values.rows.split(',').map(Number)) {
  const file = join(folder, `${rows}.csv.gz`);
  console.error(`generating ${rows} rows`);
  await writeReport(file, { rows, seed: 7, months: ['2025-01'], dailyTruth: false });
  const runs = new Map<string, Run[]>(VARIANTS.map((variant) => [variant, []]));
  for (let round = 1; round <= Number(values.rounds); round++) {
    console.error(`${rows} rows, round ${round} of ${values.rounds}`);
    for (const variant of VARIANTS) runs.get(variant)?.push(runOnce(variant, file));
  }
  for (const [variant, each] of runs) {
    const seconds = median(each.map((run) => run.seconds));
    const ratio = median(each.map((run, i) => run.seconds / (runs.get('gunzip')?.[i]?.seconds ?? Number.NaN)));
    lines.push([
      rows.toLocaleString('en'),
      (statSync(file).size / 1e6).toFixed(1),
      variant,
      seconds.toFixed(2),
      ratio.toFixed(1),
      Math.round(rows / seconds).toLocaleString('en'),
      Math.max(...each.map((run) => run.peakRssMb)).toFixed(0),
    ]);
  }
}
console.log(table(['rows', 'MB gz', 'variant', 'seconds', 'time / gunzip', 'rows/s', 'peak RSS MB'], lines));

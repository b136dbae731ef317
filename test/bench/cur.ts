// How fast and in how much memory reports are read: medians of interleaved runs, as ratios to gunzip of the same round.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeReport } from '../../scripts/sample-report/index.ts';
import { ORDERS } from '../../scripts/sample-report/options.ts';
import { verdicts } from './cur-targets.ts';
import { type Run, type Variant, variants } from './cur-variants.ts';
import { median, table } from './report.ts';

const HELP = `Measures how fast reports are read, in turns with gunzip alone, and in how much memory; says which targets hold.

  npm run bench:cur
  npm run bench:cur -- --rows 1000000 --rounds 3 --only 'gunzip,sums,sums and Parquet'

  --rows <list>     sizes of the made-up reports (default 100000,1000000)
  --order <order>   time (default, 6:1), day (by day and in it by item, 20:1), item as AWS sorts its rows (24:1; making
                    a million rows takes 1.7 GB), or line: so with an id for each line (12:1)
  --tags <n>        so many more columns of tags, which differ from row to row (default 0)
  --times <n>       how often a process reads the file: the last time is shown, as of a Lambda that is warm (default 1)
  --rounds <n>      runs of each variant, of which medians are shown (default 5)
  --only <list>     these variants alone, without a space after the comma; their names stand in the table
  --json            print the results as JSON
  --help            print this
`;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000,1000000' },
    order: { type: 'string', default: 'time' },
    tags: { type: 'string', default: '0' },
    times: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit();
}
const order = ORDERS.find((each) => each === values.order);
if (!order) {
  console.error(`--order must be one of ${ORDERS.join(', ')}.`);
  process.exit(2);
}
const tags = Number(values.tags);
const say = (text: string) => console.error(text);
const folder = join(import.meta.dirname, '..', '..', '.local', 'bench');
mkdirSync(folder, { recursive: true });

interface Measured {
  readonly variant: string;
  readonly seconds: number;
  readonly timeToGunzip: number;
  readonly cpuSeconds: number;
  readonly rowsPerSecond: number;
  readonly megabytesPerSecond: number;
  readonly peakRssMb: number;
}

/** Runs every variant in turn, round after round. */
function interleaved(all: readonly Variant[], file: string): Map<Variant, Run[]> {
  const runs = new Map<Variant, Run[]>(all.map((variant) => [variant, []]));
  for (let round = 1; round <= Number(values.rounds); round++) {
    say(`round ${round} of ${values.rounds}`);
    for (const variant of all) if (round === 1 || !variant.isSlow) runs.get(variant)?.push(variant.run(file));
  }
  return runs;
}

function measured(runs: Map<Variant, Run[]>, rows: number, bytes: number): Measured[] {
  const secondsOf = (name: string, round: number) =>
    [...runs].find(([variant]) => variant.name === name)?.[1][round]?.seconds ?? Number.NaN;
  return [...runs].map(([{ name, base }, each]) => {
    const seconds = median(each.map((run) => run.seconds));
    return {
      variant: name,
      seconds,
      timeToGunzip: median(each.map((run, round) => run.seconds / secondsOf(base, round))),
      cpuSeconds: median(each.map((run) => run.cpuSeconds)),
      rowsPerSecond: rows / seconds,
      megabytesPerSecond: bytes / 1e6 / seconds,
      peakRssMb: Math.max(...each.map((run) => run.peakRssMb)),
    };
  });
}

const only = values.only === '' ? undefined : values.only.split(/,(?! )/);
const all = (await variants(say, Number(values.times))).filter(({ name }) => only?.includes(name) ?? true);
const results = [];
for (const rows of values.rows.split(',').map(Number)) {
  const file = join(folder, `${rows}-by-${order}${tags > 0 ? `-${tags}-tags` : ''}.csv.gz`);
  say(`generating ${rows} rows`);
  await writeReport(file, { rows, seed: 7, months: ['2025-01'], dailyTruth: false, order, tags });
  const runs = interleaved(all, file);
  const bytes = [...runs.values()].flat().find((run) => run.bytes !== undefined)?.bytes ?? 0;
  const variantsMeasured = measured(runs, rows, bytes);
  const medians = new Map(variantsMeasured.map((each) => [each.variant, each]));
  results.push({
    rows,
    gzipBytes: statSync(file).size,
    csvBytes: bytes,
    variants: variantsMeasured,
    targets: verdicts(medians),
  });
}

if (values.json) console.log(JSON.stringify(results, null, 2));
else
  for (const { rows, gzipBytes, csvBytes: bytes, variants: lines, targets } of results) {
    console.log(
      `\n${rows.toLocaleString('en')} rows, ${(bytes / 1e6).toFixed(0)} MB of csv, ${(gzipBytes / 1e6).toFixed(0)} MB gzipped\n`,
    );
    console.log(
      table(
        ['variant', 'seconds', 'time / gunzip', 'CPU seconds', 'rows/s', 'MB/s', 'peak RSS MB'],
        lines.map((line) => [
          line.variant,
          line.seconds.toFixed(2),
          line.timeToGunzip.toFixed(2),
          line.cpuSeconds.toFixed(2),
          Math.round(line.rowsPerSecond).toLocaleString('en'),
          line.megabytesPerSecond.toFixed(0),
          line.peakRssMb.toFixed(0),
        ]),
      ),
    );
    console.log(
      `\n${table(
        ['target', 'measured', 'floor', 'goal', 'holds'],
        targets.map((t) => [t.name, t.measured.toFixed(2), `${t.floor}`, `${t.goal}`, t.verdict]),
      )}`,
    );
  }

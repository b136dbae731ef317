// One measurement in a process of its own: reads a report in the given way and prints what it took as JSON.
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { CuratedParts, csvReportReader, DailyCostSums, DEFAULT_READ_LIMITS, type LineItem } from '@almanac/cur';
import { parse } from 'csv-parse';

const CHUNK = 1024 ** 2;
const [, , variant = '', file = ''] = process.argv;
const source = () => createReadStream(file, { highWaterMark: CHUNK });

/** Reads the report as the parser does and gives each batch to `use`; returns the count of rows. */
async function readReport(use: (batch: LineItem[]) => Promise<void>): Promise<number> {
  const report = await csvReportReader.open(source(), DEFAULT_READ_LIMITS);
  for await (const batch of report.batches) await use(batch);
  return report.findings.rows;
}

const VARIANTS: Record<string, () => Promise<number>> = {
  gunzip: async () => {
    let bytes = 0;
    for await (const chunk of source().pipe(createGunzip({ chunkSize: CHUNK }))) bytes += chunk.length;
    return bytes;
  },
  'csv-parse': async () => {
    let rows = -1;
    for await (const _ of source()
      .pipe(createGunzip({ chunkSize: CHUNK }))
      .pipe(parse()))
      rows += 1;
    return rows;
  },
  sums: async () => {
    const sums = new DailyCostSums();
    const rows = await readReport(async (batch) => {
      for (const item of batch) sums.add(item);
    });
    sums.byPeriod();
    return rows;
  },
  'sums and Parquet': async () => {
    const sums = new DailyCostSums();
    const discard = { write: async () => undefined, close: async () => undefined, abort: async () => undefined };
    const parts = new CuratedParts(() => discard);
    const rows = await readReport(async (batch) => {
      for (const item of batch) sums.add(item);
      await parts.append(batch);
    });
    await parts.close();
    sums.byPeriod();
    return rows;
  },
};

const run = VARIANTS[variant];
if (!run || !file) {
  console.error(`usage: read-once.ts <${Object.keys(VARIANTS).join('|')}> <file.csv.gz>`);
  process.exit(2);
}
const startedAt = performance.now();
const count = await run();
const seconds = (performance.now() - startedAt) / 1000;
console.log(JSON.stringify({ variant, count, seconds, peakRssMb: process.resourceUsage().maxRSS / 1024 }));

// One measurement in a process of its own, bundled as a Lambda is: reads a report in the given way, as often as is said, and
// prints what the last time took as JSON.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { csvReportReader, DailyCostSums, DEFAULT_READ_LIMITS, readReport } from '@almanac/cur';

const CHUNK_BYTES = 1024 ** 2;
const S3_BYTES = 64 * 1024;
const [, , variant = '', file = '', times = '1'] = process.argv;
/** In pieces as S3 hands them over at most, read a megabyte at a time into the same memory: for whoever copies them at once. */
async function* source() {
  const handle = await open(file);
  const memory = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  for (let read = await handle.read(memory); read.bytesRead > 0; read = await handle.read(memory)) {
    for (let at = 0; at < read.bytesRead; at += S3_BYTES) {
      yield memory.subarray(at, Math.min(at + S3_BYTES, read.bytesRead));
    }
  }
  await handle.close();
}
const large = () => createReadStream(file, { highWaterMark: CHUNK_BYTES });
const discard = { write: async () => undefined, close: async () => undefined, abort: async () => undefined };

const VARIANTS: Readonly<Record<string, () => Promise<unknown>>> = {
  gunzip: async () => {
    let bytes = 0;
    for await (const chunk of large().pipe(createGunzip({ chunkSize: CHUNK_BYTES }))) bytes += chunk.length;
    return { bytes };
  },
  sums: async () => {
    const { findings } = await readReport(source(), { limits: DEFAULT_READ_LIMITS });
    return { rows: findings.rows };
  },
  'sums and Parquet': async () => {
    const { findings } = await readReport(source(), { limits: DEFAULT_READ_LIMITS, openPart: () => discard });
    return { rows: findings.rows };
  },
  'csv-parse, sums': async () => {
    const { batches, findings } = await csvReportReader.open(source(), DEFAULT_READ_LIMITS);
    const sums = new DailyCostSums();
    for await (const batch of batches) for (const item of batch) sums.add(item);
    sums.byPeriod();
    return { rows: findings.rows };
  },
};

const run = VARIANTS[variant];
if (!run || !file) throw new Error(`usage: cur-once <${Object.keys(VARIANTS).join('|')}> <file.csv.gz> [times]`);
for (let before = 1; before < Number(times); before++) await run();
const usedBefore = Number(times) > 1 ? process.cpuUsage() : undefined;
const startedAt = performance.now();
const count = await run();
const seconds = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage(usedBefore);
const peakRssMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ ...(count as object), seconds, cpuSeconds: (user + system) / 1e6, peakRssMb }));

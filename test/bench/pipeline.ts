// What each step of the pipeline takes on the local stack when many files arrive at once, and the parser's peak memory.
// npm run bench:pipeline [-- --files 100 --rows 1000]   (needs the stack: make local-up)
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { writeReport } from '../../scripts/sample-report/index.ts';
import { clients } from '../integration/clients.ts';
import { stack } from '../integration/stack.ts';
import { median, quantile, table } from './report.ts';

const { values } = parseArgs({
  options: { files: { type: 'string', default: '100' }, rows: { type: 'string', default: '1000' } },
});
const files = Number(values.files);
const rows = Number(values.rows);
const prefix = `bench/${randomUUID()}`;
const PATIENCE_MS = 15 * 60_000;

const done = z.object({
  status: z.string(),
  event_time: z.iso.datetime(),
  received_at: z.iso.datetime(),
  parsed_at: z.iso.datetime(),
  published_at: z.iso.datetime(),
});

async function ledgerItem(key: string) {
  const { Items = [] } = await clients.dynamo.send(
    new QueryCommand({
      TableName: stack.cur_ledger_table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `object#${stack.cur_bucket}/${key}` },
    }),
  );
  return done.safeParse(Items[0]).data;
}

/** Largest resident size, in MB, that any process running this function has had. */
function peakRssMb(functionName: string): number {
  const peaks = readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .map((pid) => {
      try {
        if (
          !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`.local/emulator/tmp/ministack-lambda-${functionName}`)
        )
          return 0;
        return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
      } catch {
        return 0; // the process has ended
      }
    });
  return Math.max(0, ...peaks);
}

const folder = await mkdtemp(join(tmpdir(), 'almanac-bench-'));
const bodies = new Map<string, Buffer>();
for (let i = 0; i < files; i++) {
  const file = join(folder, `${i}.csv.gz`);
  await writeReport(file, { rows, seed: 1000 + i, months: ['2025-01'], dailyTruth: false });
  bodies.set(`${prefix}/${i}.csv.gz`, await readFile(file));
}
await rm(folder, { recursive: true });

const startedAt = Date.now();
await Promise.all(
  [...bodies].map(([Key, Body]) => clients.s3.send(new PutObjectCommand({ Bucket: stack.cur_bucket, Key, Body }))),
);
const items: z.infer<typeof done>[] = [];
for (const key of bodies.keys()) {
  let item = await ledgerItem(key);
  while (item?.status !== 'published') {
    if (Date.now() - startedAt > PATIENCE_MS)
      throw new Error(`${key} is not published: ${item?.status ?? 'not in the ledger'}`);
    await sleep(250);
    item = await ledgerItem(key);
  }
  items.push(item);
}
const seconds = (Date.now() - startedAt) / 1000;

type Moment = 'event_time' | 'received_at' | 'parsed_at' | 'published_at';
const step = (name: string, from: Moment, to: Moment): string[] => {
  const took = items.map((item) => (Date.parse(item[to]) - Date.parse(item[from])) / 1000);
  return [name, median(took).toFixed(2), quantile(took, 0.95).toFixed(2), Math.max(...took).toFixed(2)];
};
console.log(
  `${files} files of ${rows} rows at once: all published in ${seconds.toFixed(1)} s, ${((files * 3600) / seconds).toFixed(0)} files/hour`,
);
console.log(
  `peak RSS: parser ${peakRssMb('etl-aws-cur-parser').toFixed(0)} MB, publisher ${peakRssMb('cur-publish').toFixed(0)} MB\n`,
);
console.log(
  table(
    ['step', 'median s', '95 % s', 'longest s'],
    [
      step('S3 event to parser (waiting its turn)', 'event_time', 'received_at'),
      step('parsing: sums, Parquet, ledger', 'received_at', 'parsed_at'),
      step('publishing (waiting its turn included)', 'parsed_at', 'published_at'),
      step('S3 event to published', 'event_time', 'published_at'),
    ],
  ),
);

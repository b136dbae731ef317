import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { type WriteOptions, writeReport } from '../../scripts/sample-report/index.ts';
import { expectDaily } from './daily-sums.ts';
import { newFolder, untilPublished, upload } from './steps.ts';

const folder = newFolder('formats');

/** Bytes of a report of its own (the seed keeps equal bytes apart) and what they add up to. */
async function make(name: string, options: Omit<WriteOptions, 'rows'>) {
  const work = await mkdtemp(join(tmpdir(), 'almanac-formats-'));
  const path = join(work, name);
  const truth = await writeReport(path, { rows: 300, days: 4, seed: randomInt(2 ** 31), ...options });
  const bytes = await readFile(path);
  await rm(work, { recursive: true });
  return { bytes, daily: truth.daily ?? [] };
}

describe('a report of any format and packing becomes the daily costs it holds', () => {
  it.each<[string, string, Omit<WriteOptions, 'rows'>]>([
    ['CUR 2.0', 'bill.csv.gz', { format: 'cur-2.0' }],
    ['FOCUS 1.0, NULL in words', 'bill.csv.gz', { format: 'focus-1.0', nullWord: 'NULL' }],
    ['FOCUS 1.2 without AWS columns', 'bill.csv', { format: 'focus-1.2', awsColumns: false, byteOrderMark: true }],
    ['FOCUS 1.2', 'bill.csv.gz', { format: 'focus-1.2', lineEnd: '\r\n', gzipMemberBytes: 5_000 }],
    ['legacy in zip', 'bill.zip', { zipFolder: 'report', zipManifest: true }],
    ['CUR 2.0 in zip', 'bill.zip', { format: 'cur-2.0' }],
    ['legacy as Parquet', 'bill.parquet', {}],
    ['CUR 2.0 as Parquet', 'bill.parquet', { format: 'cur-2.0' }],
    ['FOCUS 1.2 as Parquet', 'bill.parquet', { format: 'focus-1.2' }],
  ])('%s', async (name, file, options) => {
    const { bytes, daily } = await make(file, options);
    const key = `${folder}${name}/${file}`;
    await upload(key, bytes);
    const { report } = await untilPublished(key);
    await expectDaily(report, daily);
  });
});

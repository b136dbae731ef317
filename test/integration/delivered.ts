import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportOf } from '@almanac/cur';
import { expect } from '@jest/globals';
import { type DailySums, type DeliveryOptions, writeDelivery } from '../../scripts/sample-report/index.ts';
import { athenaSums } from './athena.ts';
import { expectDaily } from './daily-sums.ts';
import { sumsBy } from './reports.ts';
import { untilStory, upload } from './steps.ts';

/** The billing period of all deliveries here. */
export const PERIOD = '2025-02';

/** A delivery as AWS would make it: what to upload, and what it adds up to. */
export interface MadeDelivery {
  readonly report: string;
  readonly dataKeys: readonly string[];
  readonly manifestKeys: readonly string[];
  readonly bytes: ReadonlyMap<string, Buffer>;
  readonly daily: readonly DailySums[];
}

/** Makes a delivery of three parts below a prefix; its seed keeps its bytes apart from those of all others. */
export async function makeDelivery(
  prefix: string,
  options: Omit<DeliveryOptions, 'rows' | 'prefix'> & { rows?: number },
): Promise<MadeDelivery> {
  const folder = await mkdtemp(join(tmpdir(), 'almanac-delivery-'));
  const defaults = { rows: 240, parts: 3, months: [PERIOD], days: 5, seed: randomInt(2 ** 31) };
  const { keys, dataKeys, manifestKeys, truth } = await writeDelivery(folder, { ...defaults, ...options, prefix });
  const files = await Promise.all(keys.map(async (key) => [key, await readFile(join(folder, key))] as const));
  await rm(folder, { recursive: true });
  const [first = ''] = dataKeys;
  return { report: reportOf(first), dataKeys, manifestKeys, bytes: new Map(files), daily: truth.daily ?? [] };
}

/** Uploads files of a delivery, in this order. */
export async function deliver({ bytes }: MadeDelivery, keys: readonly string[]): Promise<void> {
  for (const key of keys) await upload(key, bytes.get(key) ?? Buffer.alloc(0));
}

export const deliverAll = (made: MadeDelivery) => deliver(made, [...made.dataKeys, ...made.manifestKeys]);

/** Waits until the ledger says of the newest upload of each key of a delivery that it is published. */
export async function untilDelivered({ dataKeys, manifestKeys }: MadeDelivery, earlier: readonly string[] = []) {
  for (const key of [...dataKeys, ...manifestKeys]) await untilStory(key, [...earlier, 'published']);
}

/** Table and lake hold exactly what a delivery holds. */
export async function expectDelivered({ report, daily }: MadeDelivery): Promise<void> {
  await expectDaily(report, daily);
  const sums = sumsBy(daily, ({ billing_period, currency }) => `${billing_period}#${currency}`);
  expect(await athenaSums(report, ['parts.billing_period', 'parts.billingcurrency'])).toEqual(sums);
}

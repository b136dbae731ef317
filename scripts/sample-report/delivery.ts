import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { calendar, type Month } from './calendar.ts';
import type { LegacyRow } from './columns.ts';
import { deliveryIds } from './delivery-ids.ts';
import { deliveryKeys } from './delivery-keys.ts';
import { type CheckedDelivery, checkDelivery, type DeliveryOptions } from './delivery-options.ts';
import { manifestText } from './manifests.ts';
import { checkOptions, InvalidOption } from './options.ts';
import { accountsOf } from './places.ts';
import { part } from './report.ts';
import type { Truth } from './truth.ts';
import { isParquet, startWriting, type Writing, writeRows } from './write-report.ts';

/** A delivery that was written: a folder of files whose relative paths are S3 keys. */
export type Delivery = {
  /** Name of the report or export, without its prefix. */
  reportName: string;
  prefix: string;
  /** `YYYY-MM`. */
  billingPeriod: string;
  /** Assembly id or execution id. */
  id: string;
  /** All keys in the order in which AWS uploads them: data files, then manifests. */
  keys: string[];
  dataKeys: string[];
  manifestKeys: string[];
  /** What the data files add up to, all together. */
  truth: Truth;
};

/** The next `count` rows; the iterator can be read on afterwards. */
function* next(rows: Iterator<LegacyRow>, count: number): Generator<LegacyRow> {
  for (let taken = 0; taken < count; taken += 1) {
    const { done, value } = rows.next();
    if (done) return;
    yield value;
  }
}

const writeParts = async (
  paths: readonly string[],
  month: string,
  writing: Writing,
  options: CheckedDelivery,
): Promise<void> => {
  const total = writing.report.rowCount(month);
  const rows = writing.report.rows(month);
  for (const [index, path] of paths.entries()) {
    await mkdir(dirname(path), { recursive: true });
    await writeRows(path, next(rows, part(total, index, paths.length)), writing, options);
  }
};

const monthOf = (months: readonly Month[], name: string | undefined): Month => {
  const month = name === undefined ? months.at(-1) : months.find((candidate) => candidate.name === name);
  if (!month) throw new InvalidOption(`${name} is not one of the months.`);
  return month;
};

/**
 * Writes one delivery of one billing period (default: the last of the report's months) below `folder`, where each
 * file's relative path is its S3 key. What an earlier delivery left in the folder stays, unless the mode overwrites it.
 * @throws InvalidOption
 */
export const writeDelivery = async (folder: string, options: DeliveryOptions, month?: string): Promise<Delivery> => {
  const delivery = checkDelivery(options);
  const sample = checkOptions(options);
  const period = monthOf(calendar(sample.months, sample.days), month);
  const writing = startWriting(delivery, isParquet(delivery.container));
  const ids = deliveryIds(delivery, sample, period);
  const { data, manifests } = deliveryKeys(delivery, ids, period);
  const paths = data.map((key) => join(folder, key));
  await writeParts(paths, period.name, writing, delivery);
  const payer = accountsOf(sample.accounts, sample.currencies)[0]?.id ?? '';
  const { columns } = writing.layout;
  const manifest = manifestText(delivery, { ids, month: period, payer, columns, dataKeys: data });
  for (const key of manifests) {
    await mkdir(dirname(join(folder, key)), { recursive: true });
    await writeFile(join(folder, key), manifest);
  }
  return {
    ...{ reportName: delivery.reportName, prefix: delivery.prefix, billingPeriod: period.name, id: ids.delivery },
    ...{ keys: [...data, ...manifests], dataKeys: data, manifestKeys: manifests, truth: writing.recorder.truth() },
  };
};

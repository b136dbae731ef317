import { crc32 } from 'node:zlib';
import type { Month } from './calendar.ts';
import type { CheckedDelivery } from './delivery-options.ts';
import type { CheckedOptions } from './options.ts';
import { Random } from './random.ts';

const uuid = (random: Random): string => {
  const hex = random.hex(32);
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4];
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join(
    '-',
  );
};

/** Ids of a delivery; they do not sort by time, as AWS's do not. */
export type DeliveryIds = {
  /** Assembly or execution: another one for every delivery, month, number of days and rows. */
  delivery: string;
  /** When the execution ran, `2025-01-11T06:00:00.000Z`: some hours after the last day it holds. */
  executedAt: string;
  /** Of the report or export, the same for all its deliveries: 64 hexadecimal digits, and a UUID. */
  report: string;
  exportId: string;
};

const HOURS_BETWEEN = 6;

/** Ids that depend on the options alone. */
export const deliveryIds = (delivery: CheckedDelivery, { seed, rows, days }: CheckedOptions, month: Month) => {
  const name = crc32(`${delivery.prefix}/${delivery.reportName}`);
  const report = new Random(seed, 6, name);
  const hours = month.days.length * 24 + delivery.delivery * HOURS_BETWEEN;
  return {
    delivery: uuid(new Random(seed, 5, name, crc32(month.name), delivery.delivery, days, rows)),
    executedAt: new Date(Date.parse(month.start) + hours * 3_600_000).toISOString(),
    report: report.hex(64),
    exportId: uuid(report),
  } satisfies DeliveryIds;
};

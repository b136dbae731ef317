import { parseArgs } from 'node:util';
import { CONTAINERS, DELIVERY_MODES, type DeliveryMode, type DeliveryOptions } from './delivery-options.ts';
import { FORMATS, type Format, InvalidOption, ORDERS, type Order, type WriteOptions } from './options.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ out: text, rows: text, seed: text, months: text, days: text, accounts: text },
  ...{ 'daily-cost': text, currencies: text, order: text, tags: text, split: flag, json: flag, help: flag },
  ...{ format: text, 'spec-columns': flag, 'null-word': text, 'gzip-member-bytes': text },
  ...{ 'zip-folder': text, 'zip-manifest': flag, delivery: text, 'out-dir': text, parts: text, nth: text },
  ...{ 'report-name': text, prefix: text, bucket: text, container: text, 'execution-folder': text },
};

/** Arguments of the command, not yet checked. */
export type Arguments = ReturnType<typeof parsed>;

/** @throws InvalidOption for an argument that is not known */
export const parsed = (args: string[]) => {
  try {
    return parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const sentence = (error as Error).message.split(/\.\s|\n/)[0] ?? '';
    throw new InvalidOption(`${sentence.replace(/\.$/, '')}.`);
  }
};

const number = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : Number.NaN;

const oneOf = <T extends string>(name: string, known: readonly T[], text: string | undefined): T | undefined => {
  const found = known.find((candidate) => candidate === text);
  if (text === undefined || found) return found;
  throw new InvalidOption(`${name} must be one of ${known.join(', ')}.`);
};

const given = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

/** What to write and how. @throws InvalidOption */
export const writeOptions = (values: Arguments): WriteOptions => ({
  rows: number(values.rows) ?? 20_000,
  dailyTruth: false,
  ...given({
    seed: number(values.seed),
    months: values.months?.split(','),
    days: number(values.days),
    accounts: number(values.accounts),
    dailyCost: number(values['daily-cost']),
    currencies: values.currencies?.split(','),
    order: oneOf<Order>('order', ORDERS, values.order),
    tags: number(values.tags),
    format: oneOf<Format>('format', FORMATS, values.format),
    awsColumns: values['spec-columns'] ? false : undefined,
    nullWord: values['null-word'],
    gzipMemberBytes: number(values['gzip-member-bytes']),
    zipFolder: values['zip-folder'],
    zipManifest: values['zip-manifest'],
  }),
});

/** The delivery asked for, if one is. @throws InvalidOption */
export const deliveryOptions = (values: Arguments): DeliveryOptions | undefined => {
  const mode = oneOf<DeliveryMode>('delivery', DELIVERY_MODES, values.delivery);
  if (!mode) return undefined;
  return {
    ...{ ...writeOptions(values), mode },
    ...given({
      parts: number(values.parts),
      delivery: number(values.nth),
      reportName: values['report-name'],
      prefix: values.prefix,
      bucket: values.bucket,
      container: oneOf('container', CONTAINERS, values.container),
      executionFolder: oneOf('execution-folder', ['above-period', 'below-period'] as const, values['execution-folder']),
    }),
  };
};

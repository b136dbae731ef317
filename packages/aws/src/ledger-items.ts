import { comparableSequencer, type ObjectVersion, type Totals } from '@almanac/cur';
import { Decimal } from '@almanac/kernel';
import { NumberValue, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';

/** One write of a transaction. */
export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Keys of the items of `cur_ledger`: one Query by `report#…` or `object#…` tells a whole story. */
export const ledgerKeys = {
  object: ({ bucket, key, sequencer, etag }: Pick<ObjectVersion, 'bucket' | 'key' | 'sequencer' | 'etag'>) => ({
    pk: `object#${bucket}/${key}`,
    sk: `${comparableSequencer(sequencer)}#${etag}`,
  }),
  head: (report: string) => ({ pk: `report#${report}`, sk: 'head' }),
  period: (report: string, billingPeriod: string) => ({ pk: `report#${report}`, sk: `period#${billingPeriod}` }),
  delivery: (report: string, billingPeriod: string, deliveryId: string) => ({
    pk: `report#${report}`,
    sk: `delivery#${billingPeriod}#${deliveryId}`,
  }),
  /** The files of a scheduled delivery, some hundreds an item. */
  files: (report: string, deliveryId: string, chunk: number) => ({
    pk: `report#${report}`,
    sk: `files#${deliveryId}#${`${chunk}`.padStart(4, '0')}`,
  }),
  /** That a delivery needs a version of this object. */
  expectation: (bucket: string, key: string, deliveryId: string) => ({
    pk: `expected#${bucket}/${key}`,
    sk: deliveryId,
  }),
  waitingManifest: (report: string, billingPeriod: string, objectId: string) => ({
    pk: `report#${report}`,
    sk: `manifest#${billingPeriod}#${objectId}`,
  }),
  /** The latest complete delivery: what a scheduled report's period should show. */
  newest: (report: string, billingPeriod: string) => ({ pk: `report#${report}`, sk: `newest#${billingPeriod}` }),
  content: (sha256: string, bucket: string, key: string) => ({ pk: `content#${sha256}`, sk: `${bucket}/${key}` }),
  /** That a live delivery holds this content; sorts before every upload that does. */
  delivered: (sha256: string, report: string, billingPeriod: string) => ({
    pk: `content#${sha256}`,
    sk: `!${report}#${billingPeriod}`,
  }),
  payer: (payer: string, billingPeriod: string, report: string) => ({
    pk: `payer#${payer}#${billingPeriod}`,
    sk: report,
  }),
  /** How often people were warned of uploads with this payer on a day, `YYYY-MM-DD`; sorts before every report. */
  uploadWarnings: (payer: string, billingPeriod: string, day: string) => ({
    pk: `payer#${payer}#${billingPeriod}`,
    sk: `!uploads#${day}`,
  }),
  /** How far the cleaning has seen to uploads. */
  cleaning: { pk: 'cleaning', sk: 'uploads' },
  message: (messageId: string) => ({ pk: `message#${messageId}`, sk: 'failure' }),
};

/** An exact number for DynamoDB. */
export const number = (value: Decimal | number) => NumberValue.from(value.toString());

/** A number as it was stored, every digit. */
export const decimal = z.custom<Decimal>((value) => value instanceof Decimal);
/** A count or a duration: small enough to be a JavaScript number. */
export const plainNumber = decimal.transform((value) => Number(value.toString()));

export const totalsItem = z
  .record(z.string(), z.object({ unblended_cost: decimal, amortized_cost: decimal }))
  .transform(
    (totals): Totals =>
      Object.fromEntries(
        Object.entries(totals).map(([currency, costs]) => [
          currency,
          { unblendedCost: costs.unblended_cost, amortizedCost: costs.amortized_cost },
        ]),
      ),
  );

export const toTotalsItem = (totals: Totals) =>
  Object.fromEntries(
    Object.entries(totals).map(([currency, costs]) => [
      currency,
      { unblended_cost: number(costs.unblendedCost), amortized_cost: number(costs.amortizedCost) },
    ]),
  );

/** What a key contributes, or that it was deleted: a register that only moves to greater sequencers. */
export const headItem = z.object({
  sequencer: z.string(),
  bucket: z.string(),
  key: z.string(),
  object_id: z.string(),
  object_sk: z.string(),
  deleted: z.boolean(),
  version_id: z.string().optional(),
  sha256: z.string().optional(),
  payers: z.array(z.string()).default([]),
  event_time: z.string(),
  event_id: z.string(),
  periods: z.record(z.string(), z.object({ rows: plainNumber, totals: totalsItem })),
});
export type HeadItem = z.infer<typeof headItem>;

export const toPeriodsItem = (periods: Readonly<Record<string, { rows: number; totals: Totals }>>) =>
  Object.fromEntries(
    Object.entries(periods).map(([period, { rows, totals }]) => [period, { rows, totals: toTotalsItem(totals) }]),
  );

/** What adopting a version, or a deletion, put an end to. */
export const replacedItem = z.object({ sha256: z.string().optional(), billing_periods: z.array(z.string()) });

import { comparableSequencer, type ObjectVersion, type Totals } from '@almanac/cur';
import { Decimal } from '@almanac/kernel';
import { NumberValue, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';

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
  content: (sha256: string, bucket: string, key: string) => ({ pk: `content#${sha256}`, sk: `${bucket}/${key}` }),
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

export const contentItem = z.object({ sk: z.string(), report: z.string(), billing_periods: z.array(z.string()) });

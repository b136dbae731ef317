import type { PeriodRef, Settled, Target } from '@almanac/cur';
import { inParallel } from '@almanac/kernel';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { deliveryFiles } from './delivery-files.ts';
import { managedDeliveryItem } from './delivery-items.ts';
import { deliveryObjects } from './delivery-objects.ts';
import { ledgerKeys } from './ledger-items.ts';
import { CALLS_AT_ONCE, ledgerTable } from './ledger-table.ts';

/** The delivery that is live, and where it came from: its manifest. */
type Live = Extract<Target, { kind: 'delivery' }>;

const ENDED = ['complete', 'publishing', 'published', 'superseded', 'withdrawn'];

/**
 * Lets the objects of scheduled deliveries share the fate of their delivery: statuses, and what content the live one holds.
 * Only deliveries are looked at whose state was not seen to before.
 */
export function settleDelivery(
  dynamo: DynamoDBDocumentClient,
  table: string,
  now: () => string,
  sharing: (sha256: string) => Promise<PeriodRef[]>,
) {
  const ledger = ledgerTable(dynamo, table);
  const files = deliveryFiles(ledger);
  const concludeObjects = deliveryObjects(ledger, files, now);

  const unsettled = async ({ report, billingPeriod }: PeriodRef, liveId: string) => {
    const items = await ledger.query(`report#${report}`, `delivery#${billingPeriod}#`);
    return items.flatMap((item): Settled['deliveries'][number][] => {
      const delivery = managedDeliveryItem.safeParse(item);
      if (!delivery.success || !ENDED.includes(delivery.data.status)) return [];
      const { delivery_id: deliveryId, settled } = delivery.data;
      const state = deliveryId === liveId ? 'published' : 'superseded';
      return settled === state ? [] : [{ deliveryId, state }];
    });
  };

  /** Takes back that an earlier state was seen to: from here on it is undone. Gives the delivery as of now. */
  const beginSettling = async ({ report, billingPeriod }: PeriodRef, deliveryId: string) => {
    const { Attributes } = await ledger.update(ledgerKeys.delivery(report, billingPeriod, deliveryId), {
      UpdateExpression: 'SET settled = :settling',
      ExpressionAttributeValues: { ':settling': 'settling' },
      ReturnValues: 'ALL_NEW',
    });
    return managedDeliveryItem.parse(Attributes);
  };

  const markContent = async (
    { report, billingPeriod }: PeriodRef,
    { sha256, key }: { sha256: string; key: string },
    { deliveryId, state }: Settled['deliveries'][number],
    manifest: string,
  ): Promise<void> => {
    const Key = ledgerKeys.delivered(sha256, report, billingPeriod);
    if (state === 'published') {
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...Key, key, manifest, delivery_id: deliveryId } }));
      return;
    }
    const condition = { ConditionExpression: 'delivery_id = :id', ExpressionAttributeValues: { ':id': deliveryId } };
    await onlyIf(dynamo.send(new DeleteCommand({ TableName: table, Key, ...condition })));
  };

  return {
    async settle(period: PeriodRef, { deliveryId: liveId, origin }: Live): Promise<Settled> {
      const copies: PeriodRef[] = [];
      const deliveries = await unsettled(period, liveId);
      for (const { deliveryId, state } of deliveries) {
        const delivery = await beginSettling(period, deliveryId);
        const all = await files.of({ report: period.report, deliveryId });
        await concludeObjects(delivery, all, state);
        const found = await inParallel(CALLS_AT_ONCE, all, async ({ read }) => {
          if (!read) return [];
          await markContent(period, read, { deliveryId, state }, origin.key);
          return sharing(read.sha256);
        });
        copies.push(...found.flat());
      }
      return { newDuplicate: false, copies: unique(copies), deliveries };
    },

    async settled({ report, billingPeriod }: PeriodRef, { deliveries }: Settled): Promise<void> {
      for (const { deliveryId, state } of deliveries) {
        await ledger.setIf(
          ledgerKeys.delivery(report, billingPeriod, deliveryId),
          { settled: state },
          '#settled = :settling',
          { values: { ':settling': 'settling' } },
        );
      }
    },
  };
}

const unique = (periods: readonly PeriodRef[]): PeriodRef[] => [
  ...new Map(periods.map((period) => [`${period.report}#${period.billingPeriod}`, period])).values(),
];

import {
  type DeliveryLedger,
  type DeliveryRef,
  MAX_NAMED_FILES,
  type PeriodRef,
  sumTotals,
  timeOf,
} from '@almanac/cur';
import type { DeliveryFile, DeliveryFiles } from './delivery-files.ts';
import {
  CLEANED,
  deliveryItemKey,
  type ManagedDeliveryItem,
  managedDeliveryItem,
  newestItem,
  objectVersion,
  type ReadPart,
} from './delivery-items.ts';
import { ledgerKeys, number, toTotalsItem } from './ledger-items.ts';
import type { LedgerTable } from './ledger-table.ts';
import { objectAttributes } from './object-writes.ts';

/** Which delivery of a period is whole and the latest, and what becomes of the others. */
export function wholeDeliveries(
  ledger: LedgerTable,
  files: DeliveryFiles,
  now: () => string,
): Pick<DeliveryLedger, 'complete' | 'newestTime' | 'supersede'> {
  const deliveryItem = async (delivery: DeliveryRef): Promise<ManagedDeliveryItem> =>
    managedDeliveryItem.parse(await ledger.get(deliveryItemKey(delivery)));

  /** Makes a wholly read delivery the one its period should show; false where a later one is already. */
  const moveNewest = async (ref: DeliveryRef, item: ManagedDeliveryItem, read: readonly DeliveryFile[]) => {
    const parts = read.flatMap((file) => file.read ?? []);
    const manifest = objectVersion(item.manifest);
    return ledger.putIf(
      {
        ...ledgerKeys.newest(ref.report, ref.billingPeriod),
        ...{ order: item.order, delivery_id: ref.deliveryId, parts: number(item.parts) },
        ...summed(parts),
        files: read.slice(0, MAX_NAMED_FILES).map(({ key }) => key),
        manifest: objectAttributes(manifest),
        event_time: [manifest.eventTime, ...parts.map(({ event_time }) => event_time)].reduce((a, b) =>
          a >= b ? a : b,
        ),
        updated_at: now(),
      },
      'attribute_not_exists(pk) OR #order <= :order',
      { names: { '#order': 'order' }, values: { ':order': item.order } },
    );
  };

  const supersedeEarlier = async ({ report, billingPeriod }: PeriodRef, order: string): Promise<void> => {
    for (const item of await ledger.query(`report#${report}`, `delivery#${billingPeriod}#`)) {
      const delivery = managedDeliveryItem.safeParse(item);
      if (!delivery.success || delivery.data.status !== 'waiting' || delivery.data.order >= order) continue;
      await giveUp({ report, billingPeriod, deliveryId: delivery.data.delivery_id });
    }
  };

  const giveUp = (delivery: DeliveryRef, statuses: readonly string[] = ['waiting']) =>
    ledger.setIf(
      deliveryItemKey(delivery),
      { status: 'superseded', updated_at: now() },
      `#status IN (${statuses.map((_, i) => `:from${i}`).join(', ')})`,
      { values: Object.fromEntries(statuses.map((status, i) => [`:from${i}`, status])) },
    );

  /** What has become of a delivery that will not be complete any more. */
  const givenUp = async ({ report, billingPeriod }: PeriodRef) =>
    (await ledger.get(ledgerKeys.newest(report, billingPeriod))) ? ('superseded' as const) : ('given up' as const);

  return {
    async complete(delivery) {
      const item = await deliveryItem(delivery);
      if (CLEANED.includes(item.status)) return givenUp(delivery);
      if (item.unread.size > 0) return item.status === 'superseded' ? givenUp(delivery) : 'waiting';
      // First, because a delivery that changes is not cleaned, and one that is being cleaned does not change.
      await ledger.setIf(
        deliveryItemKey(delivery),
        { status: 'complete', updated_at: now() },
        '#status IN (:waiting, :superseded)',
        { values: { ':waiting': 'waiting', ':superseded': 'superseded' } },
      );
      if (CLEANED.includes((await deliveryItem(delivery)).status)) return givenUp(delivery);
      const isNewest = await moveNewest(delivery, item, await files.of(delivery));
      if (!isNewest) {
        await giveUp(delivery, ['waiting', 'complete']);
        return 'superseded';
      }
      await supersedeEarlier(delivery, item.order);
      return 'complete';
    },

    async newestTime({ report, billingPeriod }, manifestKey) {
      const item = await ledger.get(ledgerKeys.newest(report, billingPeriod));
      const newest = item && newestItem.parse(item);
      return newest && objectVersion(newest.manifest).key === manifestKey ? timeOf(newest.order) : undefined;
    },

    async supersede(delivery) {
      await giveUp(delivery);
    },
  };
}

const summed = (parts: readonly ReadPart[]) => ({
  rows: number(parts.reduce((sum, { rows }) => sum + rows, 0)),
  totals: toTotalsItem(sumTotals(parts.map(({ totals }) => totals))),
  payers: [...new Set(parts.flatMap(({ payers }) => payers))].sort(),
});

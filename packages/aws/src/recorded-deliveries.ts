import { beingCleaned, type DeliveryLedger, MAX_NAMED_FILES, type ManagedDelivery } from '@almanac/cur';
import { inParallel } from '@almanac/kernel';
import { onlyIf } from './conditional-write.ts';
import { allParts, deliveryItemKey, manifestName, toFileItem } from './delivery-items.ts';
import { ledgerKeys, number } from './ledger-items.ts';
import { CALLS_AT_ONCE, type LedgerTable } from './ledger-table.ts';
import { objectAttributes } from './object-writes.ts';

/** Files in one item: 400 kB hold some two thousand. */
const FILES_PER_ITEM = 400;

/** The deliveries that manifests tell of, and what each of them needs. */
export function recordedDeliveries(ledger: LedgerTable, now: () => string): Pick<DeliveryLedger, 'record'> {
  /** The delivery's own item, as it stands before anything of it was read. */
  const create = ({ report, billingPeriod, deliveryId, ...delivery }: ManagedDelivery): Promise<boolean> =>
    ledger.putIf(
      {
        ...ledgerKeys.delivery(report, billingPeriod, deliveryId),
        ...{ kind: 'delivery', report, billing_period: billingPeriod, delivery_id: deliveryId, status: 'waiting' },
        ...{
          order: delivery.order,
          parts: number(delivery.files.length),
          manifest: objectAttributes(delivery.manifest),
        },
        unread: allParts({ report, billingPeriod, deliveryId, ...delivery }),
        manifests: new Set([manifestName(ledgerKeys.object(delivery.manifest))]),
        files: delivery.files.slice(0, MAX_NAMED_FILES).map(({ key }) => key),
        ...{ received_at: now(), updated_at: now() },
      },
      'attribute_not_exists(pk) OR #status = :cleaned',
      { names: { '#status': 'status' }, values: { ':cleaned': 'cleaned' } },
    );

  /** One more manifest names a known delivery: it becomes as late as that, and counts again if it did not. */
  const rename = async (delivery: ManagedDelivery): Promise<void> => {
    const key = deliveryItemKey(delivery);
    // First, because a delivery that changes is not cleaned.
    const isKept = await ledger.setIf(key, { updated_at: now() }, 'NOT #status IN (:cleaning, :cleaned)', {
      names: { '#status': 'status' },
      values: { ':cleaning': 'cleaning', ':cleaned': 'cleaned' },
    });
    if (!isKept) throw beingCleaned(delivery);
    const manifest = manifestName(ledgerKeys.object(delivery.manifest));
    await onlyIf(
      ledger.update(key, {
        UpdateExpression: 'ADD manifests :manifest REMOVE settled',
        ConditionExpression: 'NOT contains(manifests, :name)',
        ExpressionAttributeValues: { ':manifest': new Set([manifest]), ':name': manifest },
      }),
    );
    const later = { order: delivery.order, manifest: objectAttributes(delivery.manifest), updated_at: now() };
    await ledger.setIf(key, later, '#order < :order');
    await ledger.setIf(key, { status: 'waiting', updated_at: now() }, '#status = :superseded', {
      values: { ':superseded': 'superseded' },
    });
  };

  const expect = async ({ report, billingPeriod, deliveryId, files, manifest }: ManagedDelivery): Promise<void> => {
    for (let chunk = 0; chunk * FILES_PER_ITEM < files.length; chunk++) {
      const some = files.slice(chunk * FILES_PER_ITEM, (chunk + 1) * FILES_PER_ITEM);
      await ledger.put({
        ...ledgerKeys.files(report, deliveryId, chunk),
        bucket: manifest.bucket,
        files: some.map(toFileItem),
      });
    }
    await inParallel(CALLS_AT_ONCE, [...files.entries()], ([index, file]) =>
      ledger.putIf(
        {
          ...ledgerKeys.expectation(manifest.bucket, file.key, deliveryId),
          ...{ report, billing_period: billingPeriod, delivery_id: deliveryId, part: number(index + 1) },
          ...{ etag: file.etag, version_id: file.versionId },
        },
        'attribute_not_exists(pk)',
      ),
    );
  };

  return {
    async record(delivery) {
      if (!(await create(delivery))) await rename(delivery);
      await expect(delivery);
      const { deliveryId, billingPeriod, manifest } = delivery;
      await ledger.setIf(
        ledgerKeys.object(manifest),
        {
          status: 'parsed',
          delivery_id: deliveryId,
          billing_periods: [billingPeriod],
          parsed_at: now(),
          updated_at: now(),
        },
        '#status IN (:received, :failed)',
        { values: { ':received': 'received', ':failed': 'failed' }, remove: 'reason, last_error' },
      );
    },
  };
}

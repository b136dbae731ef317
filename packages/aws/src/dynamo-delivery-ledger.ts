import type { DeliveryLedger, Expectation } from '@almanac/cur';
import { type Clock, inParallel } from '@almanac/kernel';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { deliveryFiles } from './delivery-files.ts';
import { CLEANED, deliveryItemKey, expectationItem, managedDeliveryItem, objectVersion } from './delivery-items.ts';
import { ledgerKeys, number, toTotalsItem } from './ledger-items.ts';
import { CALLS_AT_ONCE, ledgerTable } from './ledger-table.ts';
import { readAttributes } from './object-writes.ts';
import { recordedDeliveries } from './recorded-deliveries.ts';
import { waitingManifests } from './waiting-manifests.ts';
import { wholeDeliveries } from './whole-deliveries.ts';

/** The deliveries' side of `cur_ledger`. */
export function dynamoDeliveryLedger(dynamo: DynamoDBDocumentClient, table: string, clock: Clock): DeliveryLedger {
  const now = () => clock.now().toISOString();
  const ledger = ledgerTable(dynamo, table);
  const files = deliveryFiles(ledger);

  return {
    ...waitingManifests(ledger, now),
    ...recordedDeliveries(ledger, now),
    ...wholeDeliveries(ledger, files, now),

    async unread(delivery) {
      const { unread } = managedDeliveryItem.parse(await ledger.get(deliveryItemKey(delivery)));
      const { bucket } = delivery.manifest;
      const wanted = delivery.files.filter((_, index) => unread.has(`${index + 1}`));
      const found = await inParallel(CALLS_AT_ONCE, wanted, (file) => files.landedVersion(bucket, file));
      return {
        received: found.flatMap((item) => (item ? [objectVersion(item)] : [])),
        missing: wanted.filter((_, index) => !found[index]),
      };
    },

    async expecting(version) {
      const items = await ledger.query(`expected#${version.bucket}/${version.key}`);
      // Equal bytes of a key are the same file, whichever version holds them.
      const expected = items.map((item) => expectationItem.parse(item)).filter(({ etag }) => etag === version.etag);
      const { sk } = ledgerKeys.object(version);
      return inParallel(CALLS_AT_ONCE, expected, async (item): Promise<Expectation> => {
        const ref = { report: item.report, billingPeriod: item.billing_period, deliveryId: item.delivery_id };
        const { order, unread, status } = managedDeliveryItem.parse(await ledger.get(deliveryItemKey(ref)));
        return {
          ...{
            ...ref,
            order,
            part: item.part,
            isParsed: !unread.has(`${item.part}`),
            isWrittenAgain: item.read !== undefined && item.read.sk < sk,
            isSuperseded: status === 'superseded' || CLEANED.includes(status),
          },
          ...(item.version_id && { versionId: item.version_id }),
        };
      });
    },

    async adoptPart(version, { deliveryId, order, part, ...period }, content) {
      const key = ledgerKeys.object(version);
      await ledger.setIf(
        key,
        { ...readAttributes(content, now()), status: 'parsed', delivery_id: deliveryId, delivery_order: order },
        'attribute_not_exists(#delivery_order) OR #delivery_order <= :delivery_order',
        { remove: 'reason, last_error, published_at' },
      );
      const read = {
        ...{
          ...key,
          key: version.key,
          sha256: content.sha256,
          rows: number(content.rows),
          event_time: version.eventTime,
        },
        ...{ totals: toTotalsItem(content.totals), payers: [...content.payers] },
      };
      const expected = ledgerKeys.expectation(version.bucket, version.key, deliveryId);
      const before = expectationItem.optional().parse(await ledger.get(expected))?.read;
      if (before && before.sk !== key.sk) {
        const superseded = { status: 'superseded', updated_at: now() };
        const values = { ':id': deliveryId };
        await ledger.setIf({ pk: before.pk, sk: before.sk }, superseded, 'delivery_id = :id', { values });
      }
      // A delivery that was cleaned while its last file was read expects nothing any more.
      if (!(await ledger.setIf(expected, { read }, 'attribute_exists(pk)'))) return;
      await ledger.update(deliveryItemKey({ ...period, deliveryId }), {
        // Its objects have to be looked at again: one has a status of its own now.
        UpdateExpression: 'DELETE unread :part REMOVE settled',
        ExpressionAttributeValues: { ':part': new Set([`${part}`]) },
      });
    },
  };
}

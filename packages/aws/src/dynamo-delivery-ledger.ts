import {
  beingCleaned,
  type DeliveryLedger,
  type DeliveryRef,
  type Expectation,
  inParallel,
  MAX_NAMED_FILES,
  type ManagedDelivery,
  type ObjectVersion,
  type PeriodRef,
  sumTotals,
  timeOf,
} from '@almanac/cur';
import { type Clock, stableId } from '@almanac/kernel';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { type DeliveryFile, deliveryFiles } from './delivery-files.ts';
import {
  allParts,
  expectationItem,
  type ManagedDeliveryItem,
  managedDeliveryItem,
  manifestName,
  newestItem,
  objectVersion,
  type ReadPart,
  toFileItem,
  waitingManifestItem,
} from './delivery-items.ts';
import { ledgerKeys, number, toTotalsItem } from './ledger-items.ts';
import { CALLS_AT_ONCE, ledgerTable } from './ledger-table.ts';
import { objectAttributes, readAttributes } from './object-writes.ts';

/** Files in one item: 400 kB hold some two thousand. */
const FILES_PER_ITEM = 400;

const CLEANED: readonly string[] = ['cleaning', 'cleaned'];

const deliveryItemKey = ({ report, billingPeriod, deliveryId }: DeliveryRef) =>
  ledgerKeys.delivery(report, billingPeriod, deliveryId);

/** The deliveries' side of `cur_ledger`. */
export function dynamoDeliveryLedger(dynamo: DynamoDBDocumentClient, table: string, clock: Clock): DeliveryLedger {
  const now = () => clock.now().toISOString();
  const ledger = ledgerTable(dynamo, table);
  const files = deliveryFiles(ledger);
  const put = (Item: object, ConditionExpression?: string, more: object = {}) =>
    dynamo.send(new PutCommand({ TableName: table, Item: { ...Item }, ConditionExpression, ...more }));

  const deliveryItem = async (delivery: DeliveryRef): Promise<ManagedDeliveryItem> =>
    managedDeliveryItem.parse(await ledger.get(deliveryItemKey(delivery)));

  /** The delivery's own item, as it stands before anything of it was read. */
  const create = ({ report, billingPeriod, deliveryId, ...delivery }: ManagedDelivery): Promise<boolean> =>
    onlyIf(
      put(
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
        { ExpressionAttributeNames: { '#status': 'status' }, ExpressionAttributeValues: { ':cleaned': 'cleaned' } },
      ),
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
      await put({
        ...ledgerKeys.files(report, deliveryId, chunk),
        bucket: manifest.bucket,
        files: some.map(toFileItem),
      });
    }
    await inParallel(CALLS_AT_ONCE, [...files.entries()], ([index, file]) =>
      onlyIf(
        put(
          {
            ...ledgerKeys.expectation(manifest.bucket, file.key, deliveryId),
            ...{ report, billing_period: billingPeriod, delivery_id: deliveryId, part: number(index + 1) },
            ...{ etag: file.etag, version_id: file.versionId },
          },
          'attribute_not_exists(pk)',
        ),
      ),
    );
  };

  /** Makes a wholly read delivery the one its period should show; false where a later one is already. */
  const moveNewest = async (ref: DeliveryRef, item: ManagedDeliveryItem, read: readonly DeliveryFile[]) => {
    const parts = read.flatMap((file) => file.read ?? []);
    const manifest = objectVersion(item.manifest);
    return onlyIf(
      put(
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
        { ExpressionAttributeNames: { '#order': 'order' }, ExpressionAttributeValues: { ':order': item.order } },
      ),
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
    async awaitFiles(manifest, { report, billingPeriod }, absent) {
      await put({
        ...ledgerKeys.waitingManifest(report, billingPeriod, manifest.id),
        ...{ kind: 'waiting-manifest', report, billing_period: billingPeriod },
        manifest: objectAttributes(manifest),
        absent: new Set(absent.map((key) => stableId(key))),
        updated_at: now(),
      });
    },

    async landed({ report, billingPeriod }, key) {
      const ready: ObjectVersion[] = [];
      for (const { sk } of await ledger.query(`report#${report}`, `manifest#${billingPeriod}#`)) {
        const { Attributes } = await ledger
          .update(
            { pk: `report#${report}`, sk: String(sk) },
            {
              UpdateExpression: 'DELETE absent :key',
              ConditionExpression: 'attribute_exists(pk)',
              ExpressionAttributeValues: { ':key': new Set([stableId(key)]) },
              ReturnValues: 'ALL_NEW',
            },
          )
          .catch(ifFollowed);
        const waiting = Attributes && waitingManifestItem.parse(Attributes);
        if (waiting && !waiting.absent) ready.push(objectVersion(waiting.manifest));
      }
      return ready;
    },

    async followed(manifest, { report, billingPeriod }) {
      const Key = ledgerKeys.waitingManifest(report, billingPeriod, manifest.id);
      await dynamo.send(new DeleteCommand({ TableName: table, Key }));
    },

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

    async unread(delivery) {
      const { unread } = await deliveryItem(delivery);
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
        const { order, unread, status } = await deliveryItem(ref);
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
      // A delivery that was cleaned while its last file was read expects nothing any more.
      if (!(await ledger.setIf(expected, { read }, 'attribute_exists(pk)'))) return;
      if (before && before.sk !== key.sk) {
        const superseded = { status: 'superseded', updated_at: now() };
        const values = { ':id': deliveryId };
        await ledger.setIf({ pk: before.pk, sk: before.sk }, superseded, 'delivery_id = :id', { values });
      }
      await ledger.update(deliveryItemKey({ ...period, deliveryId }), {
        // Its objects have to be looked at again: one has a status of its own now.
        UpdateExpression: 'DELETE unread :part REMOVE settled',
        ExpressionAttributeValues: { ':part': new Set([`${part}`]) },
      });
    },

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

/** A manifest that somebody else has followed meanwhile waits no more. */
function ifFollowed(error: unknown): { Attributes?: undefined } {
  if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return {};
  throw error;
}

const summed = (parts: readonly ReadPart[]) => ({
  rows: number(parts.reduce((sum, { rows }) => sum + rows, 0)),
  totals: toTotalsItem(sumTotals(parts.map(({ totals }) => totals))),
  payers: [...new Set(parts.flatMap(({ payers }) => payers))].sort(),
});

import type { DeliveryLedger, ObjectVersion } from '@almanac/cur';
import { stableId } from '@almanac/kernel';
import { objectVersion, waitingManifestItem } from './delivery-items.ts';
import { ledgerKeys } from './ledger-items.ts';
import type { LedgerTable } from './ledger-table.ts';
import { objectAttributes } from './object-writes.ts';

/** The manifests that wait for files to land, and for which. */
export function waitingManifests(
  ledger: LedgerTable,
  now: () => string,
): Pick<DeliveryLedger, 'awaitFiles' | 'landed' | 'followed'> {
  return {
    async awaitFiles(manifest, { report, billingPeriod }, absent) {
      await ledger.put({
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
      await ledger.remove(ledgerKeys.waitingManifest(report, billingPeriod, manifest.id));
    },
  };
}

/** A manifest that somebody else has followed meanwhile waits no more. */
function ifFollowed(error: unknown): { Attributes?: undefined } {
  if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return {};
  throw error;
}

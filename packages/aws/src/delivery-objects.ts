import type { Settled } from '@almanac/cur';
import { inParallel } from '@almanac/kernel';
import type { DeliveryFile, DeliveryFiles } from './delivery-files.ts';
import { type ManagedDeliveryItem, manifestItemKey } from './delivery-items.ts';
import { CALLS_AT_ONCE, type ItemKey, type LedgerTable } from './ledger-table.ts';

type State = Settled['deliveries'][number]['state'];

/** Gives a delivery's files and manifests the status that the delivery has, but for files that a later one has as well. */
export function deliveryObjects(ledger: LedgerTable, files: DeliveryFiles, now: () => string) {
  const setStatus = (key: ItemKey, status: State, condition: string, values: Record<string, unknown> = {}) =>
    ledger.setIf(
      key,
      { status, updated_at: now(), ...(status === 'published' && { published_at: now() }) },
      condition,
      { values },
    );

  const concludeFile = async (file: DeliveryFile, deliveryId: string, state: State): Promise<void> => {
    const { read } = file;
    if (read) {
      await setStatus({ pk: read.pk, sk: read.sk }, state, 'delivery_id = :id', { ':id': deliveryId });
      return;
    }
    const landed = await files.landedVersion(file.bucket, file);
    if (!landed) return;
    await setStatus({ pk: String(landed.pk), sk: String(landed.sk) }, state, '#status = :received', {
      ':received': 'received',
    });
  };

  return async (
    { delivery_id: deliveryId, manifests }: ManagedDeliveryItem,
    all: readonly DeliveryFile[],
    state: State,
  ) => {
    await inParallel(CALLS_AT_ONCE, all, (file) => concludeFile(file, deliveryId, state));
    for (const name of manifests) await setStatus(manifestItemKey(name), state, 'attribute_exists(pk)');
  };
}

import type { DeliveryRef } from '@almanac/cur';
import { expectationItem, filesItem, type ReadPart } from './delivery-items.ts';
import { ledgerKeys } from './ledger-items.ts';
import type { LedgerTable } from './ledger-table.ts';

/** A file of a scheduled delivery, in the version that the delivery needs. */
export interface DeliveryFile {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly version_id?: string | undefined;
  /** What was in it, once it has been read. */
  readonly read?: ReadPart | undefined;
}

/** What the ledger holds of the files of scheduled deliveries. */
export const deliveryFiles = (ledger: LedgerTable) => ({
  /** The files of a delivery, in the order of its parts. */
  async of({ report, deliveryId }: Pick<DeliveryRef, 'report' | 'deliveryId'>): Promise<DeliveryFile[]> {
    const chunks = (await ledger.query(`report#${report}`, `files#${deliveryId}#`)).map((item) =>
      filesItem.parse(item),
    );
    const files = chunks.flatMap(({ bucket, files }) => files.map((file) => ({ bucket, ...file })));
    const keys = files.map(({ bucket, key }) => ledgerKeys.expectation(bucket, key, deliveryId));
    const expectations = (await ledger.getAll(keys)).map((item) => ({ pk: item.pk, ...expectationItem.parse(item) }));
    const read = new Map(expectations.map(({ pk, read }) => [pk, read]));
    return files.map((file) => ({ ...file, read: read.get(`expected#${file.bucket}/${file.key}`) }));
  },

  /** The item of the last object version with the bytes of a file, if its event has been received. */
  async landedVersion(bucket: string, file: Pick<DeliveryFile, 'key' | 'etag'>) {
    const items = await ledger.query(`object#${bucket}/${file.key}`, '', true);
    return items.find(({ kind, etag }) => kind === 'object' && etag === file.etag);
  },
});
export type DeliveryFiles = ReturnType<typeof deliveryFiles>;

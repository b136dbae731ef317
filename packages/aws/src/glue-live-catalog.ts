import type { DeliveryRef, LiveCatalog } from '@almanac/cur';
import {
  AlreadyExistsException,
  CreatePartitionCommand,
  DeletePartitionCommand,
  EntityNotFoundException,
  GetTableCommand,
  type GlueClient,
} from '@aws-sdk/client-glue';
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { deliveryPrefix } from './s3-curated-store.ts';

/**
 * Partitions of `focus_parts` in Glue, and one small object per (report, billing period): below `live/` for what counts,
 * below `shadow/` for what is kept out of all totals.
 */
export function glueLiveCatalog(
  clients: { glue: GlueClient; s3: S3Client },
  names: { database: string; table: string; bucket: string },
): LiveCatalog {
  /** A partition has the table's columns and format: Athena refuses one whose schema differs. */
  const tableStorage = async () => {
    const { Table } = await clients.glue.send(new GetTableCommand({ DatabaseName: names.database, Name: names.table }));
    return Table?.StorageDescriptor;
  };

  const valuesOf = ({ report, billingPeriod, deliveryId }: DeliveryRef) => [report, billingPeriod, deliveryId];

  return {
    async registerPartition(delivery) {
      const location = `s3://${names.bucket}/${deliveryPrefix(delivery)}`;
      const partition = {
        Values: valuesOf(delivery),
        StorageDescriptor: { ...(await tableStorage()), Location: location },
      };
      try {
        await clients.glue.send(
          new CreatePartitionCommand({
            DatabaseName: names.database,
            TableName: names.table,
            PartitionInput: partition,
          }),
        );
      } catch (error) {
        if (!(error instanceof AlreadyExistsException)) throw error;
      }
    },
    async dropPartition(delivery) {
      const { database: DatabaseName, table: TableName } = names;
      const partition = { DatabaseName, TableName, PartitionValues: valuesOf(delivery) };
      try {
        await clients.glue.send(new DeletePartitionCommand(partition));
      } catch (error) {
        if (!(error instanceof EntityNotFoundException)) throw error;
      }
    },
    async setLive(period, delivery) {
      const { report, billingPeriod } = period;
      const keyIn = (folder: string) => ({ Bucket: names.bucket, Key: `${folder}/${report}/${billingPeriod}.json` });
      const folder = delivery?.shadow ? 'shadow' : 'live';
      for (const other of ['live', 'shadow']) {
        if (!delivery || other !== folder) await clients.s3.send(new DeleteObjectCommand(keyIn(other)));
      }
      if (!delivery) return;
      const body = JSON.stringify({ report, billing_period: billingPeriod, delivery: delivery.deliveryId });
      await clients.s3.send(
        new PutObjectCommand({ ...keyIn(folder), Body: `${body}\n`, ContentType: 'application/json' }),
      );
    },
  };
}

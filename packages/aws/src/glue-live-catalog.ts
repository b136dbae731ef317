import type { LiveCatalog } from '@almanac/cur';
import { AlreadyExistsException, CreatePartitionCommand, type GlueClient } from '@aws-sdk/client-glue';
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { deliveryPrefix } from './s3-curated-store.ts';

/** Partitions of `focus_parts` in Glue, and one small `live/` object per (report, billing period). */
export function glueLiveCatalog(
  clients: { glue: GlueClient; s3: S3Client },
  names: { database: string; table: string; bucket: string },
): LiveCatalog {
  return {
    async registerPartition(delivery) {
      const input = {
        Values: [delivery.report, delivery.billingPeriod, delivery.deliveryId],
        StorageDescriptor: {
          Location: `s3://${names.bucket}/${deliveryPrefix(delivery)}`,
          InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
          OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
          SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
        },
      };
      try {
        await clients.glue.send(
          new CreatePartitionCommand({ DatabaseName: names.database, TableName: names.table, PartitionInput: input }),
        );
      } catch (error) {
        if (!(error instanceof AlreadyExistsException)) throw error;
      }
    },
    async setLive({ report, billingPeriod }, deliveryId) {
      const object = { Bucket: names.bucket, Key: `live/${report}/${billingPeriod}.json` };
      if (deliveryId === undefined) {
        await clients.s3.send(new DeleteObjectCommand(object));
        return;
      }
      const body = JSON.stringify({ report, billing_period: billingPeriod, delivery: deliveryId });
      await clients.s3.send(new PutObjectCommand({ ...object, Body: `${body}\n`, ContentType: 'application/json' }));
    },
  };
}

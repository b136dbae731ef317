import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { CuratedStore, DailyCost, DeliveryRef, PartUpload } from '@almanac/cur';
import { Decimal } from '@almanac/kernel';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { z } from 'zod';

/** The smallest part S3 takes; 10,000 of them make a file of 50 GB. */
const PART_BYTES = 5 * 1024 ** 2;
const HELD_BYTES = 1024 ** 2;

const aggregateRow = z.tuple([
  z.string(), // usage date
  z.string(), // account
  z.string(), // service code
  z.string(), // service name
  z.string(), // region
  z.string(), // charge category
  z.string(), // currency
  z.string(), // unblended cost
  z.string(), // amortized cost
  z.int(), // line items
]);

const encodeRow = (row: DailyCost): z.infer<typeof aggregateRow> => [
  row.usageDate,
  row.accountId,
  row.serviceCode,
  row.serviceName,
  row.region,
  row.chargeCategory,
  row.currency,
  row.unblendedCost.toString(),
  row.amortizedCost.toString(),
  row.lineItems,
];

function decodeRow(billingPeriod: string, value: unknown): DailyCost {
  const [
    usageDate,
    accountId,
    serviceCode,
    serviceName,
    region,
    chargeCategory,
    currency,
    unblended,
    amortized,
    lineItems,
  ] = aggregateRow.parse(value);
  return {
    billingPeriod,
    usageDate,
    accountId,
    serviceCode,
    serviceName,
    region,
    chargeCategory,
    currency,
    unblendedCost: Decimal.parse(unblended),
    amortizedCost: Decimal.parse(amortized),
    lineItems,
  };
}

export const reportPath = (report: string): string => `report=${report}/`;

const deliveryPath = ({ report, billingPeriod, deliveryId }: DeliveryRef) =>
  `${reportPath(report)}billing_period=${billingPeriod}/delivery=${deliveryId}/`;

/** Prefix of a delivery's Parquet parts in the curated bucket. */
export const deliveryPrefix = (delivery: DeliveryRef): string => `focus/${deliveryPath(delivery)}`;

/** Prefix of the exact sums of a delivery's parts in the curated bucket. */
export const aggregatesPrefix = (delivery: DeliveryRef): string => `aggregates/${deliveryPath(delivery)}`;

const aggregatesKey = (delivery: DeliveryRef, part: number) => `${aggregatesPrefix(delivery)}part-${part}.json.gz`;

export function s3CuratedStore(s3: S3Client, bucket: string): CuratedStore {
  return {
    openPart: (delivery, part) => partUpload(s3, bucket, `${deliveryPrefix(delivery)}part-${part}.parquet`),
    async saveAggregates(delivery, part, rows) {
      const lines = rows.map((row) => JSON.stringify(encodeRow(row))).join('\n');
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: aggregatesKey(delivery, part),
          Body: await promisify(gzip)(lines),
          ContentType: 'application/gzip',
        }),
      );
    },
    async loadAggregates(delivery, part) {
      const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: aggregatesKey(delivery, part) }));
      const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
      const text = (await promisify(gunzip)(bytes)).toString();
      return text === '' ? [] : text.split('\n').map((line) => decodeRow(delivery.billingPeriod, JSON.parse(line)));
    },
  };
}

/** A streamed upload: at most a few megabytes are held, and nothing appears in the bucket before `close`. */
function partUpload(s3: S3Client, bucket: string, key: string): PartUpload {
  const body = new PassThrough({ highWaterMark: HELD_BYTES });
  const upload = new Upload({
    client: s3,
    params: { Bucket: bucket, Key: key, Body: body, ContentType: 'application/vnd.apache.parquet' },
    partSize: PART_BYTES,
    queueSize: 1,
  });
  let done: Promise<unknown> | undefined;
  let failure: unknown;
  const start = () => {
    done ??= upload.done().catch((error: unknown) => {
      failure = error;
      body.destroy();
    });
  };
  const throwFailure = () => {
    if (failure) throw failure;
  };
  return {
    async write(bytes) {
      start();
      if (!body.write(bytes)) await Promise.race([new Promise((resolve) => body.once('drain', resolve)), done]);
      throwFailure();
    },
    async close() {
      start();
      body.end();
      await done;
      throwFailure();
    },
    async abort() {
      if (!done) return;
      await upload.abort();
      body.destroy();
      await done;
    },
  };
}

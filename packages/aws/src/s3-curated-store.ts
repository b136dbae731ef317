import { PassThrough } from 'node:stream';
import type { CuratedStore, DeliveryRef, PartUpload } from '@almanac/cur';
import { GetObjectCommand, type GetObjectCommandInput, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { aggregatesFile, daysOfFile, rowsOfMembers } from './aggregates-file.ts';

/** The smallest part S3 takes; 10,000 of them make a file of 50 GB. */
const PART_BYTES = 5 * 1024 ** 2;
const HELD_BYTES = 1024 ** 2;

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
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: aggregatesKey(delivery, part),
          Body: await aggregatesFile(rows),
          ContentType: 'application/gzip',
        }),
      );
    },
    days: (delivery, part) => {
      const Key = aggregatesKey(delivery, part);
      return daysOfFile((range) => fetchRange(s3, { Bucket: bucket, Key, Range: range }), Key);
    },
    async loadAggregates(delivery, part, days) {
      const [first, last] = [days[0], days.at(-1)];
      if (!first || !last) return [];
      const range = {
        Bucket: bucket,
        Key: aggregatesKey(delivery, part),
        Range: `bytes=${first.start}-${last.end - 1}`,
      };
      const bytes = await fetchRange(s3, range);
      const members = days.map(({ start, end }) => bytes.subarray(start - first.start, end - first.start));
      return rowsOfMembers(delivery.billingPeriod, members);
    },
  };
}

async function fetchRange(s3: S3Client, range: GetObjectCommandInput): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand(range));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
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

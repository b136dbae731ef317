import type { CuratedCleaner } from '@almanac/cur';
import { AlmanacError } from '@almanac/kernel';
import { DeleteObjectsCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { aggregatesPrefix, deliveryPrefix, reportPath } from './s3-curated-store.ts';

/** Needs `s3:ListBucket` and `s3:DeleteObject` below `focus/` and `aggregates/`. A page of a listing is what one deletion takes. */
export function s3CuratedCleaner(s3: S3Client, bucket: string): CuratedCleaner {
  const pages = (Prefix: string, Delimiter?: string) =>
    paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix, Delimiter });

  const deleteAll = async (keys: readonly string[]): Promise<void> => {
    const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
    const [first] = Errors;
    if (!first) return;
    const reason = `${first.Key}: ${first.Code} ${first.Message}`;
    throw new AlmanacError('FILES_NOT_DELETED', `S3 kept ${Errors.length} of ${keys.length} files, ${reason}`);
  };

  return {
    async remove(delivery) {
      const removed = { objects: 0, bytes: 0 };
      for (const prefix of [deliveryPrefix(delivery), aggregatesPrefix(delivery)]) {
        for await (const { Contents = [] } of pages(prefix)) {
          if (Contents.length === 0) continue;
          await deleteAll(Contents.map(({ Key = '' }) => Key));
          removed.objects += Contents.length;
          removed.bytes += Contents.reduce((sum, { Size = 0 }) => sum + Size, 0);
        }
      }
      return removed;
    },

    async periods(report) {
      const found = new Set<string>();
      for (const folder of ['focus', 'aggregates']) {
        const prefix = `${folder}/${reportPath(report)}billing_period=`;
        for await (const { CommonPrefixes = [] } of pages(prefix, '/')) {
          for (const { Prefix = '' } of CommonPrefixes) found.add(Prefix.slice(prefix.length, -1));
        }
      }
      return [...found].sort();
    },
  };
}

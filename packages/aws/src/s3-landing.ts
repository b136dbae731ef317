import type { Landing } from '@almanac/cur';
import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { exactly, isGone } from './s3-exactly.ts';
import { s3RandomAccess } from './s3-random-access.ts';
import { storedVersions } from './s3-versions.ts';

export function s3Landing(s3: S3Client): Landing {
  return {
    async open(version) {
      const { bucket, key } = version;
      try {
        const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...exactly(version) }));
        return {
          content: object.Body as AsyncIterable<Uint8Array>,
          ranges: s3RandomAccess(s3, version),
          lastModified: (object.LastModified ?? new Date(0)).toISOString(),
        };
      } catch (error) {
        if (isGone(error)) return 'gone';
        throw error;
      }
    },
    async versions(bucket, key) {
      return [...(await storedVersions(s3, bucket, key)).versions];
    },
    async exists(bucket, key) {
      try {
        await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return true;
      } catch (error) {
        if (isGone(error)) return false;
        throw error;
      }
    },
  };
}

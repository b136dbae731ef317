import type { Landing } from '@almanac/cur';
import { GetObjectCommand, HeadObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { storedVersions } from './s3-versions.ts';

/** Overwritten (If-Match fails), deleted, or its version removed: somebody changed the key after the event. */
const GONE = new Set(['PreconditionFailed', 'NoSuchKey', 'NoSuchVersion', 'NotFound']);

const isGone = (error: unknown): boolean => error instanceof S3ServiceException && GONE.has(error.name);

export function s3Landing(s3: S3Client): Landing {
  return {
    async open({ bucket, key, etag, versionId }) {
      const exactly = versionId ? { VersionId: versionId } : { IfMatch: `"${etag}"` };
      try {
        const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...exactly }));
        return {
          content: object.Body as AsyncIterable<Uint8Array>,
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

import type { Landing, ObjectVersion } from '@almanac/cur';
import { GetObjectCommand, HeadObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

/** Overwritten (If-Match fails), deleted, or its version removed: somebody changed the key after the event. */
const GONE = new Set(['PreconditionFailed', 'NoSuchKey', 'NoSuchVersion', 'NotFound']);

export const isGone = (error: unknown): boolean => error instanceof S3ServiceException && GONE.has(error.name);

/** What makes S3 answer with exactly this version of an object, or not at all. */
export const exactly = ({ versionId, etag }: Pick<ObjectVersion, 'versionId' | 'etag'>) =>
  versionId ? { VersionId: versionId } : { IfMatch: `"${etag}"` };

export function s3Landing(s3: S3Client): Landing {
  return {
    async open(version) {
      const { bucket, key } = version;
      try {
        const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...exactly(version) }));
        return {
          content: object.Body as AsyncIterable<Uint8Array>,
          lastModified: (object.LastModified ?? new Date(0)).toISOString(),
        };
      } catch (error) {
        if (isGone(error)) return 'gone';
        throw error;
      }
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

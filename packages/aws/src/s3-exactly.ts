import type { ObjectVersion } from '@almanac/cur';
import { S3ServiceException } from '@aws-sdk/client-s3';

/** Overwritten (If-Match fails), deleted, or its version removed: somebody changed the key after the event. */
const GONE = new Set(['PreconditionFailed', 'NoSuchKey', 'NoSuchVersion', 'NotFound']);

export const isGone = (error: unknown): boolean => error instanceof S3ServiceException && GONE.has(error.name);

/** What makes S3 answer with exactly this version of an object, or not at all. */
export const exactly = ({ versionId, etag }: Pick<ObjectVersion, 'versionId' | 'etag'>) =>
  versionId ? { VersionId: versionId } : { IfMatch: `"${etag}"` };

import type { ObjectVersion, RandomAccess } from '@almanac/cur';
import { AlmanacError } from '@almanac/kernel';
import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { exactly, isGone } from './s3-exactly.ts';

/** The SDK tries again until an answer begins; answers that break off are tried so often here. */
const TRIES = 4;

/**
 * Any part of exactly this version of an object, one request each.
 * @throws AlmanacError `OBJECT_GONE` from `read` where the version was overwritten or deleted meanwhile
 */
export function s3RandomAccess(
  s3: S3Client,
  version: Pick<ObjectVersion, 'bucket' | 'key' | 'versionId' | 'etag' | 'sizeBytes'>,
): RandomAccess {
  const { bucket, key, sizeBytes } = version;
  const fetchRange = async (start: number, end: number): Promise<Uint8Array> => {
    const range = { Bucket: bucket, Key: key, Range: `bytes=${start}-${end - 1}`, ...exactly(version) };
    const { Body } = await s3.send(new GetObjectCommand(range));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    if (bytes.length !== end - start) throw new Error(`S3 sent ${bytes.length} bytes of ${end - start}`);
    return bytes;
  };
  return {
    sizeBytes,
    async read(start, end) {
      if (start === end) return new Uint8Array();
      for (let tries = 1; ; tries++) {
        try {
          return await fetchRange(start, end);
        } catch (error) {
          if (isGone(error)) throw gone(key, error);
          if (error instanceof S3ServiceException || tries === TRIES) throw error;
        }
      }
    },
  };
}

const gone = (key: string, cause: unknown): AlmanacError =>
  new AlmanacError('OBJECT_GONE', `${key} was overwritten or deleted while it was being read`, { key }, { cause });

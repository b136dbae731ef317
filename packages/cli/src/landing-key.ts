import { AlmanacError } from '@almanac/kernel';

const S3_URL = /^s3:\/\/([^/]+)\/(.+)$/s;

/**
 * The key that a user means by `key` or `s3://bucket/key`.
 * @throws AlmanacError `OTHER_BUCKET` for a bucket that the stack does not read
 */
export function landingKey(given: string, landingBucket: string): string {
  const [, bucket, key] = S3_URL.exec(given) ?? [];
  if (bucket === undefined || key === undefined) return given;
  if (bucket === landingBucket) return key;
  throw new AlmanacError(
    'OTHER_BUCKET',
    `${bucket} is not the landing bucket of this stack, which is ${landingBucket}`,
  );
}

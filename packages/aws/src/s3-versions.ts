import type { StoredVersion } from '@almanac/cur';
import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';

/** What S3 holds under a key; versions newest first. */
export interface StoredKey {
  /** Whether the key has no current version. */
  readonly deleted: boolean;
  readonly versions: readonly StoredVersion[];
}

/** Every version of a key. Needs `s3:ListBucketVersions`. */
export async function storedVersions(s3: S3Client, bucket: string, key: string): Promise<StoredKey> {
  const versions: StoredVersion[] = [];
  let deleted = true;
  let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (let more = true; more; ) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...marker }));
    for (const { Key, IsLatest, VersionId, ETag = '', Size = 0, LastModified } of page.Versions ?? []) {
      if (Key !== key) continue;
      if (IsLatest) deleted = false;
      versions.push({
        ...(VersionId && VersionId !== 'null' && { versionId: VersionId }),
        etag: ETag.replaceAll('"', ''),
        sizeBytes: Size,
        lastModified: (LastModified ?? new Date(0)).toISOString(),
      });
    }
    marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    // Keys come in order, and the key itself before those that only begin with it.
    more = page.IsTruncated === true && page.NextKeyMarker === key;
  }
  return { deleted, versions };
}

import type { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { storedVersions } from './s3-versions.ts';

describe('storedVersions', () => {
  const s3 = (page: object, next: object = {}) =>
    ({
      send: async (command: ListObjectVersionsCommand) => {
        expect(command.input).toMatchObject({ Bucket: 'costlake', Prefix: 'a.csv' });
        return command.input.KeyMarker ? next : page;
      },
    }) as unknown as S3Client;
  const LastModified = new Date('2025-01-02T03:04:05Z');
  const version = (Key: string, IsLatest: boolean, VersionId: string) => ({
    Key,
    IsLatest,
    VersionId,
    ETag: '"e1"',
    Size: 7,
    LastModified,
  });

  it('takes the versions of this key alone', async () => {
    const Versions = [version('a.csv', true, 'v2'), version('a.csv', false, 'v1'), version('a.csv.gz', true, 'v3')];
    expect(await storedVersions(s3({ Versions }), 'costlake', 'a.csv')).toEqual({
      deleted: false,
      versions: ['v2', 'v1'].map((versionId) => ({
        versionId,
        etag: 'e1',
        sizeBytes: 7,
        lastModified: '2025-01-02T03:04:05.000Z',
      })),
    });
  });

  it('reads on where a key has more versions than one page holds', async () => {
    const page = { Versions: [version('a.csv', true, 'v2')], IsTruncated: true, NextKeyMarker: 'a.csv' };
    const next = { Versions: [version('a.csv', false, 'v1')], IsTruncated: true, NextKeyMarker: 'b.csv' };
    const { versions } = await storedVersions(s3(page, next), 'costlake', 'a.csv');
    expect(versions.map(({ versionId }) => versionId)).toEqual(['v2', 'v1']);
  });

  it('knows a key behind a delete marker, one without versioning, and none', async () => {
    const hidden = await storedVersions(s3({ Versions: [version('a.csv', false, 'v1')] }), 'costlake', 'a.csv');
    expect(hidden).toMatchObject({ deleted: true, versions: [{ versionId: 'v1' }] });
    const plain = await storedVersions(s3({ Versions: [version('a.csv', true, 'null')] }), 'costlake', 'a.csv');
    expect(plain.versions[0]).not.toHaveProperty('versionId');
    expect(await storedVersions(s3({}), 'costlake', 'a.csv')).toEqual({ deleted: true, versions: [] });
  });
});

import { DeleteObjectsCommand, type ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { s3CuratedCleaner } from './s3-curated-cleaner.ts';

const DELIVERY = { report: 'r', billingPeriod: '2024-02', deliveryId: 'd1' };
const PATH = 'report=r/billing_period=2024-02/delivery=d1/';

/** A bucket that lists two keys a page, and refuses to delete those named. */
function bucketOf(keys: readonly string[], refused: readonly string[] = []) {
  const left = new Set(keys);
  const send = async (command: ListObjectsV2Command | DeleteObjectsCommand) => {
    if (command instanceof DeleteObjectsCommand) {
      const wanted = (command.input.Delete?.Objects ?? []).map(({ Key = '' }) => Key);
      for (const key of wanted) if (!refused.includes(key)) left.delete(key);
      return { Errors: refused.map((Key) => ({ Key, Code: 'AccessDenied', Message: 'no' })) };
    }
    const { Prefix = '', ContinuationToken: after = '', Delimiter } = command.input;
    const matching = keys.filter((key) => key.startsWith(Prefix) && key > after).sort();
    const page = matching.slice(0, 2);
    const folders = page.map((key) => key.slice(0, key.indexOf('/', Prefix.length) + 1));
    return {
      ...(Delimiter
        ? { CommonPrefixes: folders.map((folder) => ({ Prefix: folder })) }
        : { Contents: page.map((Key) => ({ Key, Size: 10 })) }),
      ...(matching.length > 2 && { IsTruncated: true, NextContinuationToken: page[1] }),
    };
  };
  // The SDK's paginator only takes its own class.
  return { s3: Object.assign(Object.create(S3Client.prototype), { send }) as S3Client, left };
}

describe('cleaning the curated bucket', () => {
  const parts = [1, 2, 3, 4, 5].map((part) => `focus/${PATH}part-${part}.parquet`);
  const sums = [`aggregates/${PATH}part-1.json.gz`];

  it('deletes every page of what a delivery left, and nothing else', async () => {
    const others = [`focus/${PATH.replace('d1', 'd11')}part-1.parquet`, 'live/r/2024-02.json'];
    const { s3, left } = bucketOf([...parts, ...sums, ...others]);
    expect(await s3CuratedCleaner(s3, 'curated').remove(DELIVERY)).toEqual({ objects: 6, bytes: 60 });
    expect([...left]).toEqual(others);
  });

  it('says so where S3 keeps a file', async () => {
    const { s3 } = bucketOf(parts, [parts[0] ?? '']);
    await expect(s3CuratedCleaner(s3, 'curated').remove(DELIVERY)).rejects.toThrow(
      expect.objectContaining({ code: 'FILES_NOT_DELETED', message: expect.stringContaining('part-1.parquet') }),
    );
  });

  it('finds the periods of a report in both folders, on every page', async () => {
    const focus = ['01', '02', '03'].map((month) => `focus/report=r/billing_period=2024-${month}/delivery=d/p`);
    const { s3 } = bucketOf([...focus, 'aggregates/report=r/billing_period=2023-12/delivery=d/p', 'focus/report=rr/x']);
    expect(await s3CuratedCleaner(s3, 'curated').periods('r')).toEqual(['2023-12', '2024-01', '2024-02', '2024-03']);
  });
});

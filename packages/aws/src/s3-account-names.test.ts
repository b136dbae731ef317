import { type GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { s3AccountNames } from './s3-account-names.ts';

/** A bucket that answers reads with these texts, one after another, or as S3 does where there is none. */
function bucketOf(...texts: (string | 'NoSuchKey' | 'AccessDenied' | 'SlowDown')[]) {
  const asked: unknown[] = [];
  const s3 = {
    send: async (command: GetObjectCommand) => {
      asked.push(command.input);
      const text = texts[asked.length - 1] ?? '';
      if (text.startsWith('{')) return { Body: { transformToString: async () => text } };
      throw new S3ServiceException({ name: text, $fault: 'client', $metadata: {} });
    },
  } as unknown as S3Client;
  return { s3, asked };
}

describe('account names', () => {
  let now = 0;
  const clock = { now: () => new Date(now) };

  it('are read once in five minutes', async () => {
    const { s3, asked } = bucketOf('{"000000000001":"payments"}', '{}');
    const names = s3AccountNames(s3, 'curated', clock);
    expect((await names()).get('000000000001')).toBe('payments');
    now += 299_999;
    expect((await names()).size).toBe(1);
    expect(asked).toEqual([{ Bucket: 'curated', Key: 'config/account-names.json' }]);
    now += 1;
    expect((await names()).size).toBe(0);
  });

  it.each(['NoSuchKey', 'AccessDenied'] as const)('are none where S3 says %s', async (answer) => {
    expect((await s3AccountNames(bucketOf(answer).s3, 'curated', clock)()).size).toBe(0);
  });

  it('are an error where S3 does not answer, or answers something else', async () => {
    await expect(s3AccountNames(bucketOf('SlowDown').s3, 'curated', clock)()).rejects.toThrow(S3ServiceException);
    for (const text of ['{', '{"000000000001":7}']) {
      await expect(s3AccountNames(bucketOf(text).s3, 'curated', clock)()).rejects.toThrow(
        expect.objectContaining({ code: 'BAD_ACCOUNT_NAMES' }),
      );
    }
  });
});

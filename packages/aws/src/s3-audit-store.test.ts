import { gunzipSync } from 'node:zlib';
import type { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { s3AuditStore } from './s3-audit-store.ts';

describe('the audit bucket', () => {
  it('gets one line per event, gzipped, and the same bytes for the same events', async () => {
    const inputs: PutObjectCommand['input'][] = [];
    const send = async ({ input }: PutObjectCommand) => void inputs.push(input);
    const store = s3AuditStore({ send } as unknown as S3Client, 'audit');
    const lines = ['{"id":"a"}', '{"id":"ü"}'];
    await store.put({ key: 'k', lines });
    await store.put({ key: 'k', lines });
    const [first, second] = inputs.map(({ Body }) => Buffer.from(Body as Uint8Array));
    expect(inputs[0]).toMatchObject({ Bucket: 'audit', Key: 'k', ContentType: 'application/gzip' });
    expect(gunzipSync(first ?? Buffer.alloc(0)).toString()).toBe('{"id":"a"}\n{"id":"ü"}\n');
    expect(second).toEqual(first);
  });
});

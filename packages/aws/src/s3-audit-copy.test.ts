import { gzipSync } from 'node:zlib';
import { GetObjectCommand, type ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { s3AuditCopy } from './s3-audit-copy.ts';

/** A bucket in memory that lists two keys at a time. */
class MemoryS3 extends S3Client {
  readonly #objects: Map<string, Uint8Array>;

  constructor(objects: Record<string, Uint8Array>) {
    super({ region: 'us-east-1' });
    this.#objects = new Map(Object.entries(objects));
  }

  override async send(command: unknown): Promise<never> {
    return this.#answer(command) as never;
  }

  #answer(command: unknown): unknown {
    if (command instanceof GetObjectCommand) {
      const bytes = this.#objects.get(command.input.Key ?? '');
      return { Body: { transformToByteArray: async () => bytes } };
    }
    const { Prefix = '', ContinuationToken = '0' } = (command as ListObjectsV2Command).input;
    const from = Number(ContinuationToken);
    const keys = [...this.#objects.keys()].filter((key) => key.startsWith(Prefix));
    const IsTruncated = from + 2 < keys.length;
    return {
      Contents: keys.slice(from, from + 2).map((Key) => ({ Key })),
      ...{ IsTruncated, ...(IsTruncated && { NextContinuationToken: `${from + 2}` }) },
    };
  }
}

const hour = 'events/bus=Media/dt=2026-11-24/hour=10/';

describe('the audit copy in S3', () => {
  it('lists the objects of one bus and hour, in their order', async () => {
    const names = ['c.jsonl.gz', 'a.jsonl.gz', 'b.jsonl.gz', 'notes.txt'];
    const objects = Object.fromEntries(names.map((name) => [hour + name, new Uint8Array()]));
    const s3 = new MemoryS3({ ...objects, [`${hour.replace('=10', '=11')}x.jsonl.gz`]: new Uint8Array() });
    expect(await s3AuditCopy(s3, 'audit').keys('Media', '2026-11-24T10')).toEqual([
      ...['a', 'b', 'c'].map((name) => `${hour}${name}.jsonl.gz`),
    ]);
    expect(await s3AuditCopy(s3, 'audit').keys('Media', '2026-11-24T09')).toEqual([]);
  });

  it('unpacks lines, and does not take half an object for a whole one', async () => {
    const packed = gzipSync('{"a":"é"}\n{"b":2}\n');
    const s3 = new MemoryS3({ whole: packed, half: packed.subarray(0, packed.length - 9) });
    expect(await s3AuditCopy(s3, 'audit').lines('whole')).toEqual(['{"a":"é"}', '{"b":2}']);
    await expect(s3AuditCopy(s3, 'audit').lines('half')).rejects.toThrow('unexpected end of file');
  });
});

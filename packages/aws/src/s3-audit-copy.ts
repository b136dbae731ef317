import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type AuditCopy, auditKeyPrefix } from '@almanac/events';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';

const unpack = promisify(gunzip);

/** The bucket that `event-audit` writes to. */
export function s3AuditCopy(s3: S3Client, bucket: string): AuditCopy {
  return {
    async keys(bus, hour) {
      const Prefix = auditKeyPrefix(bus, new Date(`${hour}:00Z`));
      const keys: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix })) {
        keys.push(...Contents.flatMap(({ Key }) => (Key?.endsWith('.jsonl.gz') ? [Key] : [])));
      }
      return keys.sort();
    },

    async lines(key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const packed = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return (await unpack(packed))
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '');
    },
  };
}

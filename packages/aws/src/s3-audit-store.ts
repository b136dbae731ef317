import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { AuditStore } from '@almanac/events';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

const compressed = promisify(gzip);

/** Copies of events as gzipped JSON lines, which Athena reads as they are. */
export const s3AuditStore = (s3: S3Client, bucket: string): AuditStore => ({
  async put({ key, lines }) {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: await compressed(lines.map((line) => `${line}\n`).join('')),
        ContentType: 'application/gzip', // no Content-Encoding: a client would decompress, and Athena goes by the name
      }),
    );
  },
});

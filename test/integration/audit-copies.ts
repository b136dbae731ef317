import { gunzipSync } from 'node:zlib';
import { auditKeyPrefix } from '@almanac/events';
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { expect } from '@jest/globals';
import { s3 } from './sdk.ts';
import { stack } from './stack.ts';

/** The audit's copies of events of a bus that hold `text`, as JSON; each lies where its bus and the hour of its time say. */
export const auditCopies = async (bus: string, text: string): Promise<string[]> => {
  const lines: string[] = [];
  const place = { Bucket: stack.audit_bucket, Prefix: `events/bus=${bus}/` };
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, place)) {
    for (const { Key } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: stack.audit_bucket, Key }));
      const copied = gunzipSync((await Body?.transformToByteArray()) ?? Buffer.alloc(0)).toString();
      const mine = copied.split('\n').filter((line) => line.includes(text));
      for (const line of mine) expect(Key).toContain(auditKeyPrefix(bus, new Date(JSON.parse(line).time)));
      lines.push(...mine);
    }
  }
  return lines;
};

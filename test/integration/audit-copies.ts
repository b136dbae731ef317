import { gunzipSync } from 'node:zlib';
import { auditKeyPrefix } from '@almanac/events';
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { expect } from '@jest/globals';
import { s3 } from './sdk.ts';
import { stack } from './stack.ts';

/** What objects hold that were read before: none changes once it is written. */
const known = new Map<string, string>();

const textOf = async (Key: string): Promise<string> => {
  const before = known.get(Key);
  if (before !== undefined) return before;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: stack.audit_bucket, Key }));
  const text = gunzipSync((await Body?.transformToByteArray()) ?? Buffer.alloc(0)).toString();
  known.set(Key, text);
  return text;
};

/** The audit's copies of events of a bus that hold `text`, as JSON, and the key of the object of each. */
export const auditEntries = async (bus: string, text: string): Promise<{ key: string; line: string }[]> => {
  const found: { key: string; line: string }[] = [];
  const place = { Bucket: stack.audit_bucket, Prefix: `events/bus=${bus}/` };
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, place)) {
    for (const { Key: key = '' } of Contents) {
      const lines = (await textOf(key)).split('\n').filter((line) => line.includes(text));
      found.push(...lines.map((line) => ({ key, line })));
    }
  }
  return found;
};

/** The audit's copies of events of a bus that hold `text`, as JSON; each lies where its bus and the hour of its time say. */
export const auditCopies = async (bus: string, text: string): Promise<string[]> => {
  const entries = await auditEntries(bus, text);
  for (const { key, line } of entries) expect(key).toContain(auditKeyPrefix(bus, new Date(JSON.parse(line).time)));
  return entries.map(({ line }) => line);
};

import { promisify } from 'node:util';
import { createGzip, gunzip } from 'node:zlib';
import { type DailyCost, type DayOfSums, rowsByDay } from '@almanac/cur';
import * as z from 'zod';
import { fromAggregateLine, toAggregateLine } from './aggregate-rows.ts';

/*
 * An aggregates file is a gzip file of several members: one for each usage day, ascending, then one with the index of
 * these days, then an empty one of a fixed size that says how long the index is. `zcat` shows all rows, a line each, and
 * the index in the last line. Whoever wants some days reads the end of the file and then just the bytes of these days.
 */

/** So much of a file's end holds the index of more than a thousand days. */
const TAIL_BYTES = 64 * 1024;
const LINES_AT_ONCE = 1_000;

const index = z.object({ days: z.array(z.tuple([z.string(), z.int(), z.int(), z.int()])) });

/** The bytes of a file with these rows: those of a day stay in their order. */
export async function aggregatesFile(rows: readonly DailyCost[]): Promise<Buffer> {
  const members: Buffer[] = [];
  const days: z.infer<typeof index>['days'] = [];
  let start = 0;
  for (const [day, dayRows] of rowsByDay(rows)) {
    const member = await gzipped(linesOf(dayRows));
    members.push(member);
    days.push([day, start, start + member.length, dayRows.length]);
    start += member.length;
  }
  const indexMember = await gzipped([`${JSON.stringify({ days })}\n`]);
  return Buffer.concat([...members, indexMember, endMember(indexMember.length)]);
}

/** The lines of rows, some at a time, so that no text is as long as a day may be. */
function* linesOf(rows: readonly DailyCost[]): Generator<string> {
  for (let at = 0; at < rows.length; at += LINES_AT_ONCE) {
    yield rows
      .slice(at, at + LINES_AT_ONCE)
      .map((row) => `${toAggregateLine(row)}\n`)
      .join('');
  }
}

async function gzipped(texts: Iterable<string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const gzip = createGzip();
  const read = (async () => {
    for await (const chunk of gzip) chunks.push(chunk);
  })();
  for (const text of texts) if (!gzip.write(text)) await new Promise((resolve) => gzip.once('drain', resolve));
  gzip.end();
  await read;
  return Buffer.concat(chunks);
}

/** Gzip, deflate, an extra field, no time, no system (RFC 1952); the extra field "AL" of 4 bytes. */
const END_START = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, 0x41, 0x4c, 4, 0]);
/** No content, and the checksum and length of none. */
const END_REST = Buffer.from([3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const END_BYTES = END_START.length + 4 + END_REST.length;

/** An empty member that carries the length of the index member before it. */
function endMember(indexBytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(indexBytes);
  return Buffer.concat([END_START, length, END_REST]);
}

/**
 * The days of a file, from its end.
 * @param fetch reads what an HTTP range names
 * @param name of the file, for the error
 * @param tailBytes read first; more only where the index is longer
 */
export async function daysOfFile(
  fetch: (range: string) => Promise<Buffer>,
  name: string,
  tailBytes = TAIL_BYTES,
): Promise<DayOfSums[]> {
  let tail = await fetch(`bytes=-${tailBytes}`);
  const needed = indexLength(tail, name) + END_BYTES;
  if (needed > tail.length) tail = await fetch(`bytes=-${needed}`);
  const text = await promisify(gunzip)(tail.subarray(-needed, -END_BYTES));
  return index.parse(JSON.parse(text.toString())).days.map(([day, start, end, rows]) => ({ day, rows, start, end }));
}

function indexLength(tail: Buffer, name: string): number {
  const end = tail.subarray(-END_BYTES);
  if (end.length < END_BYTES || !end.subarray(0, END_START.length).equals(END_START)) {
    throw new Error(`${name} does not end in an index of its days: it is cut off, or no file of daily sums`);
  }
  return end.readUInt32LE(END_START.length);
}

/** The rows of some days, from the members of these days, each of which has been read whole. */
export async function rowsOfMembers(billingPeriod: string, members: readonly Buffer[]): Promise<DailyCost[]> {
  const rows: DailyCost[] = [];
  for (const member of members) {
    const text = (await promisify(gunzip)(member)).toString();
    for (const line of text.split('\n')) if (line) rows.push(fromAggregateLine(billingPeriod, line));
  }
  return rows;
}

import { AlmanacError } from '@almanac/kernel';
import { parse } from 'csv-parse/sync';
import { csvDialect, csvError } from '../csv-dialect.ts';
import type { ReadLimits } from '../report-reader.ts';
import { CR, LF, QUOTE } from './csv-scanner.ts';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export interface CsvHeader {
  readonly names: readonly string[];
  /** Line ends up to the first row. */
  readonly lines: number;
  /** The bytes behind the header. */
  readonly rest: AsyncGenerator<Uint8Array>;
}

/**
 * Reads the header row and nothing behind it, so that damage further down does not hide what is wrong with it.
 * @throws AlmanacError `EMPTY_FILE`, or what csv-parse finds wrong with the row
 */
export async function readCsvHeader(text: AsyncGenerator<Uint8Array>, limits: ReadLimits): Promise<CsvHeader> {
  let head = Buffer.alloc(0);
  let end: number | undefined;
  for (let next = await text.next(); !next.done; next = await text.next()) {
    head = Buffer.concat([head, next.value]);
    end = headerEnd(head);
    if (end !== undefined || head.length > limits.maxLineBytes + next.value.length) break;
  }
  const header = head.subarray(0, end);
  const names = parseHeader(header, limits.maxLineBytes);
  return { names, lines: countLines(header), rest: behind(head.subarray(header.length), text) };
}

/** Where the first row that is not empty ends, its whole line end included; undefined where that cannot be told yet. */
function headerEnd(head: Buffer): number | undefined {
  let at = BYTE_ORDER_MARK.equals(head.subarray(0, 3)) ? 3 : 0;
  while (head[at] === LF || head[at] === CR) at++;
  for (let isQuoted = false; at < head.length; at++) {
    const byte = head[at];
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (!isQuoted && byte === LF) return at + 1;
    else if (!isQuoted && byte === CR && at + 1 < head.length) return head[at + 1] === LF ? at + 2 : at + 1;
  }
  return undefined;
}

function parseHeader(header: Buffer, maxLineBytes: number): string[] {
  try {
    const [names] = parse(header, { bom: true, ...csvDialect(maxLineBytes) }) as string[][];
    if (names) return names;
  } catch (error) {
    throw csvError(error, maxLineBytes) ?? error;
  }
  throw new AlmanacError('EMPTY_FILE', 'The file holds no header row');
}

/** Line ends as csv-parse counts them: CRLF is one outside of quotes and two within. */
function countLines(header: Buffer): number {
  let lines = 0;
  let isQuoted = false;
  header.forEach((byte, at) => {
    if (byte === QUOTE) isQuoted = !isQuoted;
    const isSecondHalf = !isQuoted && byte === LF && header[at - 1] === CR;
    if ((byte === LF || byte === CR) && !isSecondHalf) lines += 1;
  });
  return lines;
}

async function* behind(head: Buffer, text: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    yield* text;
  } finally {
    await text.return(undefined);
  }
}

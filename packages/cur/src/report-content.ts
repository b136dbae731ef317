import { createGunzip, type ZlibOptions } from 'node:zlib';
import { AlmanacError } from '@almanac/kernel';
import { fed } from './fed.ts';
import { release } from './release.ts';
import type { ReadFindings, ReadLimits } from './report-reader.ts';
import { TextCheck } from './text-check.ts';
import { csvInZip } from './zip-content.ts';

const MAGIC_BYTES = 4;
/** Node's default of 16 KiB makes gunzip more than twice as slow. */
const GUNZIP_CHUNK_BYTES = 1024 * 1024;
/** S3 hands over 16 to 64 KiB at a time. Each would go through gunzip and all that follows by itself. */
const GUNZIP_INPUT_BYTES = 1024 * 1024;
/**
 * How many chunks gunzip may be ahead of what reads them, each handed over as it is: in byte mode a stream joins those that
 * wait. It takes these options of any stream's, though its types do not name them.
 */
const AHEAD = { readableObjectMode: true, readableHighWaterMark: 4 };

type Container = 'plain' | 'gzip' | 'zip' | 'parquet';

export function containerOf(magic: Uint8Array): Container {
  const [a, b, c, d] = magic;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x50 && b === 0x4b && c === 0x03 && d === 0x04) return 'zip';
  if (Buffer.from(magic.subarray(0, 4)).toString('latin1') === 'PAR1') return 'parquet';
  return 'plain';
}

/** Takes at least {@link MAGIC_BYTES} bytes (or all there are) off the front, and gives back the whole content. */
export async function peek(content: AsyncIterable<Uint8Array>) {
  const source = content[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < MAGIC_BYTES) {
    const next = await source.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* whole() {
    try {
      if (head.length > 0) yield head;
      for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
    } finally {
      await source.return?.();
    }
  }
  return { head, whole: whole() };
}

/**
 * The csv text of a file, whatever it is packed in: decided by its first bytes and never by its name. Checked to be UTF-8
 * and counted into `findings` on the way. A chunk may be used until the next one is asked for.
 * @throws AlmanacError `EMPTY_FILE`; while reading `FILE_TOO_LARGE`, `NOT_TEXT`,
 *   `GZIP_TRUNCATED`, `GZIP_CORRUPT` and the errors of zip files
 */
export async function csvText(
  content: AsyncIterable<Uint8Array>,
  limits: ReadLimits,
  findings: ReadFindings,
): Promise<AsyncGenerator<Uint8Array>> {
  const { head, whole } = await peek(content);
  if (head.length === 0) throw new AlmanacError('EMPTY_FILE', 'The file is empty: not even a header row');
  const container = containerOf(head);
  return checkedText(unpacked(container, whole), limits, findings);
}

function unpacked(container: Container, content: AsyncGenerator<Uint8Array>): AsyncIterable<Uint8Array> {
  if (container === 'gzip') return gunzipped(content);
  return container === 'zip' ? csvInZip(content) : content;
}

/** For those who hold chunks longer than until the next one. */
export async function* copied(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

async function* gunzipped(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: GUNZIP_CHUNK_BYTES, ...AHEAD } as ZlibOptions);
  const feeding = fed(gunzip, content, GUNZIP_INPUT_BYTES);
  try {
    // zlib inflates the next chunk in its own thread while this one is used: what on('data') would not do.
    for await (const chunk of gunzip) {
      yield chunk;
      free(chunk);
    }
    await feeding; // to the last byte, for whoever hashes them
  } catch (error) {
    throw gzipError(error) ?? error;
  }
}

/** zlib fills one buffer after the other: the chunk that ends a buffer is the last to look into it. */
function free({ buffer, byteOffset, length }: Buffer): void {
  if (byteOffset + length === buffer.byteLength) release(buffer);
}

/** Stops a file that unpacks to more than is allowed or is no text. */
async function* checkedText(
  content: AsyncIterable<Uint8Array>,
  limits: ReadLimits,
  findings: ReadFindings,
): AsyncGenerator<Uint8Array> {
  const check = new TextCheck();
  for await (const chunk of content) {
    findings.uncompressedBytes += chunk.length;
    if (findings.uncompressedBytes > limits.maxUncompressedBytes) {
      throw new AlmanacError(
        'FILE_TOO_LARGE',
        `The file unpacks to more than ${limits.maxUncompressedBytes} bytes (max_uncompressed_bytes)`,
      );
    }
    check.add(chunk);
    yield chunk;
  }
  check.end();
}

/** The reading error behind what zlib reports, or undefined where it is none of zlib's. */
function gzipError(error: unknown): AlmanacError | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'Z_BUF_ERROR') {
    return new AlmanacError(
      'GZIP_TRUNCATED',
      'The gzip data ends early: the file is cut off; upload it again',
      {},
      { cause: error },
    );
  }
  if (code === 'Z_DATA_ERROR' || code === 'Z_NEED_DICT') {
    return new AlmanacError(
      'GZIP_CORRUPT',
      `The gzip data is damaged (${(error as Error).message}); upload the file again`,
      {},
      { cause: error },
    );
  }
  return undefined;
}

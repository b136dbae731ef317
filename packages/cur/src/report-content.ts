import { Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AlmanacError } from '@almanac/kernel';
import type { ReadFindings, ReadLimits } from './report-reader.ts';
import { csvInZip } from './zip-content.ts';

const MAGIC_BYTES = 4;
/** Node's default of 16 KiB makes gunzip more than twice as slow. */
const GUNZIP_CHUNK_BYTES = 256 * 1024;

type Container = 'plain' | 'gzip' | 'zip' | 'parquet';

function containerOf(magic: Uint8Array): Container {
  const [a, b, c, d] = magic;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x50 && b === 0x4b && c === 0x03 && d === 0x04) return 'zip';
  if (Buffer.from(magic.subarray(0, 4)).toString('latin1') === 'PAR1') return 'parquet';
  return 'plain';
}

/** Takes at least {@link MAGIC_BYTES} bytes (or all there are) off the front, and gives back the whole content. */
async function peek(content: AsyncIterable<Uint8Array>) {
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

/** Counts bytes into `findings`, and stops a file that unpacks to more than is allowed or is no text. */
function textMeter(findings: ReadFindings, maxBytes: number): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const check = (chunk: Uint8Array, isLast: boolean): AlmanacError | null => {
    const offset = findings.uncompressedBytes;
    findings.uncompressedBytes += chunk.length;
    if (findings.uncompressedBytes > maxBytes) {
      return new AlmanacError(
        'FILE_TOO_LARGE',
        `The file unpacks to more than ${maxBytes} bytes (max_uncompressed_bytes)`,
      );
    }
    const nul = chunk.indexOf(0);
    if (nul >= 0) return notText(`byte ${offset + nul} is NUL`);
    try {
      decoder.decode(chunk, { stream: !isLast });
      return null;
    } catch {
      return notText(`not UTF-8 between bytes ${offset} and ${findings.uncompressedBytes}`);
    }
  };
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      const problem = check(chunk, false);
      done(problem, problem ? undefined : chunk);
    },
    flush(done) {
      done(check(new Uint8Array(), true));
    },
  });
}

const notText = (why: string) =>
  new AlmanacError(
    'NOT_TEXT',
    `The file is not the UTF-8 text of a csv report (${why}); it is damaged or of another kind`,
  );

/**
 * The stages that turn a file's bytes into csv text, decided by its first bytes and never by its name.
 * @throws AlmanacError `EMPTY_FILE`, or `UNSUPPORTED_FORMAT` for Parquet
 */
export async function csvTextStages(content: AsyncIterable<Uint8Array>, limits: ReadLimits, findings: ReadFindings) {
  const { head, whole } = await peek(content);
  if (head.length === 0) throw new AlmanacError('EMPTY_FILE', 'The file is empty: not even a header row');
  const container = containerOf(head);
  if (container === 'parquet') {
    await whole.return();
    throw new AlmanacError(
      'UNSUPPORTED_FORMAT',
      'This is a Parquet file; upload the report as csv, csv.gz or csv in zip',
    );
  }
  const unpack = container === 'gzip' ? [createGunzip({ chunkSize: GUNZIP_CHUNK_BYTES })] : [];
  return [
    Readable.from(container === 'zip' ? csvInZip(whole) : whole, { objectMode: false }),
    ...unpack,
    textMeter(findings, limits.maxUncompressedBytes),
  ] as const;
}

/** The reading error behind what zlib reports, or undefined where it is none of zlib's. */
export function gzipError(error: unknown): AlmanacError | undefined {
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

import { promisify } from 'node:util';
import zlib from 'node:zlib';

export interface Compression {
  /** Its name in Parquet. */
  readonly codec: 'ZSTD' | 'GZIP';
  compress(bytes: Buffer): Promise<Buffer>;
}

const LEVEL = 1;

/** Room that zlib makes for its output at each step: most pages shrink to less than half and take one. */
const chunkBytes = (bytes: Buffer): number => Math.min(Math.max(1024, bytes.length >>> 1), 256 * 1024);

/** Columns of fewer bytes are not worth it. */
export const MIN_COMPRESSED_BYTES = 512;

const gzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gzip);

/** Zstandard where this Node has it (22.15 and later), gzip elsewhere; in zlib's own threads. */
export const pageCompression: Compression =
  typeof zlib.zstdCompress === 'function'
    ? { codec: 'ZSTD', compress: zstd }
    : { codec: 'GZIP', compress: (bytes) => gzip(bytes, { level: LEVEL, chunkSize: chunkBytes(bytes) }) };

function zstd(bytes: Buffer): Promise<Buffer> {
  const params = { [zlib.constants.ZSTD_c_compressionLevel]: LEVEL };
  return new Promise((resolve, reject) => {
    zlib.zstdCompress(
      bytes,
      { params, pledgedSrcSize: bytes.length, chunkSize: chunkBytes(bytes) },
      (error, compressed) => (error ? reject(error) : resolve(compressed)),
    );
  });
}

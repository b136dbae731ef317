import { promisify } from 'node:util';
import zlib from 'node:zlib';

export interface Compression {
  /** Its name in Parquet. */
  readonly codec: 'ZSTD' | 'GZIP';
  compress(bytes: Buffer): Promise<Buffer>;
}

const LEVEL = 1;

/** Compressed pages are mostly smaller than this, and so take one step of zlib's. */
const MAX_CHUNK_BYTES = 256 * 1024;
const MIN_CHUNK_BYTES = 1024;

/** What zlib allocates for a result at first: no more than it can come to. */
const chunkSize = ({ length }: Buffer): number =>
  Math.min(MAX_CHUNK_BYTES, Math.max(MIN_CHUNK_BYTES, length + MIN_CHUNK_BYTES));

/** Columns of fewer bytes are not worth it. */
export const MIN_COMPRESSED_BYTES = 512;

const gzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gzip);

/** Zstandard where this Node has it (22.15 and later), gzip elsewhere; in zlib's own threads. */
export const pageCompression: Compression =
  typeof zlib.zstdCompress === 'function'
    ? { codec: 'ZSTD', compress: zstd }
    : { codec: 'GZIP', compress: (bytes) => gzip(bytes, { level: LEVEL, chunkSize: chunkSize(bytes) }) };

function zstd(bytes: Buffer): Promise<Buffer> {
  const params = { [zlib.constants.ZSTD_c_compressionLevel]: LEVEL };
  return new Promise((resolve, reject) => {
    zlib.zstdCompress(bytes, { params, chunkSize: chunkSize(bytes) }, (error, compressed) =>
      error ? reject(error) : resolve(compressed),
    );
  });
}

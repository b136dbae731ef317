import zlib from 'node:zlib';

export interface Compression {
  /** Its name in Parquet. */
  readonly codec: 'ZSTD' | 'GZIP';
  /** Large pages are compressed in zlib's threads; for small ones the way there and back costs more than the work. */
  compress(bytes: Buffer): Buffer | Promise<Buffer>;
}

const LEVEL = 1;

/** From here on pages are large. */
const LARGE_BYTES = 64 * 1024;

/** Columns of fewer bytes are not worth it. */
export const MIN_COMPRESSED_BYTES = 512;

/** Room that zlib makes for its output at each step: most pages shrink to less than half and take one. */
const chunkBytes = (bytes: Buffer): number => Math.min(Math.max(1024, bytes.length >>> 1), 256 * 1024);

/** Zstandard where this Node has it (22.15 and later), gzip elsewhere. */
export const pageCompression: Compression =
  typeof zlib.zstdCompress === 'function' ? { codec: 'ZSTD', compress: zstd } : { codec: 'GZIP', compress: gzip };

function zstd(bytes: Buffer): Buffer | Promise<Buffer> {
  const params = { [zlib.constants.ZSTD_c_compressionLevel]: LEVEL };
  const options = { params, pledgedSrcSize: bytes.length, chunkSize: chunkBytes(bytes) };
  if (bytes.length < LARGE_BYTES) return zlib.zstdCompressSync(bytes, options);
  return result((callback) => zlib.zstdCompress(bytes, options, callback));
}

function gzip(bytes: Buffer): Buffer | Promise<Buffer> {
  const options = { level: LEVEL, chunkSize: chunkBytes(bytes) };
  if (bytes.length < LARGE_BYTES) return zlib.gzipSync(bytes, options);
  return result((callback) => zlib.gzip(bytes, options, callback));
}

const result = (start: (callback: zlib.CompressCallback) => void): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    start((error, compressed) => (error ? reject(error) : resolve(compressed)));
  });

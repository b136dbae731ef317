import * as zlib from 'node:zlib';
import type { CompressionCodec } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { damaged, decoding, unsupported } from './parquet-errors.ts';

type Decompress = (packed: Uint8Array, sizeBytes: number) => Uint8Array;

/** A byte more than promised may come out, so that a wrong size is noticed and a page of no bytes is no error. */
const atMost = (sizeBytes: number) => ({ maxOutputLength: sizeBytes + 1 });

/** Node's zlib where it knows the codec: it is the fastest. It has had zstd since 22.15. */
const DECOMPRESS: Partial<Record<CompressionCodec, Decompress>> = {
  ...compressors,
  UNCOMPRESSED: (packed) => packed,
  GZIP: (packed, sizeBytes) => zlib.gunzipSync(packed, atMost(sizeBytes)),
  BROTLI: (packed, sizeBytes) => zlib.brotliDecompressSync(packed, atMost(sizeBytes)),
  ...('zstdDecompressSync' in zlib && {
    ZSTD: (packed: Uint8Array, sizeBytes: number) => zlib.zstdDecompressSync(packed, atMost(sizeBytes)),
  }),
};

/**
 * The content of a page.
 * @throws AlmanacError `PARQUET_UNSUPPORTED` for a codec that is not known, `PARQUET_DAMAGED` where it does not unpack
 */
export function decompress(codec: CompressionCodec, packed: Uint8Array, sizeBytes: number): Uint8Array {
  const unpack = DECOMPRESS[codec];
  if (!unpack) throw unsupported(`Parquet compressed with ${codec}`, 'write it with snappy, gzip or zstd');
  // An empty page may be stored as no bytes at all.
  if (sizeBytes === 0) return new Uint8Array();
  const page = decoding(codec, () => unpack(packed, sizeBytes));
  if (page.length !== sizeBytes) throw damaged('a page unpacks to another size than its header says');
  return page;
}

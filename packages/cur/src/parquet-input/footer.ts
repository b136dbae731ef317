import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { damaged, decoding, unsupported } from './parquet-errors.ts';
import type { RandomAccess } from './random-access.ts';

// Source of layout and numbers: Apache Parquet, "File Format" and "Encryption".
const MAGIC = 'PAR1';
const ENCRYPTED_MAGIC = 'PARE';
/** Four bytes of length and four of magic behind the footer. */
const TAIL_BYTES = 8;
/** Read at once from the end: holds the footers of nearly all files. */
const FIRST_READ_BYTES = 256 * 1024;
/** Footers grow with columns and row groups; real ones are some megabytes at most. */
const MAX_FOOTER_BYTES = 64 * 1024 ** 2;

/**
 * The footer of a Parquet file: its schema, and where the columns of each row group lie.
 * @throws AlmanacError `PARQUET_DAMAGED`, or `PARQUET_UNSUPPORTED` for an encrypted file
 */
export async function readFooter(file: RandomAccess): Promise<FileMetaData> {
  const start = Math.max(0, file.sizeBytes - FIRST_READ_BYTES);
  const tail = Buffer.from(await file.read(start, file.sizeBytes));
  const magic = tail.subarray(-4).toString('latin1');
  if (magic === ENCRYPTED_MAGIC) throw unsupported('Encrypted Parquet', 'write it without encryption');
  if (tail.length < TAIL_BYTES || magic !== MAGIC) throw damaged('it does not end as a Parquet file does');
  const footerBytes = tail.readUInt32LE(tail.length - TAIL_BYTES);
  const footerStart = file.sizeBytes - TAIL_BYTES - footerBytes;
  if (footerStart < MAGIC.length || footerBytes > MAX_FOOTER_BYTES) throw damaged('its footer has an impossible size');
  const footer = footerStart >= start ? tail : Buffer.concat([await file.read(footerStart, start), tail]);
  return decoding('its footer', () => parquetMetadata(footer, { geoparquet: false }));
}

import { zstdDecompressSync } from 'node:zlib';
import { DEFAULT_READ_LIMITS, readReport } from '@almanac/cur';
import { Decimal } from '@almanac/kernel';
import { type FileMetaData, parquetMetadata, parquetReadObjects } from 'hyparquet';
import type { Row } from './rules.ts';

async function* once(bytes: Uint8Array) {
  yield bytes;
}

/** The curated files of a report, one a billing period. */
export async function curatedFiles(report: Uint8Array): Promise<ArrayBuffer[]> {
  const files: ArrayBuffer[] = [];
  const openPart = () => {
    const chunks: Buffer[] = [];
    return {
      write: async (bytes: Uint8Array) => void chunks.push(Buffer.from(bytes)),
      close: async () => void files.push(new Uint8Array(Buffer.concat(chunks)).buffer),
      abort: async () => undefined,
    };
  };
  await readReport(once(report), { limits: DEFAULT_READ_LIMITS, openPart });
  return files;
}

/** The columns of a file, without its root. */
export const columnsOf = (file: ArrayBuffer): FileMetaData['schema'] => parquetMetadata(file).schema.slice(1);

/** The rows of a file as texts, decimals exactly. */
export async function rowsOf(file: ArrayBuffer): Promise<Row[]> {
  const metadata = parquetMetadata(file);
  // hyparquet would turn decimals into floating point: take their type away and it gives the stored bytes.
  for (const element of metadata.schema) if (element.converted_type === 'DECIMAL') delete element.converted_type;
  const compressors = { ZSTD: (page: Uint8Array) => zstdDecompressSync(page) };
  const rows = await parquetReadObjects({ file, metadata, compressors });
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)])));
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (!(value instanceof Uint8Array)) return String(value);
  return Decimal.of(BigInt.asIntN(128, BigInt(`0x${Buffer.from(value).toString('hex')}`)), 18).toString();
}

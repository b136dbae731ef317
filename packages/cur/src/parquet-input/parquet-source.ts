import { AlmanacError } from '@almanac/kernel';
import type { FileMetaData, RowGroup } from 'hyparquet';
import type { AmountColumn, ColumnBatch, ColumnSource, TextColumn, WantedColumns } from '../reading/column-batch.ts';
import type { ReadFindings, ReadLimits } from '../report-reader.ts';
import { amountColumn, type BatchColumn, textColumn } from './batch-columns.ts';
import { readFooter } from './footer.ts';
import { PageReader } from './pages.ts';
import { damaged, decoding, malformed } from './parquet-errors.ts';
import type { RandomAccess } from './random-access.ts';
import { type ChunkBytes, rowGroupBytes } from './row-group-bytes.ts';
import { type FileColumn, fileColumns, type Leaf } from './schema.ts';

/**
 * Opens a Parquet file by its footer. Rows are numbered from 1: there is no header row.
 * @param findings told of the bytes of the pages read, unpacked
 * @throws AlmanacError `PARQUET_DAMAGED` or `PARQUET_UNSUPPORTED`; `FILE_TOO_LARGE` while batches are read
 */
export async function openParquet(
  file: RandomAccess,
  limits: Pick<ReadLimits, 'maxUncompressedBytes'>,
  findings: Pick<ReadFindings, 'uncompressedBytes'>,
): Promise<ColumnSource> {
  const metadata = await readFooter(file);
  const columns = decoding('its schema', () => fileColumns(metadata));
  assertRowCounts(metadata);
  const meter = (unpackedBytes: number): void => {
    findings.uncompressedBytes += unpackedBytes;
    if (findings.uncompressedBytes <= limits.maxUncompressedBytes) return;
    const limit = `${limits.maxUncompressedBytes} bytes (max_uncompressed_bytes)`;
    throw new AlmanacError('FILE_TOO_LARGE', `The file unpacks to more than ${limit}`);
  };
  return {
    names: columns.map(({ name }) => name),
    batches: (wanted) => batches({ file, metadata, columns, meter }, wanted),
  };
}

/** Counts that do not fit together mean that rows would be lost. */
function assertRowCounts({ row_groups: groups, num_rows: rows }: FileMetaData): void {
  const counts = groups.map(({ num_rows }) => num_rows);
  const areNumbers = counts.every((count) => typeof count === 'bigint' && count >= 0n);
  if (!areNumbers || counts.reduce((sum, count) => sum + count, 0n) !== rows)
    throw damaged('its counts of rows differ');
}

interface Opened {
  readonly file: RandomAccess;
  readonly metadata: FileMetaData;
  readonly columns: readonly FileColumn[];
  readonly meter: (unpackedBytes: number) => void;
}

async function* batches(
  { file, metadata, columns, meter }: Opened,
  wanted: WantedColumns,
): AsyncGenerator<ColumnBatch> {
  const { batchRows } = wanted;
  const columnAt = (index: number): FileColumn => columns[index] ?? outside(index);
  const texts = wanted.texts.map((index) => decoding('its schema', () => textColumn(columnAt(index), batchRows)));
  const amounts = wanted.amounts.map((index) => decoding('its schema', () => amountColumn(columnAt(index), batchRows)));
  try {
    yield* batchesOf({ file, metadata, meter }, texts, amounts, batchRows);
  } catch (error) {
    // A damaged header may hold any type of value in place of any other, which shows wherever that is used first.
    throw error instanceof TypeError || error instanceof RangeError ? malformed('its content', error) : error;
  }
}

async function* batchesOf(
  { file, metadata, meter }: Omit<Opened, 'columns'>,
  texts: readonly BatchColumn<TextColumn>[],
  amounts: readonly BatchColumn<AmountColumn>[],
  batchRows: number,
): AsyncGenerator<ColumnBatch> {
  const leaves = [...texts, ...amounts].flatMap((column) => column.leaves);
  let firstRow = 1;
  for await (const { group, bytes } of groupsWithBytes(file, metadata.row_groups, leaves)) {
    const pagesOf = (leaf: Leaf) => pageReader(group, bytes, leaf, meter);
    const opened = <Values>(column: BatchColumn<Values>) => column.open(pagesOf);
    const [readTexts, readAmounts] = [texts.map(opened), amounts.map(opened)];
    const end = firstRow + Number(group.num_rows);
    while (firstRow < end) {
      const rows = Math.min(batchRows, end - firstRow);
      const columns = { texts: await each(readTexts, rows), amounts: await each(readAmounts, rows) };
      yield { rows, firstRow, ...columns };
      firstRow += rows;
    }
  }
}

/** One column after the other: the pages of a few at a time are then in memory, not those of all. */
async function each<Values>(columns: readonly ((rows: number) => Promise<Values>)[], rows: number): Promise<Values[]> {
  const read: Values[] = [];
  for (const column of columns) read.push(await column(rows));
  return read;
}

/** Row groups with rows in them; while one is worked on, the next is being read. */
async function* groupsWithBytes(file: RandomAccess, groups: readonly RowGroup[], leaves: readonly Leaf[]) {
  const indexes = leaves.map(({ index }) => index);
  const read = (group: RowGroup | undefined) => {
    const bytes = group && rowGroupBytes(file, group, indexes);
    // Awaited when its turn comes; until then a failure is nobody's.
    bytes?.catch(() => undefined);
    return bytes;
  };
  const filled = groups.filter(({ num_rows }) => num_rows > 0n);
  let next = read(filled[0]);
  for (const [i, group] of filled.entries()) {
    const bytes = await next;
    next = read(filled[i + 1]);
    if (bytes) yield { group, bytes };
  }
}

function pageReader(
  group: RowGroup,
  bytes: ReadonlyMap<number, ChunkBytes>,
  leaf: Leaf,
  meter: (unpackedBytes: number) => void,
): PageReader {
  const chunk = bytes.get(leaf.index);
  const { meta_data: data } = group.columns[leaf.index] ?? {};
  if (!chunk || !data) throw damaged('a row group lacks columns');
  const hasValueEachRow = leaf.maxRepetition === 0;
  if (hasValueEachRow && data.num_values !== group.num_rows) {
    throw damaged(`column ${data.path_in_schema.join('.')} has another number of values than there are rows`);
  }
  return new PageReader(chunk, data, leaf, meter);
}

const outside = (index: number): never => {
  throw new RangeError(`no column ${index}`);
};

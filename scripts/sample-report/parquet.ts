import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ColumnKind, ParquetColumn } from './parquet-layout.ts';

/** Rows of a row group: what is held in memory. */
const ROW_GROUP = 20_000;

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

const ELEMENTS: Record<Exclude<ColumnKind, 'map'>, Omit<SchemaElement, 'name'>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  double: { type: 'DOUBLE' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

const TEXT: Omit<SchemaElement, 'name'> = ELEMENTS.text;

const elementsOf = ({ name, kind, optional }: ParquetColumn): SchemaElement[] => {
  const repetition_type = optional ? 'OPTIONAL' : 'REQUIRED';
  if (kind !== 'map') return [{ name, ...ELEMENTS[kind], repetition_type }];
  return [
    { name, converted_type: 'MAP', num_children: 1, repetition_type },
    { name: 'key_value', num_children: 2, repetition_type: 'REPEATED' },
    { name: 'key', ...TEXT, repetition_type: 'REQUIRED' },
    { name: 'value', ...TEXT, repetition_type: 'OPTIONAL' },
  ];
};

const READ: Record<ColumnKind, (cell: string) => unknown> = {
  text: (cell) => cell,
  double: Number,
  time: (cell) => BigInt(Date.parse(cell)),
  map: (cell) => JSON.parse(cell),
};

const stored = ({ kind, optional }: ParquetColumn, cell: string): unknown =>
  cell === '' && optional ? null : READ[kind](cell);

/**
 * Writes rows of cells as a Parquet file, compressed with snappy. Memory does not grow with their number.
 * @param rows values as they are meant, in the order of the columns
 */
export const writeParquet = async (
  path: string,
  columns: readonly ParquetColumn[],
  rows: Iterable<readonly string[]>,
): Promise<void> => {
  const file = createWriteStream(path);
  const bytes = new ByteWriter();
  const schema: SchemaElement[] = [{ name: 'report', num_children: columns.length }, ...columns.flatMap(elementsOf)];
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'almanac sample report' });
  const drain = async (): Promise<void> => {
    const isFull = !file.write(bytes.getBytes().slice());
    bytes.index = 0;
    if (isFull) await once(file, 'drain');
  };
  let held: unknown[][] = columns.map(() => []);
  const flush = async (): Promise<void> => {
    const columnData = columns.map(({ name }, index) => ({ name, data: held[index] ?? [] }));
    const count = held[0]?.length ?? 0;
    if (count > 0) await writer.write({ columnData, rowGroupSize: count });
    held = columns.map(() => []);
    await drain();
  };
  for (const cells of rows) {
    for (const [index, column] of columns.entries()) held[index]?.push(stored(column, cells[index] ?? ''));
    if (held[0]?.length === ROW_GROUP) await flush();
  }
  await flush();
  await writer.finish();
  await drain();
  file.end();
  await finished(file);
};

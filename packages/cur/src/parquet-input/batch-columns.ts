import type { AmountColumn, TextColumn } from '../reading/column-batch.ts';
import { amountOfType } from './amount-of-type.ts';
import { AmountSink } from './amount-sink.ts';
import { FlatColumn } from './flat-column.ts';
import { MapColumn } from './map-column.ts';
import type { PageReader } from './pages.ts';
import { unsupported } from './parquet-errors.ts';
import type { Raw } from './raw-values.ts';
import type { FileColumn, Leaf } from './schema.ts';
import { TextSink } from './text-sink.ts';
import { textOfType } from './value-text.ts';

/** A report column that is read in the same way in every row group. */
export interface BatchColumn<Values> {
  /** The stored columns it is made of. */
  readonly leaves: readonly Leaf[];
  /**
   * Begins a row group.
   * @param pages makes the reader of a stored column's pages
   * @returns what reads the next so many rows; they are valid until it is called again
   */
  open(pages: (leaf: Leaf) => PageReader): (rows: number) => Promise<Values>;
}

/** @throws AlmanacError `PARQUET_UNSUPPORTED` for a type that has no text */
export function textColumn(column: FileColumn, batchRows: number): BatchColumn<TextColumn> {
  if (column.kind === 'map') {
    return {
      leaves: [column.key, column.value],
      open(pages) {
        const map = new MapColumn(column, pages(column.key), pages(column.value), batchRows);
        return (rows) => map.read(rows);
      },
    };
  }
  const leaf = leafOf(column);
  return flatColumn(column, leaf, new TextSink(column.name, textOfType(leaf.element), batchRows));
}

/** @throws AlmanacError `PARQUET_UNSUPPORTED` for a type that holds no amounts */
export function amountColumn(column: FileColumn, batchRows: number): BatchColumn<AmountColumn> {
  const leaf = leafOf(column);
  const textOf = textOfType(leaf.element) ?? ((raw: Raw) => Buffer.from(raw as Uint8Array).toString('utf8'));
  return flatColumn(column, leaf, new AmountSink(amountOfType(leaf.element), textOf, batchRows));
}

function leafOf(column: FileColumn): Leaf {
  if (column.kind === 'flat') return column.leaf;
  throw unsupported(
    `Column ${column.name}, a ${column.kind === 'map' ? 'map' : 'list or struct'},`,
    'write one value a row',
  );
}

const flatColumn = <Values>({ name }: FileColumn, leaf: Leaf, sink: FlatSink<Values>): BatchColumn<Values> => ({
  leaves: [leaf],
  open(pages) {
    const column = new FlatColumn(name, leaf, pages(leaf));
    return async (rows) => {
      sink.begin();
      await column.read(rows, sink);
      return sink.take();
    };
  },
});

type FlatSink<Values> = Parameters<FlatColumn['read']>[1] & { begin(): void; take(): Values };

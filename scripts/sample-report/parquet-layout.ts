import type { Column } from './columns.ts';
import { cur2Type } from './cur2-columns.ts';
import { cur2Name } from './cur2-layout.ts';
import { columnType, isMap } from './formats.ts';
import type { Layout } from './layout.ts';
import type { Format } from './options.ts';

/** How Parquet stores a column. */
export type ColumnKind = 'text' | 'double' | 'time' | 'map';

/** A column of a Parquet file. */
export type ParquetColumn = {
  /** As it is called in the file. */
  name: string;
  kind: ColumnKind;
  /** Whether an absent value is null, as in Data Exports; in legacy reports it is an empty text, or 0. */
  optional: boolean;
};

const kindOf = (type: string): ColumnKind => {
  if (type.startsWith('timestamp')) return 'time';
  return type === 'double' ? 'double' : 'text';
};

/** In a legacy report product attributes and tags are texts, whatever they look like. */
const legacyColumn = (column: string): ParquetColumn => {
  const name = cur2Name(column as Column);
  const isText = /^(product|resource_tags)_/.test(name);
  return { name, kind: isText ? 'text' : kindOf(cur2Type(name)), optional: false };
};

/**
 * The columns of a report as Parquet, in the order of the layout's. Legacy reports have snake-case names there.
 * Source: "Understanding your Cost and Usage Report columns" for Athena, and a published report of the AWS labs.
 */
export const parquetColumns = (format: Format, { columns }: Layout): ParquetColumn[] =>
  columns.map((name) => {
    if (format === 'cur-legacy') return legacyColumn(name);
    return { name, kind: isMap(name) ? 'map' : kindOf(columnType(format, name)), optional: true };
  });

/** The layout with amounts as the doubles that Parquet holds, by their shortest decimals: what the truth adds up. */
export const asDoubles = (layout: Layout, columns: readonly ParquetColumn[]): Layout => ({
  ...layout,
  cells: (row) =>
    layout.cells(row).map((value, index) => {
      const isDouble = value !== '' && columns[index]?.kind === 'double';
      return isDouble ? String(Number(value)) : value;
    }),
});

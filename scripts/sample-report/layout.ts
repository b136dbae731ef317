import type { LegacyRow } from './columns.ts';
import type { LineReader } from './line-reader.ts';

/** How a format writes line items. */
export type Layout = {
  /** Column names in file order. */
  columns: readonly string[];
  /** Header line, without its line end. */
  header: string;
  /** A line item's values as they are meant, in the order of the columns; empty where there is none. */
  cells(row: LegacyRow): readonly string[];
  /** Such values as csv, without the line end. */
  line(cells: readonly string[]): string;
  /** Reads such values for the truth. */
  reader: LineReader;
  /** What the format calls the service that spikes. */
  spikingService: string;
};

/** Makes one value of a line item. */
export type Cell = (row: LegacyRow) => string;

/** Makes a map as JSON text, without the keys that have no value; `{}` if none has. */
export const jsonMap = (entries: readonly (readonly [key: string, cell: Cell])[]): Cell => {
  const members = entries.map(([key, cell]) => [`${JSON.stringify(key)}:`, cell] as const);
  return (row) => {
    let text = '';
    for (const [key, cell] of members) {
      const value = cell(row);
      if (value) text += (text && ',') + key + JSON.stringify(value);
    }
    return `{${text}}`;
  };
};

/** A time as Data Exports write it, with milliseconds. */
export const withMilliseconds = (time: string): string => time.replace(/Z$/, '.000Z');

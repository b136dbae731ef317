import { COLUMNS, type Column, type LegacyRow } from './columns.ts';

/** Columns whose values are free text and may need quotes; every other value is an id, a code, a time or a number. */
const TEXT_COLUMNS: readonly Column[] = [
  'bill/InvoicingEntity',
  'lineItem/ResourceId',
  'lineItem/LineItemDescription',
  'lineItem/LegalEntity',
  'product/ProductName',
  'product/description',
  'product/groupDescription',
  'product/networkPerformance',
  'product/servicename',
  'resourceTags/user:Name',
  'resourceTags/user:Team',
];
const TEXT_INDEXES = TEXT_COLUMNS.map((column) => COLUMNS.indexOf(column));
const NEEDS_QUOTES = /[",\r\n]/;

const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;

/** Header line of the report, without its line end. */
export const HEADER = COLUMNS.join(',');

/** The values of a row as csv writes them (RFC 4180: quotes only where needed, quotes inside doubled). */
export const csvCells = (row: LegacyRow): string[] => {
  const cells = row.slice();
  for (const index of TEXT_INDEXES) {
    const value = cells[index];
    if (value && NEEDS_QUOTES.test(value)) cells[index] = quoted(value);
  }
  return cells;
};

/** A row as csv, without its line end. */
export const csvLine = (row: LegacyRow): string => csvCells(row).join(',');

/** Values in any layout as csv, without the line end. */
export const csvRecord = (cells: readonly string[]): string =>
  cells.map((value) => (value && NEEDS_QUOTES.test(value) ? quoted(value) : value)).join(',');

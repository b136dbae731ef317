/** A column of a table for people. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number;
}

/** Text that cannot break a line or the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be replaced
const oneLine = (value: string | number): string => String(value).replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ');

/** An aligned table, columns of numbers and blanks to the right; `empty` where there are no rows. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], empty: string): string {
  if (rows.length === 0) return empty;
  const isNumber = columns.map(({ value }) => rows.every((row) => typeof value(row) === 'number' || value(row) === ''));
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ value }) => oneLine(value(row)))),
  ];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const pad = (cell: string, i: number) => (isNumber[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0));
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

/** Names and values, one a line; lines without a value are left out. */
export function fields(entries: readonly (readonly [string, string | number | undefined])[]): string {
  const shown = entries.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
  const width = Math.max(...shown.map(({ name }) => name.length));
  return shown.map(({ name, value }) => `${name.padEnd(width)}  ${oneLine(value)}`).join('\n');
}

/** Unblended costs per currency, such as `12.5 USD + 3 EUR`. */
export const unblended = (totals: Readonly<Record<string, { unblended_cost: string }>> = {}): string =>
  Object.entries(totals)
    .map(([currency, { unblended_cost }]) => `${unblended_cost} ${currency}`)
    .join(' + ');

/** A time without its fraction of a second, for tables. */
export const toSeconds = (iso: string | undefined): string => iso?.replace(/\.\d+Z$/, 'Z') ?? '';

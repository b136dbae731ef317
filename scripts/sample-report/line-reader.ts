/** What the truth takes from a row of a format: texts and exact amounts (units of 1e-30), by the rules of ingestion. */
export type LineReader = {
  /** Line item type; in FOCUS, which has none, the charge category. */
  type(row: readonly string[]): string;
  /** `YYYY-MM`. */
  period(row: readonly string[]): string;
  /** `YYYY-MM-DD`. */
  date(row: readonly string[]): string;
  account(row: readonly string[]): string;
  service(row: readonly string[]): string;
  /** `global` where the row names none. */
  region(row: readonly string[]): string;
  category(row: readonly string[]): string;
  currency(row: readonly string[]): string;
  unblended(row: readonly string[]): bigint;
  /** @param unblended the row's unblended cost, already read */
  amortized(row: readonly string[], unblended: bigint): bigint;
};

/**
 * Reads one column of rows whose columns are given.
 * @throws Error for a column that is not among them: the layout is at fault
 */
export const textOf = (columns: readonly string[], column: string): ((row: readonly string[]) => string) => {
  const index = columns.indexOf(column);
  if (index < 0) throw new Error(`no column ${column}`);
  return (row) => row[index] ?? '';
};

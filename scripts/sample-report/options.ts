/** What to generate. Everything but `rows` has a default. */
export type SampleOptions = {
  /** Line items of the whole report, all months together; 0 gives a header alone. */
  rows: number;
  /** Any integer from 0 to 2^32 - 1 (default 7). */
  seed?: number;
  /** Billing periods `YYYY-MM`, ascending (default 2025-01 and 2025-02). */
  months?: readonly string[];
  /** Only the first days of each month, as in a delivery before the month is over (default 31: all). */
  days?: number;
  /** Usage accounts, the payer among them, 1 to 200 (default 5). */
  accounts?: number;
  /** On-demand spend of a normal day, in currency units, 1 to 20,000 (default 1,200). Does not depend on `rows`. */
  dailyCost?: number;
  /** Currencies, given to the accounts in turn (default USD alone). */
  currencies?: readonly string[];
  /**
   * Rows by time (default), made one by one; by day and in it by item; by item as AWS sorts them, whose id all its rows have,
   * or in the same order with an id for each line: then a month is held.
   */
  order?: Order;
};

export const ORDERS = ['time', 'day', 'item', 'line'] as const;
export type Order = (typeof ORDERS)[number];

/** The layouts a report can be written in. */
export const FORMATS = ['cur-legacy', 'cur-2.0', 'focus-1.0', 'focus-1.2'] as const;
export type Format = (typeof FORMATS)[number];

/** How to write it. */
export type WriteOptions = SampleOptions & {
  /** Layout (default the legacy Cost and Usage Report); the line items are the same in all of them. */
  format?: Format;
  /** Legacy layout: so many more columns of tags, 0 to 20,000 (default 0). */
  tags?: number;
  /** FOCUS: the `x_` columns that AWS adds to the specification's (default true). */
  awsColumns?: boolean;
  /** Written for every value that is absent, such as `NULL` (default: nothing). */
  nullWord?: string;
  /** A `.gz` is made of members of this many bytes of csv (1 to 16 Mi), cut wherever that falls (default: one member). */
  gzipMemberBytes?: number;
  /** A `.zip` holds its csv in this folder (default: none). */
  zipFolder?: string;
  /** A `.zip` holds a manifest before its csv (default false). */
  zipManifest?: boolean;
  /** Collect the daily rows of the truth (default true). */
  dailyTruth?: boolean;
  /** Line end (default LF). */
  lineEnd?: '\n' | '\r\n';
  /** Begin with a UTF-8 byte order mark (default false). */
  byteOrderMark?: boolean;
};

/** Options with every default filled in. */
export type CheckedOptions = Required<SampleOptions>;

/** An option has a value it must not have; the message is one sentence for the user. */
export class InvalidOption extends Error {
  override readonly name = 'InvalidOption';
}

/** @throws InvalidOption unless `value` is an integer from `low` to `high`. */
export const integer = (name: string, value: number, low: number, high: number): number => {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new InvalidOption(`${name} must be an integer from ${low} to ${high}.`);
};

const monthList = (months: readonly string[]): readonly string[] => {
  const valid = months.every((month) => /^(19[7-9]\d|2\d{3})-(0[1-9]|1[0-2])$/.test(month));
  const ascending = months.every((month, index) => index === 0 || month > (months[index - 1] ?? ''));
  if (months.length > 0 && valid && ascending) return months;
  throw new InvalidOption('months must be a list of YYYY-MM in ascending order, such as 2025-01,2025-02.');
};

const currencyList = (currencies: readonly string[]): readonly string[] => {
  if (currencies.length > 0 && currencies.every((code) => /^[A-Z]{3}$/.test(code))) return currencies;
  throw new InvalidOption('currencies must be a list of three-letter codes, such as USD,EUR.');
};

/** @throws InvalidOption for an option of writing that is out of its range. */
export const checkWriting = (options: WriteOptions): void => {
  const { format = 'cur-legacy', gzipMemberBytes = 1, zipFolder = 'a', tags = 0 } = options;
  if (!FORMATS.includes(format)) throw new InvalidOption(`format must be one of ${FORMATS.join(', ')}.`);
  if (integer('tags', tags, 0, 20_000) > 0 && format !== 'cur-legacy')
    throw new InvalidOption('tags can be added to cur-legacy alone.');
  integer('gzip-member-bytes', gzipMemberBytes, 1, 2 ** 24);
  if (!/^[\w.-]+(\/[\w.-]+)*$/.test(zipFolder)) throw new InvalidOption('zip-folder must be a path such as data/2025.');
};

/** @throws InvalidOption for the first option that is out of its range. */
export const checkOptions = (options: SampleOptions): CheckedOptions => ({
  rows: integer('rows', options.rows, 0, 1e9),
  seed: integer('seed', options.seed ?? 7, 0, 2 ** 32 - 1),
  months: monthList(options.months ?? ['2025-01', '2025-02']),
  days: integer('days', options.days ?? 31, 1, 31),
  accounts: integer('accounts', options.accounts ?? 5, 1, 200),
  dailyCost: integer('daily-cost', options.dailyCost ?? 1200, 1, 20_000),
  currencies: currencyList(options.currencies ?? ['USD']),
  order: options.order ?? 'time',
});

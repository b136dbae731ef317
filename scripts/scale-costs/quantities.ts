import type { Assumptions } from './assumptions.ts';

/** Deliveries compared while publishing: the new one and the one that is live. */
const SIDES = 2;
const FILES_AT_ONCE = 8;
/** A DynamoDB partition takes so many write units a second, and a day's rows may lie in one. */
const PARTITION_WRITES_PER_SECOND = 1_000;
/** The table and two indexes. */
const COPIES_OF_ROW = 3;
const UPLOAD_PART_BYTES = 5 * 1024 ** 2;
/** Units that a file costs in the ledger: docs/cur/running-costs.md. */
const LEDGER_WRITES_PER_FILE = 100;

/** What one delivery of so many line items, and so many days, takes. */
export function deliveryOf(given: Assumptions, share: number) {
  const lineItems = given['line-items'] * share;
  const files = Math.ceil(lineItems / given['rows-per-file']);
  const days = Math.max(1, Math.round(given.days * share));
  const sums = files * given['sums-per-file'];
  const rowsOfDay = Math.min(given['daily-rows-per-day'], sums / days);
  const { slices, gets, groups } = groupsOf(given, { files, days, sums, rowsOfDay });
  const parserSeconds = lineItems / given['parser-rows-per-second'];
  const changedRows = rowsOfDay * Math.min(days, given['changed-days']);
  const readSeconds = (SIDES * sums * slices) / given['sums-read-per-second'];
  const getSeconds = (gets * given['get-ms']) / 1000 / FILES_AT_ONCE;
  const writeSeconds = changedRows / PARTITION_WRITES_PER_SECOND;
  const publisherSeconds = readSeconds + getSeconds + writeSeconds;
  return {
    ...{ lineItems, files, groups, slices, parserSeconds, publisherSeconds, gets },
    parsingSeconds: parserSeconds / Math.min(files, given.concurrency),
    publisherCalls: Math.ceil(publisherSeconds / given['function-seconds']),
    dynamoWrites: changedRows * COPIES_OF_ROW + files * LEDGER_WRITES_PER_FILE,
    puts: files * (3 + Math.ceil((given['rows-per-file'] * given['curated-bytes-per-row']) / UPLOAD_PART_BYTES)),
    landedBytes: lineItems * given['landed-bytes-per-row'],
    curatedBytes: lineItems * given['curated-bytes-per-row'] + sums * given['sum-bytes'],
  };
}

interface Content {
  readonly files: number;
  readonly days: number;
  /** Rows of all its aggregates files. */
  readonly sums: number;
  /** Of `cost_daily`. */
  readonly rowsOfDay: number;
}

/** How days are grouped and cut, as the publisher does it, and the S3 reads that this takes. */
function groupsOf(given: Assumptions, { files, days, sums, rowsOfDay }: Content) {
  const sumsOfDay = (SIDES * sums) / days;
  const daysTogether = Math.min(days, Math.floor(given['row-budget'] / sumsOfDay));
  const groups = daysTogether > 0 ? Math.ceil(days / daysTogether) : days;
  const mergedOfDay = SIDES * rowsOfDay;
  const needed = daysTogether > 0 ? 1 : mergedOfDay / (given['row-budget'] / 2);
  const slices = 2 ** Math.max(0, Math.ceil(Math.log2(needed)));
  return { groups, slices, gets: SIDES * files * (1 + groups * slices) };
}

export type DeliveryQuantities = ReturnType<typeof deliveryOf>;

/** The month's deliveries added up, each of the month so far. */
export function monthOf(given: Assumptions) {
  const count = given['deliveries-per-day'] * given.days;
  const each = Array.from({ length: count }, (_, i) => deliveryOf(given, (i + 1) / count));
  const sum = (name: keyof DeliveryQuantities) => each.reduce((total, delivery) => total + delivery[name], 0);
  return {
    deliveries: count,
    lineItems: sum('lineItems'),
    files: sum('files'),
    parserSeconds: sum('parserSeconds'),
    publisherSeconds: sum('publisherSeconds'),
    gets: sum('gets') + sum('files'),
    puts: sum('puts'),
    dynamoWrites: sum('dynamoWrites'),
    landedBytes: sum('landedBytes'),
    curatedBytes: sum('curatedBytes'),
  };
}

/** What the calculation starts from: name, value, and where the value comes from. */
export const ASSUMPTIONS = {
  'line-items': [1_000_000_000, 'line items of a whole month: the question'],
  'deliveries-per-day': [3, 'assumed: AWS delivers "up to three times a day"'],
  days: [30, 'days of the month'],
  'rows-per-file': [1_000_000, 'assumed: AWS decides how large files are'],
  'landed-bytes-per-row': [159, 'measured: docs/benchmarks.md, csv.gz of 1,000,000 rows'],
  'curated-bytes-per-row': [95, 'measured: docs/cur/running-costs.md, Parquet of 100,000 rows'],
  'parser-rows-per-second': [288_010, 'measured: docs/benchmarks.md, sums and Parquet on one core, not on Lambda'],
  'daily-rows-per-day': [100_000, 'assumed: 1,000 accounts with 100 services, regions and kinds of charge each'],
  'sums-per-file': [30_000, 'assumed: rows of one aggregates file; every file has every day of the month so far'],
  'sum-bytes': [21, 'measured: one row of an aggregates file'],
  'sums-read-per-second': [250_000, 'measured: rows of aggregates files read, not on Lambda'],
  'changed-days': [3, 'assumed: a delivery changes the last days, and no others'],
  'row-budget': [200_000, 'the publisher holds so many rows at once'],
  'get-ms': [30, 'assumed: an S3 request, of which the publisher has eight under way'],
  concurrency: [50, 'cur.maximum_concurrency'],
  'memory-gb': [2, 'cur.memory_mb, of parser and publisher'],
  'function-seconds': [300, 'cur.timeout_seconds'],
  'landing-days': [90, 'the landing bucket keeps replaced versions so long'],
  'curated-days': [30, 'curated_retention_days: replaced deliveries are deleted after so long'],
  'history-months': [12, 'assumed: months before that are still there, one delivery each'],
  'athena-queries': [300, 'assumed: queries in a month'],
  'gb-per-query': [20, 'assumed: read by one of them'],
} as const satisfies Record<string, readonly [value: number, source: string]>;

export type Name = keyof typeof ASSUMPTIONS;
export type Assumptions = Readonly<Record<Name, number>>;

export const NAMES = Object.keys(ASSUMPTIONS) as Name[];

export const DEFAULTS = Object.fromEntries(NAMES.map((name) => [name, ASSUMPTIONS[name][0]])) as Assumptions;

/** List prices in us-east-1, in US dollars; sources in docs/cur/running-costs.md and docs/cur/scale.md. */
export const PRICES = {
  lambdaGbSecond: 0.0000133334,
  lambdaMillionRequests: 0.2,
  sqsMillionRequests: 0.4,
  dynamoMillionWrites: 0.625,
  dynamoGbMonth: 0.25,
  s3GbMonth: 0.023,
  s3ThousandWrites: 0.005,
  s3ThousandReads: 0.0004,
  athenaTb: 5,
  glueMillionRequests: 1,
  eventBridgeMillionEvents: 1,
  logsGb: 0.5,
  /** With nothing to do, and the functions' own metrics. */
  standing: 8.13 + 2.4,
} as const;

import { type Assumptions, PRICES } from './assumptions.ts';
import { deliveryOf, monthOf } from './quantities.ts';

const GB = 1e9;
const DAYS_PER_MONTH = 30;
/** Sent, received, deleted, and made invisible for longer now and then. */
const SQS_REQUESTS_PER_FILE = 6;
const LOG_BYTES_PER_FILE = 10_000;
/** A row of cost_daily with its two copies in indexes: docs/cur/running-costs.md. */
const DAILY_ROW_BYTES = 1_500;

export interface Line {
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  readonly usd: number;
}

/** What a month costs, line by line, once as much has gathered as is kept. */
export function billOf(given: Assumptions): Line[] {
  const month = monthOf(given);
  const gbSeconds = (seconds: number) => seconds * given['memory-gb'];
  const kept = (bytes: number, days: number) => (bytes * days) / DAYS_PER_MONTH / GB;
  const months = 1 + given['history-months'];
  const last = deliveryOf(given, 1);
  const dailyRows = given['daily-rows-per-day'] * given.days * months;
  const line = (what: string, quantity: number, unit: string, price: number): Line => {
    return { what, quantity, unit, usd: quantity * price };
  };
  return [
    line('Lambda, parser', gbSeconds(month.parserSeconds), 'GB-s', PRICES.lambdaGbSecond),
    line('Lambda, publisher', gbSeconds(month.publisherSeconds), 'GB-s', PRICES.lambdaGbSecond),
    line(
      'S3, landed, replaced',
      kept(month.landedBytes - last.landedBytes, given['landing-days']),
      'GB',
      PRICES.s3GbMonth,
    ),
    line('S3, landed, the last of each month', (last.landedBytes * months) / GB, 'GB', PRICES.s3GbMonth),
    line(
      'S3, curated, replaced',
      kept(month.curatedBytes - last.curatedBytes, given['curated-days']),
      'GB',
      PRICES.s3GbMonth,
    ),
    line('S3, curated, live', (last.curatedBytes * months) / GB, 'GB', PRICES.s3GbMonth),
    line('S3 writes', month.puts, 'requests', PRICES.s3ThousandWrites / 1e3),
    line('S3 reads', month.gets, 'requests', PRICES.s3ThousandReads / 1e3),
    line('DynamoDB writes, differences and ledger', month.dynamoWrites, 'units', PRICES.dynamoMillionWrites / 1e6),
    line('DynamoDB storage', (dailyRows * DAILY_ROW_BYTES) / GB, 'GB', PRICES.dynamoGbMonth),
    line('SQS', month.files * SQS_REQUESTS_PER_FILE, 'requests', PRICES.sqsMillionRequests / 1e6),
    line('Lambda requests', month.files + month.deliveries, 'requests', PRICES.lambdaMillionRequests / 1e6),
    line('EventBridge', month.files, 'events', PRICES.eventBridgeMillionEvents / 1e6),
    line('Glue', 3 * month.deliveries, 'requests', PRICES.glueMillionRequests / 1e6),
    line('Logs', (month.files * LOG_BYTES_PER_FILE) / GB, 'GB', PRICES.logsGb),
    line('Athena', (given['athena-queries'] * given['gb-per-query']) / 1e3, 'TB', PRICES.athenaTb),
    { what: 'With nothing to do, and metrics', quantity: 1, unit: '', usd: PRICES.standing },
  ];
}

export const totalOf = (lines: readonly Line[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);

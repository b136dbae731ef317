import { randomUUID } from 'node:crypto';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from '@jest/globals';
import { athenaSums } from './athena.ts';
import { type Change, changesOf, costRows, periodsOf } from './books.ts';
import { expectedRows, type MadeReport, sumsBy } from './reports.ts';
import { logs, s3, sqs } from './sdk.ts';
import { stack } from './stack.ts';
import { until } from './until.ts';

/** A folder of the landing bucket for one run of one test file. */
export const newFolder = (test: string): string => `it/${test}/${randomUUID()}/`;

export const upload = (key: string, bytes: Buffer) =>
  s3.send(new PutObjectCommand({ Bucket: stack.cur_bucket, Key: key, Body: bytes }));

export const remove = (key: string) => s3.send(new DeleteObjectCommand({ Bucket: stack.cur_bucket, Key: key }));

/** The name that the documentation gives a function's log group. */
export const logGroup = (name: string): string => `/aws/lambda/${name}-dev`;

const story = (changes: readonly Change[]): string[] => changes.map(({ kind, status }) => status ?? kind);

/** Waits until the ledger tells this of a key, oldest first: the status of each upload, or `deletion`. */
export const untilStory = (key: string, expected: readonly string[]): Promise<Change[]> =>
  until(
    `the ledger tells ${expected.join(', ')} of ${key}`,
    () => changesOf(key),
    (changes) => story(changes).join() === expected.join(),
  );

/** The newest upload to a key, once it is published. */
export const untilPublished = async (key: string): Promise<Change> => {
  const isPublished = (changes: Change[]) => changes.at(-1)?.status === 'published';
  const changes = await until(`${key} is published`, () => changesOf(key), isPublished);
  return changes.at(-1) as Change;
};

/** Waits until each billing period of a report is `live` or `withdrawn` as given, and everybody has been told. */
export const untilPeriods = (report: string, expected: Record<string, 'live' | 'withdrawn'>) => {
  const wanted = JSON.stringify(Object.entries(expected).sort());
  return until(
    `the periods of ${report} are ${wanted}`,
    () => periodsOf(report),
    (periods) => {
      const isTold = Object.values(periods).every(({ announcement }) => (announcement?.due?.size ?? 0) === 0);
      const states = Object.entries(periods).map(([name, { state }]) => [name, state]);
      return isTold && JSON.stringify(states.sort()) === wanted;
    },
  );
};

/** Puts a message into the parser's queue by hand. Returns its id. */
export const sendByHand = async (body: string): Promise<string> => {
  const { MessageId = '' } = await sqs.send(
    new SendMessageCommand({ QueueUrl: stack.cur_queue_url, MessageBody: body }),
  );
  return MessageId;
};

/** JSON lines of a function's log since a time that hold each of the words. */
export const logLines = async (name: string, since: number, words: string): Promise<Record<string, unknown>[]> => {
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: logGroup(name), startTime: since, filterPattern: words }),
  );
  return events.flatMap(({ message = '' }) => (message.startsWith('{') ? [JSON.parse(message)] : []));
};

/** Sends a message by hand and waits until the parser has done with it. Returns its last log line about it. */
export const handleByHand = async (body: string) => {
  const since = Date.now() - 1000;
  const id = await sendByHand(body);
  const isEnd = ({ message_id, message }: Record<string, unknown>) =>
    message_id === id && /handled$/.test(`${message}`);
  const lines = await until(
    `message ${id} is handled`,
    async () => (await logLines('etl-aws-cur-parser', since, 'handled')).filter(isEnd),
    ({ length }) => length > 0,
  );
  return lines.at(-1);
};

/** The table and the lake hold of a report exactly what the file holds: row by row, to the last digit. */
export const expectBooks = async (report: string, file: Pick<MadeReport, 'truth' | 'rows'>): Promise<void> => {
  expect(await costRows(report)).toEqual(expectedRows(report, file));
  const byPeriod = ['parts.billing_period', 'parts.billingcurrency'];
  const expected = sumsBy(file.truth.daily, ({ billing_period, currency }) => `${billing_period}#${currency}`);
  expect(await athenaSums(report, byPeriod)).toEqual(expected);
};

/** Neither the table nor the lake counts anything of a report. */
export const expectNothing = async (report: string): Promise<void> => {
  expect(await costRows(report)).toEqual([]);
  expect(await athenaSums(report, ['parts.billing_period'])).toEqual({});
};

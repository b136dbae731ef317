import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { badInputs } from '../../scripts/sample-report/index.ts';
import { changesOf, costItems, costRows, curatedKeys, failureOf } from './books.ts';
import { takeDeadLetters } from './dead-letters.ts';
import { type Listener, startListening } from './listener.ts';
import { makeReport } from './reports.ts';
import { stack } from './stack.ts';
import {
  expectBooks,
  handleByHand,
  logLines,
  newFolder,
  sendByHand,
  untilPublished,
  untilStory,
  upload,
} from './steps.ts';
import { quiet } from './until.ts';

/** Each bad file, and what a person is told about it: row 27 is the damaged one, the header being row 1. */
const TOLD: Record<string, [code: string, message: RegExp]> = {
  'binary-noise.csv': ['NOT_TEXT', /not the UTF-8 text of a csv report/],
  'html-error-page.csv': ['NOT_A_REPORT', /not the header of a cost report: it starts with "<!DOCTYPE html>"/],
  'wrong-header.csv': ['NOT_A_REPORT', /starts with "date", "customer", "amount"/],
  'without-lineItem-UsageAccountId.csv': ['MISSING_COLUMN', /no column lineItem\/UsageAccountId/],
  'without-lineItem-UsageStartDate.csv': ['MISSING_COLUMN', /no column lineItem\/UsageStartDate/],
  'without-lineItem-ProductCode.csv': ['MISSING_COLUMN', /no column lineItem\/ProductCode/],
  'without-lineItem-UnblendedCost.csv': ['MISSING_COLUMN', /no column lineItem\/UnblendedCost/],
  'truncated.csv.gz': ['GZIP_TRUNCATED', /ends early/],
  'wrong-checksum.csv.gz': ['GZIP_CORRUPT', /incorrect data check/],
  'short-row.csv': ['WRONG_FIELD_COUNT', /^Row 27 \(line 27\) has \d+ fields/],
  'long-row.csv': ['WRONG_FIELD_COUNT', /^Row 27 \(line 27\) has \d+ fields/],
  'text-in-cost.csv': ['BAD_AMOUNT', /^Row 27, column lineItem\/UnblendedCost: "twelve" is not a number/],
  'absurd-exponent.csv': ['AMOUNT_OUT_OF_RANGE', /^Row 27, column lineItem\/UnblendedCost: "1E999999999"/],
  'empty.csv': ['EMPTY_FILE', /empty/],
  'cut-off-mid-row.csv': ['WRONG_FIELD_COUNT', /^Row 41 \(line \d+\) has \d+ fields .*cut off/],
  'unclosed-quote.csv': ['QUOTE_NOT_CLOSED', /^Row \d+ .*opens a quote that is never closed/],
  'stray-quote.csv': ['BAD_CSV', /^Row 27 \(line 27\): .*[Qq]uote/],
  'huge-line.csv.gz': ['LINE_TOO_LONG', /^Row 2 \(line 2\) is longer than 16777216 bytes \(max_line_bytes\)/],
  'invalid-utf-8.csv': ['NOT_TEXT', /not UTF-8 between bytes/],
  'nul-bytes.csv': ['NOT_TEXT', /byte \d+ is NUL/],
};
/** Strange names and strange contents of files that are good all the same. */
const GOOD_NAMES = ['with spaces (1).csv.gz', 'a+b=c.csv.gz', 'Überblick-июнь-費用.csv.gz', '100%25 & more.csv.gz'];
const GARBAGE = { 'is not JSON': 'hello', 'is not an S3 event': '{"hello":"world"}' };

const folder = newFolder('bad-input');
const keyOf = (name: string): string => `${folder}${name}`;
const inputs = badInputs();
const bad = inputs.filter(({ expected }) => expected !== 'nothing');
const empty = inputs.filter(({ expected }) => expected === 'nothing');
const good = GOOD_NAMES.map((name) => ({ name, file: makeReport({ rows: 120, days: 3 }) }));
const startedAt = Date.now();

let listener: Listener;
let garbageIds: string[];

beforeAll(async () => {
  listener = await startListening(folder);
  await Promise.all([
    ...inputs.map(({ name, bytes }) => upload(keyOf(name), bytes())),
    ...good.map(({ name, file }) => upload(keyOf(name), file.bytes)),
  ]);
  garbageIds = await Promise.all(Object.values(GARBAGE).map((body) => sendByHand(body.replace('hello', folder))));
});
afterAll(() => listener.close());

describe('among good files and bad ones, side by side', () => {
  const expected = Object.keys(TOLD).length + Object.keys(GARBAGE).length;
  let letters: string[];

  it('every bad one is in the dead-letter queue within a minute, after three tries', async () => {
    expect(bad.map(({ name }) => name).sort()).toEqual(Object.keys(TOLD).sort());
    const taken = await takeDeadLetters(stack.cur_dlq_url, (body) => body.includes(folder), expected);
    letters = taken.map(({ Body = '' }) => Body);
    const keys = letters.flatMap((body) => /"key":\s*"([^"]+)"/.exec(body)?.[1] ?? []);
    expect(keys.sort()).toEqual(Object.keys(TOLD).map(keyOf).sort());
    expect(letters).toHaveLength(expected);
    for (const [sent] of await Promise.all(bad.map(({ name }) => changesOf(keyOf(name))))) {
      expect(sent?.attempts).toBe('3');
    }
  });

  it.each(Object.entries(TOLD))(
    '%s has one clear error in ledger, alert, event and log',
    async (name, [code, text]) => {
      const key = keyOf(name);
      const message = expect.stringMatching(text);
      const changes = await changesOf(key);
      expect(changes).toEqual([expect.objectContaining({ status: 'failed' })]);
      expect(changes[0]?.last_error).toMatchObject({ code, message, attempt: '3' });
      const sentence = changes[0]?.last_error?.message ?? '';
      const id = changes[0]?.message_id ?? '';
      expect(await failureOf(id)).toMatchObject({ final: true, queue: 'cur-processing-queue-dev' });

      const alerts = await listener.alertsAbout(key);
      expect(alerts.map(({ Message }) => Message)).toEqual([
        {
          id: expect.any(String),
          type: 'error',
          report: changes[0]?.report,
          message: `s3://${stack.cur_bucket}/${key}: ${sentence}`,
          files: [key],
          error: {
            code,
            message: sentence,
            attempts: 3,
            retry: expect.stringContaining(`dlq redrive --message ${id}`),
          },
          links: {},
          accounts: [],
        },
      ]);
      expect(alerts[0]?.MessageAttributes.type).toEqual({ Type: 'String', Value: 'error' });
      const events = await listener.failed(key);
      expect(events).toHaveLength(1);
      expect(events[0]).toMatchObject({ bucket: stack.cur_bucket, key, code, message: sentence, attempts: 3 });

      const lines = await logLines('etl-aws-cur-parser', startedAt, id);
      expect(lines.filter(({ level }) => level === 'ERROR')).toEqual(
        [1, 2, 3].map((attempt) =>
          expect.objectContaining({ level: 'ERROR', key, code, message: sentence, attempt, final: attempt === 3 }),
        ),
      );
    },
  );

  it('no bad one leaves anything behind that counts', async () => {
    const counted = await costItems(folder.replaceAll('/', '-'));
    for (const name of Object.keys(TOLD)) {
      const [failed] = await changesOf(keyOf(name));
      expect(counted.filter(({ report }) => report === failed?.report)).toEqual([]);
      expect(await curatedKeys(`live/${failed?.report}/`)).toEqual([]);
      expect(await curatedKeys(`focus/report=${failed?.report}/`)).toEqual([]);
    }
    expect(counted.length).toBeGreaterThan(0);
  });

  it.each(good)('$name is published under its right key', async ({ name, file }) => {
    const key = keyOf(name);
    const { report } = await untilPublished(key);
    expect(report).toMatch(/^[A-Za-z0-9._-]{1,200}$/);
    await expectBooks(report, file);
    expect((await listener.alertsAbout(key)).map(({ Message }) => Message.type)).toEqual(['success', 'success']);
    expect(await listener.failed(key)).toEqual([]);
  });

  it.each(empty)('$name is a report of no rows', async ({ name }) => {
    const { report, rows, totals } = await untilPublished(keyOf(name));
    expect({ rows, totals }).toEqual({ rows: '0', totals: {} });
    expect(await costRows(report)).toEqual([]);
  });

  it.each(Object.keys(GARBAGE))('a message that %s keeps its reason under its id', async (what) => {
    const id = garbageIds[Object.keys(GARBAGE).indexOf(what)] ?? '';
    const failure = await failureOf(id);
    expect(failure).toMatchObject({ final: true, queue: 'cur-processing-queue-dev' });
    expect(failure?.last_error).toMatchObject({ code: 'BAD_MESSAGE', attempt: '3' });
    expect(failure?.last_error.message).toContain(what);
    const alerts = await listener.alertsAbout(id);
    expect(alerts.map(({ Message }) => Message.error?.code)).toEqual(['BAD_MESSAGE']);
  });

  it('a failed file that has been corrected can be redriven, and nothing changes twice', async () => {
    const key = keyOf('short-row.csv');
    const file = makeReport({ rows: 120, days: 3 }, 'csv');
    await upload(key, file.bytes);
    const [, { report } = { report: '' }] = await untilStory(key, ['failed', 'published']);
    const letter = letters.find((body) => body.includes(key));
    expect(await handleByHand(letter ?? '')).toMatchObject({ outcome: 'superseded', level: 'INFO' });
    await quiet();
    await untilStory(key, ['superseded', 'published']);
    await expectBooks(report, file);
    const types = (await listener.alertsAbout(key)).map(({ Message }) => Message.type);
    expect(types).toEqual(['error', 'success', 'success']);
  });

  it('a failed file whose cause is still there fails again in the same words, and is told once only', async () => {
    const key = keyOf('text-in-cost.csv');
    const letter = letters.find((body) => body.includes(key));
    await sendByHand(letter ?? '');
    await takeDeadLetters(stack.cur_dlq_url, (body) => body.includes(folder), 1);
    expect(await changesOf(key)).toEqual([expect.objectContaining({ status: 'failed', attempts: '3' })]);
    await quiet();
    expect(await listener.alertsAbout(key)).toHaveLength(1);
    expect(await listener.failed(key)).toHaveLength(1);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changesOf, curatedKeys, periodsOf } from './books.ts';
import { takeDeadLetters } from './dead-letters.ts';
import { type Listener, startListening } from './listener.ts';
import { busiestParser } from './parser-process.ts';
import { makeReport } from './reports.ts';
import { stack } from './stack.ts';
import { expectBooks, newFolder, untilPeriods, untilPublished, upload } from './steps.ts';
import { quiet, until } from './until.ts';

const ROWS = 250_000;
const folder = newFolder('killed');
const key = `${folder}big.csv.gz`;
const file = makeReport({ rows: ROWS, seed: 31, accounts: 4 });

let listener: Listener;

beforeAll(async () => {
  listener = await startListening(folder);
});
afterAll(() => listener.close());

describe('a parser that is killed in the middle of a file', () => {
  it('is tried again, and then everything is right', async () => {
    await upload(key, file.bytes);
    await until(
      'the parser has begun',
      () => changesOf(key),
      ([change]) => change?.status === 'received',
    );
    const pid = await until('the parser is at work', busiestParser, (found) => found !== undefined);
    expect(await changesOf(key)).toEqual([expect.objectContaining({ status: 'received', attempts: '1' })]);
    process.kill(pid ?? 0, 'SIGKILL');

    const change = await untilPublished(key);
    expect(change).toMatchObject({ attempts: '2', rows: String(ROWS) });
    await untilPeriods(change.report, { '2025-01': 'live', '2025-02': 'live' });
    await expectBooks(change.report, file);
  });

  it('is told about once per billing period', async () => {
    await quiet();
    const [change] = await changesOf(key);
    const alerts = await listener.alertsAbout(key);
    expect(alerts.map(({ Message }) => [Message.type, Message.billing_period]).sort()).toEqual([
      ['success', '2025-01'],
      ['success', '2025-02'],
    ]);
    const events = await listener.published(change?.report ?? '');
    expect(events.map(({ billingPeriod }) => billingPeriod).sort()).toEqual(['2025-01', '2025-02']);
    expect(await listener.failed(key)).toEqual([]);
  });

  it('leaves nothing behind: no second delivery, no second part, no message', async () => {
    const [change, ...more] = await changesOf(key);
    expect(more).toEqual([]);
    const months = ['2025-01', '2025-02'];
    const delivery = `delivery=${change?.object_id}/part-1.parquet`;
    expect(await curatedKeys(`focus/report=${change?.report}/`)).toEqual(
      months.map((month) => `focus/report=${change?.report}/billing_period=${month}/${delivery}`),
    );
    const sums = `delivery=${change?.object_id}/part-1.json.gz`;
    expect(await curatedKeys(`aggregates/report=${change?.report}/`)).toEqual(
      months.map((month) => `aggregates/report=${change?.report}/billing_period=${month}/${sums}`),
    );
    for (const period of Object.values(await periodsOf(change?.report ?? '')))
      expect(period.unfinished).toBeUndefined();
    expect(await takeDeadLetters(stack.cur_dlq_url, (body) => body.includes(folder), 0)).toEqual([]);
  });
});

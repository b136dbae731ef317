import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Change, changesOf, costItems, curatedKeys } from './books.ts';
import { takeDeadLetters } from './dead-letters.ts';
import { type Listener, startListening } from './listener.ts';
import { makeReport } from './reports.ts';
import { stack } from './stack.ts';
import {
  expectBooks,
  expectNothing,
  handleByHand,
  newFolder,
  remove,
  untilPeriods,
  untilPublished,
  untilStory,
  upload,
} from './steps.ts';
import { quiet, until } from './until.ts';

const folder = newFolder('repeats');
const SMALL = { rows: 240, accounts: 3, days: 6 };
const LIVE = { '2025-01': 'live', '2025-02': 'live' } as const;

let listener: Listener;

beforeAll(async () => {
  listener = await startListening(folder);
});
afterAll(() => listener.close());

const statuses = async (key: string) => (await changesOf(key)).map(({ status, kind }) => status ?? kind);

/** Publishes a report of two periods under a key, and returns its upload in the ledger. */
const published = async (key: string, file = makeReport(SMALL)): Promise<{ upload: Change; report: string }> => {
  await upload(key, file.bytes);
  const change = await untilPublished(key);
  await untilPeriods(change.report, LIVE);
  return { upload: change, report: change.report };
};

/** Alerts of the billing periods of a key, once there are as many, by type. */
const alertTypes = async (key: string, count: number): Promise<string[]> => {
  const seen = await until(
    `${count} alerts about ${key}`,
    () => listener.alertsAbout(key),
    ({ length }) => length >= count,
  );
  return seen.map(({ Message }) => Message.type);
};

describe('a report that comes again', () => {
  it('counts once when the same file is uploaded twice to the same key', async () => {
    const key = `${folder}twice.csv.gz`;
    const file = makeReport(SMALL);
    const first = await published(key, file);
    await upload(key, file.bytes);
    const [, second] = await untilStory(key, ['superseded', 'published']);
    await untilPeriods(first.report, LIVE);
    await expectBooks(first.report, file);
    expect(second?.totals).toEqual(first.upload.totals);

    const alerts = await listener.alertsAbout(key);
    expect(alerts).toHaveLength(4);
    const [again] = alerts.filter(({ Message }) => Message.delivery_id === second?.object_id);
    expect(again?.Message.change).toEqual({ USD: { unblended_cost: '0', amortized_cost: '0' } });
    const events = (await listener.published(first.report)).filter(({ supersedes }) => supersedes);
    expect(events).toHaveLength(2);
    for (const { supersedes, changedDays } of events) {
      expect({ supersedes, changedDays }).toEqual({ supersedes: first.upload.object_id, changedDays: [] });
    }
  });

  it('counts once when the same message comes twice', async () => {
    const key = `${folder}same-message.csv.gz`;
    const file = makeReport(SMALL);
    const { report } = await published(key, file);
    const [event] = await listener.landed(key);
    expect(await handleByHand(event?.body ?? '')).toMatchObject({ outcome: 'repeated' });
    expect(await handleByHand(event?.body ?? '')).toMatchObject({ outcome: 'repeated' });
    await quiet();
    expect(await statuses(key)).toEqual(['published']);
    await expectBooks(report, file);
    expect(await listener.alertsAbout(key)).toHaveLength(2);
    expect(await listener.published(report)).toHaveLength(2);
  });

  it('counts once when the same bytes lie under another key, and the copy takes over when the first is deleted', async () => {
    const [original, copy] = [`${folder}copy-a.csv.gz`, `${folder}copy-b.csv.gz`];
    const file = makeReport(SMALL);
    const first = await published(original, file);
    await upload(copy, file.bytes);
    const [duplicate] = await untilStory(copy, ['duplicate']);
    expect(duplicate).toMatchObject({ duplicate_of: original, totals: first.upload.totals });
    const report = duplicate?.report ?? '';
    expect(await alertTypes(copy, 1)).toEqual(['warning']);
    await expectBooks(first.report, file);
    await expectNothing(report);

    await remove(original);
    await untilStory(copy, ['published']);
    await untilPeriods(report, LIVE);
    await untilPeriods(first.report, { '2025-01': 'withdrawn', '2025-02': 'withdrawn' });
    expect(await statuses(original)).toEqual(['superseded', 'deletion']);
    await expectBooks(report, file);
    await expectNothing(first.report);
    await quiet();
    expect(await alertTypes(copy, 3)).toEqual(['warning', 'success', 'success']);
  });

  it('gives way to an equal file under a smaller key', async () => {
    const [smaller, first] = [`${folder}small-a.csv.gz`, `${folder}small-b.csv.gz`];
    const file = makeReport(SMALL);
    const { report } = await published(first, file);
    const winner = await published(smaller, file);
    await untilStory(first, ['duplicate']);
    await untilPeriods(report, { '2025-01': 'withdrawn', '2025-02': 'withdrawn' });
    await expectBooks(winner.report, file);
    await expectNothing(report);
  });
});

describe('a report that is corrected', () => {
  it('is replaced as a whole: rows of periods that are no longer in it are gone', async () => {
    const key = `${folder}corrected.csv.gz`;
    const before = await published(key);
    const file = makeReport({ ...SMALL, rows: 180, seed: 21, months: ['2025-02', '2025-03'] });
    await upload(key, file.bytes);
    const [, after] = await untilStory(key, ['superseded', 'published']);
    await untilPeriods(before.report, { '2025-01': 'withdrawn', '2025-02': 'live', '2025-03': 'live' });
    await expectBooks(before.report, file);
    expect(await curatedKeys(`live/${before.report}/`)).toEqual(
      ['2025-02', '2025-03'].map((month) => `live/${before.report}/${month}.json`),
    );
    const told = (await listener.alertsAbout(key)).filter(({ Message }) => Message.rows === 0);
    expect(told.map(({ Subject }) => Subject)).toEqual([
      expect.stringMatching(new RegExp(`^Cost report ${before.report} 2025-01`)),
    ]);
    expect(after?.billing_periods).toEqual(['2025-02', '2025-03']);
    expect(await listener.published(before.report)).toHaveLength(5);
  });

  it('stays corrected when older events come after the newer one', async () => {
    const key = `${folder}late.csv.gz`;
    const { report } = await published(key);
    const file = makeReport({ ...SMALL, seed: 22 });
    await upload(key, file.bytes);
    await untilStory(key, ['superseded', 'published']);
    await untilPeriods(report, LIVE);
    const [old] = await listener.landed(key);
    expect(await handleByHand(old?.body ?? '')).toMatchObject({ outcome: 'superseded' });

    const unseen = JSON.parse(old?.body ?? '');
    unseen.detail.object.sequencer += '8'; // between the two: sequencers compare from the left
    expect(await handleByHand(JSON.stringify(unseen))).toMatchObject({ outcome: 'superseded' });

    await quiet();
    expect(await statuses(key)).toEqual(['superseded', 'superseded', 'published']);
    await expectBooks(report, file);
    expect(await listener.alertsAbout(key)).toHaveLength(4);
  });
});

describe('events that name a version, as those of AWS do', () => {
  const named = (body: string, versionId: string | undefined): string => {
    const event = JSON.parse(body);
    event.detail.object['version-id'] = versionId;
    event.detail.object.sequencer += '8'; // later than what the emulator has said of this upload, without its version
    return JSON.stringify(event);
  };

  it('have exactly that version read, though a newer one lies on top of it', async () => {
    const key = `${folder}versions.csv.gz`;
    const file = makeReport(SMALL);
    const { VersionId } = await upload(key, file.bytes);
    const { report } = await untilPublished(key);
    const [event] = await listener.landed(key);
    await upload(key, Buffer.from('not a report'));
    await takeDeadLetters(stack.cur_dlq_url, (body) => body.includes(key), 1);
    expect(await handleByHand(named(event?.body ?? '', VersionId))).toMatchObject({ outcome: 'parsed' });
    await untilStory(key, ['superseded', 'published', 'failed']);
    await untilPeriods(report, LIVE);
    await expectBooks(report, file);
  });

  it('take costs back only where the version that counts is removed for good', async () => {
    const key = `${folder}destroyed.csv.gz`;
    const versions = [await upload(key, makeReport(SMALL).bytes)];
    await untilPublished(key);
    const file = makeReport(SMALL);
    versions.push(await upload(key, file.bytes));
    const [, { report } = { report: '' }] = await untilStory(key, ['superseded', 'published']);
    await untilPeriods(report, LIVE);
    const [, event] = await listener.landed(key);
    await handleByHand(named(event?.body ?? '', versions[1]?.VersionId));
    await untilStory(key, ['superseded', 'superseded', 'published']);

    const [first, second] = versions.map(({ VersionId }) => VersionId ?? '');
    expect(await handleByHand(destroyed(event?.body ?? '', first))).toMatchObject({ outcome: 'ignored' });
    await expectBooks(report, file);
    expect(await handleByHand(destroyed(event?.body ?? '', second))).toMatchObject({ outcome: 'withdrawn' });
    await untilPeriods(report, { '2025-01': 'withdrawn', '2025-02': 'withdrawn' });
    await expectNothing(report);
  });

  const destroyed = (body: string, versionId: string | undefined): string => {
    const event = JSON.parse(named(body, versionId));
    event['detail-type'] = 'Object Deleted';
    event.detail.object.sequencer += 'F';
    event.detail.reason = 'DeleteObject';
    event.detail['deletion-type'] = 'Permanently Deleted';
    return JSON.stringify(event);
  };
});

describe('a report that is deleted', () => {
  it('no longer counts, and counts again when it is uploaded again', async () => {
    const key = `${folder}deleted.csv.gz`;
    const file = makeReport(SMALL);
    const { report } = await published(key, file);
    await remove(key);
    await untilPeriods(report, { '2025-01': 'withdrawn', '2025-02': 'withdrawn' });
    expect(await statuses(key)).toEqual(['superseded', 'deletion']);
    await expectNothing(report);
    expect(await curatedKeys(`live/${report}/`)).toEqual([]);
    const deletion = (await listener.landed(key)).find((event) => event['detail-type'] === 'Object Deleted');

    await upload(key, file.bytes);
    await untilStory(key, ['superseded', 'deletion', 'published']);
    await untilPeriods(report, LIVE);
    await expectBooks(report, file);

    expect(await handleByHand(deletion?.body ?? '')).toMatchObject({ outcome: 'superseded' });
    await quiet();
    expect(await statuses(key)).toEqual(['superseded', 'deletion', 'published']);
    await expectBooks(report, file);
    const rows = (await listener.alertsAbout(key)).map(({ Message }) => Message.rows);
    expect(rows).toEqual([120, 120, 0, 0, 120, 120]);
    expect(new Set((await costItems(report)).map(({ delivery_id }) => delivery_id)).size).toBe(1);
  });
});

import { describe, expect, it } from '@jest/globals';
import { curatedKeys, periodsOf } from './books.ts';
import {
  deliveriesOf,
  ledgerItems,
  makeOld,
  partitionsOf,
  pretendShadow,
  removeByHand,
  runCleanup,
  untilCounted,
} from './cleaning.ts';
import { deliver, deliverAll, expectDelivered, makeDelivery, PERIOD, untilDelivered } from './delivered.ts';
import { makeReport } from './reports.ts';
import { stack } from './stack.ts';
import { expectBooks, newFolder, untilPeriods, untilPublished, untilStory, upload } from './steps.ts';
import { until } from './until.ts';

const folder = newFolder('cleanup');
const MONTHS = ['2025-01', '2025-02'];
const LIVE = Object.fromEntries(MONTHS.map((month) => [month, 'live' as const]));

/** Uploads a key twice. Returns what the ledger says of both, and the file that counts. */
const replaceUpload = async (name: string) => {
  const key = `${folder}${name}.csv.gz`;
  await upload(key, makeReport({ rows: 120, days: 3 }).bytes);
  const first = await untilPublished(key);
  const file = makeReport({ rows: 150, days: 4 });
  await upload(key, file.bytes);
  const [, second] = await untilStory(key, ['superseded', 'published']);
  await untilPeriods(first.report, LIVE);
  return { key, report: first.report, old: first.object_id, live: `${second?.object_id}`, file };
};

const filesOf = async (report: string, id: string) => {
  const keys = [
    ...(await curatedKeys(`focus/report=${report}/`)),
    ...(await curatedKeys(`aggregates/report=${report}/`)),
  ];
  return keys.filter((key) => key.includes(`/delivery=${id}/`));
};

describe('the daily cleanup', () => {
  it('deletes an upload that was replaced long ago, and leaves the one that counts', async () => {
    const { report, old, live, file } = await replaceUpload('replaced');
    await runCleanup();
    expect(await filesOf(report, old)).toHaveLength(4);
    await makeOld(report);
    const { deliveries, objects, bytes } = await runCleanup();
    expect(deliveries).toBeGreaterThanOrEqual(2);
    expect(objects).toBeGreaterThanOrEqual(4);
    expect(bytes).toBeGreaterThan(1_000);
    expect(await filesOf(report, old)).toEqual([]);
    expect(new Set(await partitionsOf(report))).toEqual(new Set([live]));
    expect(await deliveriesOf(report)).toEqual({ [old]: 'cleaned', [live]: 'published' });
    await expectBooks(report, file);
    expect(await runCleanup()).toMatchObject({ deliveries: 0, objects: 0, bytes: 0 });
    await expectBooks(report, file);
  });

  it('deletes an upload that was read and never published', async () => {
    const { key, report, old, file } = await replaceUpload('unpublished');
    for (const item of await ledgerItems(`report#${report}`, 'delivery#')) {
      if (item.delivery_id === old) await removeByHand(item);
    }
    expect(await filesOf(report, old)).toHaveLength(4);
    await makeOld(report, key);
    await runCleanup();
    expect(await filesOf(report, old)).toEqual([]);
    await expectBooks(report, file);
  });

  it('forgets the files of a replaced delivery, and takes it for a new one when it comes again', async () => {
    const older = await makeDelivery(`${folder}delivered`, { mode: 'legacy-versions' });
    await deliverAll(older);
    await untilDelivered(older);
    const newer = await makeDelivery(`${folder}delivered`, { mode: 'legacy-versions', delivery: 2, days: 9 });
    await deliverAll(newer);
    await untilDelivered({ ...newer, manifestKeys: [] });
    await untilPeriods(newer.report, { [PERIOD]: 'live' });
    const { report } = older;
    const live = (await periodsOf(report))[PERIOD]?.live?.delivery_id ?? '';
    const [old = ''] = Object.keys(await deliveriesOf(report)).filter((id) => id !== live);
    await makeOld(report);
    await runCleanup();
    expect(await filesOf(report, old)).toEqual([]);
    expect(await filesOf(report, live)).toHaveLength(6);
    expect(await partitionsOf(report)).toEqual([live]);
    expect(await ledgerItems(`report#${report}`, `files#${old}#`)).toEqual([]);
    expect(await ledgerItems(`expected#${stack.cur_bucket}/${older.dataKeys[0]}`)).toEqual([]);
    await expectDelivered(newer);

    await deliver(older, older.manifestKeys);
    await until(
      'the older delivery is live again',
      () => deliveriesOf(report),
      (statuses) => statuses[old] === 'published' && statuses[live] === 'superseded',
    );
    await expectDelivered(older);
  });

  it('has a report published again that the totals should no longer leave out', async () => {
    const { report, live, file } = await replaceUpload('shadow');
    await pretendShadow(report, '2025-01');
    expect((await runCleanup()).requested).toBeGreaterThanOrEqual(1);
    const period = await untilCounted(report, '2025-01');
    expect(period?.live?.delivery_id).toBe(live);
    await expectBooks(report, file);
  });
});

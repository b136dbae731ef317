import { gzipSync } from 'node:zlib';
import { dynamoDailyCostRepair } from '@almanac/aws';
import { systemClock } from '@almanac/kernel';
import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { almanac } from './almanac.ts';
import { changesOf, costItems, periodsOf } from './books.ts';
import { clients } from './clients.ts';
import {
  deliver,
  deliverAll,
  expectDelivered,
  type MadeDelivery,
  makeDelivery,
  PERIOD,
  untilDelivered,
} from './delivered.ts';
import { type Listener, startListening } from './listener.ts';
import { makeReport } from './reports.ts';
import { dynamo, s3 } from './sdk.ts';
import { stack } from './stack.ts';
import { expectBooks, newFolder, remove, untilPeriods, untilPublished, untilStory, upload } from './steps.ts';
import { until } from './until.ts';

const folder = newFolder('repair');
const prefixOf = (name: string) => `${folder}${name}`;
const cur = (...args: string[]) => almanac('cur', ...args);

let listener: Listener;
beforeAll(async () => {
  listener = await startListening(folder);
});
afterAll(() => listener.close());

const delivered = async (name: string, options: Parameters<typeof makeDelivery>[1]): Promise<MadeDelivery> => {
  const made = await makeDelivery(prefixOf(name), options);
  await deliverAll(made);
  await untilDelivered(made);
  await untilPeriods(made.report, { [PERIOD]: 'live' });
  return made;
};

const statusOf = async (report: string) =>
  (await cur('status')).json.find((period: { report: string }) => period.report === report);

const reconciles = async (report: string) => {
  const { code, json } = await cur('reconcile', '--report', report);
  expect({ code, ok: json.ok }).toEqual({ code: 0, ok: true });
};

describe('almanac cur reingest', () => {
  it('reads a delivery again whose file was repaired without a new manifest', async () => {
    const made = await delivered('repaired', { mode: 'legacy-overwrite' });
    const repaired = await makeDelivery(prefixOf('repaired'), { mode: 'legacy-overwrite', days: 8 });
    await deliver(repaired, repaired.dataKeys);
    await expectDelivered(made);

    const dryRun = await cur('reingest', made.report, PERIOD, '--dry-run');
    expect(dryRun).toMatchObject({ code: 0, json: { dry_run: true, objects: [{ billing_periods: [PERIOD] }] } });
    expect(made.manifestKeys).toContain(dryRun.json.objects[0].key);
    await expectDelivered(made);

    const { code, json } = await cur('reingest', made.report, PERIOD);
    expect({ code, json }).toMatchObject({ code: 0, json: { dry_run: false, objects: [{ status: 'published' }] } });
    await expectDelivered(repaired);
    await reconciles(made.report);
    for (const key of repaired.dataKeys) await untilStory(key, ['superseded', 'published']);
  });

  it('publishes the same bytes once more, told once, each time it is asked', async () => {
    const made = await delivered('same', { mode: 'export-executions', parts: 2 });
    const before = (await periodsOf(made.report))[PERIOD]?.live?.delivery_id;
    for (let times = 0; times < 2; times++) expect((await cur('reingest', made.report, '--all')).code).toBe(0);
    expect((await periodsOf(made.report))[PERIOD]?.live?.delivery_id).not.toBe(before);
    await expectDelivered(made);
    await reconciles(made.report);
    await untilPeriods(made.report, { [PERIOD]: 'live' });
    expect(await listener.published(made.report)).toHaveLength(3);
  });

  it('reads the delivery that waits because a file of it is broken, once that is repaired', async () => {
    const older = await delivered('broken', { mode: 'legacy-versions', days: 3 });
    const made = await makeDelivery(prefixOf('broken'), { mode: 'legacy-versions', delivery: 2, days: 7 });
    const [broken = '', ...others] = made.dataKeys;
    await upload(broken, gzipSync('no report'));
    await deliver(made, [...others, ...made.manifestKeys.slice(0, 1)]);
    const status = await until(
      'status tells that one file is missing',
      () => statusOf(made.report),
      ({ waiting }) => waiting?.missing === 1,
    );
    expect(status).toMatchObject({ state: 'live', rows: 240, waiting: { delivery_id: expect.any(String), files: 3 } });
    await expectDelivered(older);

    await deliver(made, [broken]);
    const { code, json } = await cur('reingest', made.report, PERIOD);
    expect({ code, json }).toMatchObject({ code: 0, json: { objects: [{ status: 'published' }] } });
    await expectDelivered(made);
    await reconciles(made.report);
    expect(await statusOf(made.report)).toMatchObject({ state: 'live', waiting: null });
  });

  it('reads an upload again whose delete marker was removed', async () => {
    const key = `${folder}marker.csv.gz`;
    const file = makeReport({ rows: 60, accounts: 2, days: 3 });
    await upload(key, file.bytes);
    const { report } = await untilPublished(key);
    await remove(key);
    await untilPeriods(report, { '2025-01': 'withdrawn', '2025-02': 'withdrawn' });

    const hidden = await cur('reingest', report, '2025-01');
    expect(hidden).toMatchObject({ code: 1, json: { error: 'NO_SUCH_OBJECT' } });
    expect(hidden.json.message).toContain('remove its delete marker');

    const { DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: stack.cur_bucket, Prefix: key }),
    );
    const VersionId = DeleteMarkers[0]?.VersionId;
    expect(VersionId).toBeDefined();
    await s3.send(new DeleteObjectCommand({ Bucket: stack.cur_bucket, Key: key, VersionId }));
    const { code, json } = await cur('reingest', report, '2025-01');
    expect({ code, json }).toMatchObject({ code: 0, json: { objects: [{ key, status: 'published' }] } });
    await untilPeriods(report, { '2025-01': 'live', '2025-02': 'live' });
    await expectBooks(report, file);
    await reconciles(report);
    expect((await changesOf(key)).at(-1)?.status).toBe('published');
  });

  it('names reports that may have been meant', async () => {
    const made = await delivered('named', { mode: 'export-overwrite', parts: 1 });
    const { code, json } = await cur('reingest', `${made.report}x`, PERIOD);
    expect({ code, error: json.error }).toEqual({ code: 1, error: 'UNKNOWN_REPORT' });
    expect(json.details.near[0]).toBe(made.report);
    expect(await cur('reingest', made.report, '1999-01')).toMatchObject({ code: 1, json: { error: 'UNKNOWN_PERIOD' } });
    for (const args of [[made.report], [made.report, PERIOD, '--all']])
      expect(await cur('reingest', ...args)).toMatchObject({ code: 2, json: { error: 'BAD_USAGE' } });
  });
});

describe('almanac cur status', () => {
  it('shows a delivery that waits for a file, until it has come', async () => {
    const made = await makeDelivery(prefixOf('waiting'), { mode: 'legacy-versions' });
    const [late = '', ...others] = made.dataKeys;
    await deliver(made, others);
    await deliver(made, made.manifestKeys.slice(0, 1));
    await untilStory(made.manifestKeys[0] ?? '', ['received']);
    await untilStory(others[0] ?? '', ['received']);
    const first = await statusOf(made.report);
    expect(first).toMatchObject({
      ...{ billing_period: PERIOD, delivery_id: null, rows: 0, state: 'waiting', published_at: null },
      waiting: { delivery_id: null, files: null, missing: 1, since: expect.any(String) },
    });
    await deliver(made, [late]);
    await untilPeriods(made.report, { [PERIOD]: 'live' });
    expect(await statusOf(made.report)).toMatchObject({ state: 'live', waiting: null });
  });
});

describe('almanac cur rebuild', () => {
  /** Rows without the time of their writing, in the order of their keys. */
  const rowsOf = async (report: string) => {
    const items = (await costItems(report)).map(({ updated_at: _, ...item }) => item);
    const name = ({ usage_date, dimension_key }: (typeof items)[number]) => `${usage_date}#${dimension_key}`;
    return items.sort((a, b) => (name(a) < name(b) ? -1 : 1));
  };
  const TableName = stack.cost_daily_table;
  const keyOf = ({ usage_date, dimension_key }: { usage_date: string; dimension_key: string }) => ({
    usage_date,
    dimension_key,
  });

  it('makes damaged rows what they were, and touches no other', async () => {
    const made = await delivered('damaged', { mode: 'legacy-overwrite', days: 6, rows: 400 });
    const before = await rowsOf(made.report);
    const [first, second, third] = before;
    if (!first || !second || !third) throw new Error('too few rows');
    await dynamo.send(new DeleteCommand({ TableName, Key: keyOf(first) }));
    const change = (item: typeof first, name: string, value: unknown) =>
      dynamo.send(
        new UpdateCommand({
          ...{ TableName, Key: keyOf(item), UpdateExpression: 'SET #name = :value' },
          ...{ ExpressionAttributeNames: { '#name': name }, ExpressionAttributeValues: { ':value': value } },
        }),
      );
    await change(second, 'unblended_cost', 12);
    await change(third, 'service_code', 'AmazonNothing');
    const added = { ...third, usage_date: '2019-05-05', updated_at: new Date().toISOString() };
    await dynamo.send(
      new PutCommand({ TableName, Item: { ...added, unblended_cost: 1, amortized_cost: 1, line_items: 1 } }),
    );
    const damaged = await rowsOf(made.report);
    expect((await cur('reconcile', '--report', made.report)).json.ok).toBe(false);

    const counts = { written: 3, removed: 1, unchanged: before.length - 3, left_alone: null };
    const periods = [{ report: made.report, billing_period: PERIOD, ...counts }];
    const dryRun = await cur('rebuild', '--report', made.report, '--dry-run');
    expect(dryRun).toEqual({ code: 0, json: { ok: true, dry_run: true, periods } });
    expect(await rowsOf(made.report)).toEqual(damaged);

    expect(await cur('rebuild', '--report', made.report)).toEqual({
      code: 0,
      json: { ok: true, dry_run: false, periods },
    });
    expect(await rowsOf(made.report)).toEqual(before);
    await expectDelivered(made);
    await reconciles(made.report);

    const again = [{ ...periods[0], written: 0, removed: 0, unchanged: before.length }];
    expect((await cur('rebuild', '--report', made.report, '--period', PERIOD)).json.periods).toEqual(again);
  });

  it('removes the rows of a report that nobody knows', async () => {
    const report = `${folder.replaceAll('/', '-')}nobody`;
    const row = {
      ...{ usage_date: '2025-01-01', dimension_key: `${report}#2025-01#1#S#global#Usage#USD`, report },
      ...{ billing_period: '2025-01', delivery_id: 'd', account_id: '1', service_code: 'S', service_name: 'S' },
      ...{ region: 'global', charge_category: 'Usage', currency: 'USD', unblended_cost: 1, amortized_cost: 1 },
      ...{ line_items: 1, updated_at: new Date().toISOString() },
    };
    await dynamo.send(new PutCommand({ TableName, Item: row }));
    const { code, json } = await cur('rebuild', '--report', report);
    expect({ code, periods: json.periods }).toMatchObject({
      code: 0,
      periods: [{ written: 0, removed: 1, unchanged: 0 }],
    });
    expect(await rowsOf(report)).toEqual([]);
    expect(await cur('rebuild', '--report', report)).toMatchObject({ code: 1, json: { error: 'NOTHING_KNOWN' } });
  });

  it('writes no row once the period has been published anew', async () => {
    const made = await delivered('moved', { mode: 'legacy-overwrite', parts: 1 });
    const period = { report: made.report, billingPeriod: PERIOD };
    const before = await rowsOf(made.report);
    const tables = { costDaily: TableName, ledger: stack.cur_ledger_table };
    const repair = dynamoDailyCostRepair(clients.dynamo, tables, systemClock);
    const remove = before.map(({ usage_date, dimension_key }) => ({
      ...{ usageDate: usage_date, dimensionKey: dimension_key },
    }));
    const apply = (revision: number) =>
      repair.apply({ ...period, revision, unfinished: [] }, 'd', { write: [], remove });
    expect([await apply(0), await apply(2)]).toEqual(['moved', 'moved']);
    expect(await rowsOf(made.report)).toEqual(before);
    expect(await apply(1)).toBe('applied');
    expect(await rowsOf(made.report)).toEqual([]);
    await cur('rebuild', '--report', made.report);
    await expectDelivered(made);
  });

  it('leaves a period alone that is being published', async () => {
    const made = await delivered('flux', { mode: 'legacy-overwrite', parts: 1 });
    const Key = { pk: `report#${made.report}`, sk: `period#${PERIOD}` };
    const update = (UpdateExpression: string, values?: Record<string, unknown>) =>
      dynamo.send(
        new UpdateCommand({
          ...{ TableName: stack.cur_ledger_table, Key, UpdateExpression },
          ...(values && { ExpressionAttributeValues: values }),
        }),
      );
    const begun = { delivery_id: 'begun', parts: 1, rows: 1, totals: {}, payers: [], shadow: false };
    await update('SET unfinished = :begun', { ':begun': [begun] });
    const before = await rowsOf(made.report);
    const [row] = before;
    if (row) await dynamo.send(new DeleteCommand({ TableName, Key: keyOf(row) }));
    const { code, json } = await cur('rebuild', '--report', made.report);
    expect({ code, ok: json.ok }).toEqual({ code: 1, ok: false });
    expect(json.periods[0].left_alone).toContain('being written');
    expect(await rowsOf(made.report)).toHaveLength(before.length - 1);
    await update('REMOVE unfinished');
    expect((await cur('rebuild', '--report', made.report)).json.periods).toMatchObject([{ written: 1 }]);
    expect(await rowsOf(made.report)).toEqual(before);
  });
});

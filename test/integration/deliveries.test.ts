import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DELIVERY_MODES } from '../../scripts/sample-report/index.ts';
import { changesOf } from './books.ts';
import { deliver, deliverAll, expectDelivered, makeDelivery, PERIOD, untilDelivered } from './delivered.ts';
import { type Listener, startListening } from './listener.ts';
import { expectNothing, newFolder, remove, untilPeriods, untilStory, upload } from './steps.ts';
import { quiet } from './until.ts';

const folder = newFolder('deliveries');
const prefixOf = (name: string) => `${folder}${name}`;
const LIVE = { [PERIOD]: 'live' } as const;

let listener: Listener;

beforeAll(async () => {
  listener = await startListening(folder);
});
afterAll(() => listener.close());

const statusOf = async (key: string) => (await changesOf(key)).map(({ status }) => status);

describe.each(DELIVERY_MODES)('a report delivered as %s', (mode) => {
  const isOver = mode.endsWith('overwrite');

  it('counts each delivery once, in the place of the one before', async () => {
    const prefix = prefixOf(`each-${mode}`);
    const first = await makeDelivery(prefix, { mode });
    await deliverAll(first);
    await untilDelivered(first);
    await untilPeriods(first.report, LIVE);
    await expectDelivered(first);

    const second = await makeDelivery(prefix, { mode, delivery: 2, days: 9, rows: 300 });
    await deliverAll(second);
    await untilDelivered({ ...second, manifestKeys: [] }, isOver ? ['superseded'] : []);
    await untilPeriods(first.report, LIVE);
    await expectDelivered(second);
    for (const key of first.dataKeys) expect((await statusOf(key))[0]).toBe('superseded');

    const events = await listener.published(first.report);
    expect(events.map(({ files, rows }) => [files, rows])).toEqual([
      [3, 240],
      [3, 300],
    ]);
    expect(events[1]?.supersedes).toBe(events[0]?.deliveryId);
  });

  it('counts a delivery whose manifest comes before its files, which come in any order', async () => {
    const made = await makeDelivery(prefixOf(`first-${mode}`), { mode });
    await deliver(made, made.manifestKeys);
    await deliver(made, [...made.dataKeys].reverse());
    await untilDelivered(made);
    await untilPeriods(made.report, LIVE);
    await expectDelivered(made);
  });
});

describe('deliveries of one report', () => {
  it('end with the newest, though an older one becomes whole after it', async () => {
    const prefix = prefixOf('late');
    const older = await makeDelivery(prefix, { mode: 'legacy-versions', days: 3 });
    const [late = '', ...others] = older.dataKeys;
    await deliver(older, [...others, ...older.manifestKeys]);
    const newer = await makeDelivery(prefix, { mode: 'legacy-versions', delivery: 2, days: 6 });
    await deliverAll(newer);
    await untilDelivered({ ...newer, manifestKeys: newer.manifestKeys.slice(0, 1) });
    await deliver(older, [late]);
    await untilStory(late, ['superseded']);
    await quiet();
    await expectDelivered(newer);
    expect(await listener.published(newer.report)).toHaveLength(1);
  });

  it('end with the newest where it is written over the older while that is read', async () => {
    const prefix = prefixOf('while');
    const older = await makeDelivery(prefix, { mode: 'export-overwrite', rows: 3_000 });
    const newer = await makeDelivery(prefix, { mode: 'export-overwrite', delivery: 2, days: 8 });
    await deliverAll(older);
    await deliverAll(newer);
    await untilDelivered({ ...newer, manifestKeys: [] }, ['superseded']);
    await untilPeriods(newer.report, LIVE);
    await expectDelivered(newer);
  });

  it('do not change when manifest, files and messages come again, or files are deleted', async () => {
    const made = await makeDelivery(prefixOf('again'), { mode: 'export-executions' });
    await deliverAll(made);
    await untilDelivered(made);
    const [first = ''] = made.dataKeys;
    const [manifest = ''] = made.manifestKeys;
    await deliver(made, [manifest]);
    await untilStory(manifest, ['published', 'published']);
    await remove(first);
    await deliver(made, [first]);
    await deliver(made, [manifest]);
    await untilStory(manifest, ['published', 'published', 'published']);
    for (const key of made.dataKeys) await remove(key);
    await quiet();
    await expectDelivered(made);
    expect(await listener.published(made.report)).toHaveLength(1);
  });

  it('follow a corrected file when the manifest comes again', async () => {
    const made = await makeDelivery(prefixOf('corrected'), { mode: 'legacy-overwrite', parts: 1 });
    const other = await makeDelivery(prefixOf('corrected'), { mode: 'legacy-overwrite', parts: 1, days: 7 });
    await deliverAll(made);
    await untilDelivered(made);
    await deliver(other, other.dataKeys);
    await deliver(made, made.manifestKeys);
    await untilStory(other.dataKeys[0] ?? '', ['superseded', 'published']);
    await expectDelivered(other);
  });

  it('count under the folders they lie in, wherever the manifest says they were written', async () => {
    const made = await makeDelivery(prefixOf('origin'), { mode: 'legacy-versions' });
    const moved = (key: string) => key.replace('/origin/', '/payers/acme/');
    for (const [key, bytes] of made.bytes) await upload(moved(key), bytes);
    for (const key of made.dataKeys) await untilStory(moved(key), ['published']);
    const { report = '' } = (await changesOf(moved(made.dataKeys[0] ?? '')))[0] ?? {};
    await expectDelivered({ ...made, report });
  });
});

describe('a file of a delivery', () => {
  it('does not count a second time as an upload of its own', async () => {
    const made = await makeDelivery(prefixOf('copied'), { mode: 'export-overwrite', parts: 1 });
    const [part = ''] = made.dataKeys;
    const copy = `${folder}copy.csv.gz`;
    await upload(copy, made.bytes.get(part) ?? Buffer.alloc(0));
    const [{ report } = { report: '' }] = await untilStory(copy, ['published']);
    await deliverAll(made);
    await untilDelivered(made);
    const [duplicate] = await untilStory(copy, ['duplicate']);
    expect(duplicate?.duplicate_of).toBe(part);
    await untilPeriods(report, { [PERIOD]: 'withdrawn' });
    await expectNothing(report);
    await expectDelivered(made);
  });

  it('waits for its manifest, and says so', async () => {
    const made = await makeDelivery(prefixOf('waits'), { mode: 'legacy-overwrite', parts: 1 });
    await deliver(made, made.dataKeys);
    const [held] = await untilStory(made.dataKeys[0] ?? '', ['received']);
    await quiet(1);
    expect((await changesOf(made.dataKeys[0] ?? ''))[0]).toMatchObject({
      reason: 'waits for a manifest that names it',
    });
    await expectNothing(held?.report ?? '');
  });
});

describe('a report that is kept out of the totals', () => {
  it('is read and published, but neither cost_daily nor live_deliveries has it', async () => {
    const made = await makeDelivery(`shadow/${folder}`.replace(/\/$/, ''), { mode: 'export-executions' });
    await deliverAll(made);
    await untilDelivered(made);
    await untilPeriods(made.report, LIVE);
    await expectNothing(made.report);
    expect(await listener.published(made.report)).toEqual([expect.objectContaining({ shadow: true, rows: 240 })]);
  });
});

describe('two reports that are live for one payer and month', () => {
  it('are named in one warning, with the line that ends the double count', async () => {
    const payer = `${Math.floor(Math.random() * 1e12)}`.padStart(12, '0');
    const bill = (cost: string) =>
      [
        'bill/PayerAccountId,lineItem/UsageAccountId,lineItem/ProductCode,lineItem/UsageStartDate,lineItem/UnblendedCost',
        `${payer},${payer},AmazonS3,2025-02-01T00:00:00Z,${cost}`,
      ].join('\n');
    const keys = [`${folder}twin-a.csv`, `${folder}twin-b.csv`];
    const reports: string[] = [];
    for (const [index, key] of keys.entries()) {
      await upload(key, Buffer.from(bill(`${index + 1}`)));
      const [change] = await untilStory(key, ['published']);
      reports.push(change?.report ?? '');
    }
    await quiet(1);
    const warnings = await listener.warningsOf(reports[1] ?? '');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.Message.message).toContain(`${reports[1]} and ${reports[0]}`);
    expect(warnings[0]?.Message.message).toContain(`shadow_report_prefixes = ["${keys[1]}"]`);
    expect(await listener.warningsOf(reports[0] ?? '')).toEqual([]);
  });
});

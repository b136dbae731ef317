import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { almanac, cur, type Item, keyOf, periodsOf, remove, report, upload, usd, waitFor } from './cli-steps.ts';
import { stack } from './stack.ts';

describe('following an upload', () => {
  it('waits until it is published; status and files show it', async () => {
    const key = keyOf('a report + ü.csv');
    await upload(key, report('12.000000000000000001'));
    const { code, json: item } = await waitFor(key);
    expect(code).toBe(0);
    expect(item).toMatchObject({
      kind: 'object',
      key,
      status: 'published',
      rows: 1,
      totals: usd('12.000000000000000001'),
    });
    expect(await periodsOf(item)).toEqual([
      {
        report: item.report,
        billing_period: '2025-01',
        delivery_id: item.object_id,
        files: [key],
        rows: 1,
        totals: usd('12.000000000000000001'),
        published_at: expect.stringMatching(/^\d{4}-.*Z$/),
        state: 'live',
        shadow: false,
        waiting: null,
      },
    ]);
    const files: Item[] = (await cur('files')).json;
    expect(files.find((file) => file.key === key)).toEqual(item);
    const changed = files.map(({ updated_at }) => `${updated_at}`);
    expect(changed).toEqual([...changed].sort().reverse());
    expect((await cur('files', '--limit', '1')).json).toHaveLength(1);
    expect((await almanac('cur', 'wait', `s3://${stack.cur_bucket}/${key}`)).stdout).toMatch(/^status +published$/m);
    expect((await almanac('cur', 'files')).stdout).toContain(key);
    expect((await almanac('cur', 'status')).stdout).toContain('12.000000000000000001 USD');
  });

  it('takes the same bytes uploaded again for a new upload', async () => {
    const key = keyOf('twice.csv');
    const bytes = report('3');
    const seen: string[] = [];
    for (let i = 0; i < 3; i++) {
      await upload(key, bytes);
      const { json: item } = await waitFor(key);
      expect(item.status).toBe('published');
      seen.push(item.sequencer);
    }
    expect(new Set(seen).size).toBe(3);
    expect([...seen].sort()).toEqual(seen);
    await upload(key, bytes);
    await upload(key, bytes);
    const { json: last } = await waitFor(key);
    const own: Item[] = (await cur('files')).json.filter((file: Item) => file.key === key);
    expect(own).toHaveLength(5);
    expect(own.every(({ sequencer }) => sequencer <= last.sequencer)).toBe(true);
    expect((await periodsOf(last))[0]).toMatchObject({ delivery_id: last.object_id, totals: usd('3') });
  });

  it('waits for the months that a corrected upload no longer has', async () => {
    const [key, account] = [keyOf('corrected.csv'), randomUUID()];
    await upload(key, report('3', account, ['2025-01', '2025-02']));
    await waitFor(key);
    await upload(key, report('4', account, ['2025-02']));
    const { json: item } = await waitFor(key);
    expect(await periodsOf(item)).toMatchObject([
      { billing_period: '2025-01', state: 'withdrawn', delivery_id: null, totals: {} },
      { billing_period: '2025-02', state: 'live', totals: usd('4') },
    ]);
  });

  it('waits for a deletion, and for the copy that counts from then on', async () => {
    const [key, copy] = [keyOf('1-original.csv'), keyOf('2-copy.csv')];
    const bytes = report('5');
    await upload(key, bytes);
    const { json: original } = await waitFor(key);
    await upload(copy, bytes);
    const { code, json: duplicate } = await waitFor(copy);
    expect({ code, duplicate }).toMatchObject({ code: 0, duplicate: { status: 'duplicate', duplicate_of: key } });
    await remove(key);
    const deleted = await waitFor(key);
    expect(deleted).toMatchObject({ code: 0, json: { kind: 'deletion', key } });
    expect(await periodsOf(original)).toMatchObject([{ state: 'withdrawn', totals: {} }]);
    expect(await periodsOf(duplicate)).toMatchObject([{ state: 'live', totals: usd('5') }]);
    expect((await waitFor(copy)).json).toMatchObject({ status: 'published' });
  });

  it('ends with what is ignored', async () => {
    const key = keyOf('create-table.sql');
    await upload(key, 'select 1');
    expect(await waitFor(key)).toMatchObject({ code: 0, json: { status: 'ignored' } });
    await remove(key);
    expect(await waitFor(key)).toMatchObject({ code: 0, json: { status: 'ignored' } });
  });

  it('says that it knows no such object, or another bucket', async () => {
    expect(await waitFor(keyOf('never.csv'))).toMatchObject({ code: 1, json: { error: 'NO_SUCH_OBJECT' } });
    expect(await waitFor('s3://elsewhere/a.csv')).toMatchObject({ code: 1, json: { error: 'OTHER_BUCKET' } });
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { canonical, sumAmounts } from '../../scripts/sample-report/index.ts';
import { changesOf, costItems, periodsOf } from './books.ts';
import { takeDeadLetters } from './dead-letters.ts';
import { makeReport } from './reports.ts';
import { stack } from './stack.ts';
import { newFolder, upload } from './steps.ts';
import { until } from './until.ts';

const COUNT = 100;
const ROWS = 60;
const folder = newFolder('many-files');
const files = Array.from({ length: COUNT }, (_, index) => ({
  key: `${folder}${String(index).padStart(3, '0')}.csv.gz`,
  file: makeReport({ rows: ROWS, seed: 1000 + index, months: ['2025-06'], days: 3, accounts: 2 }),
}));

const newest = () => Promise.all(files.map(async ({ key }) => (await changesOf(key)).at(-1)));
/** How many files from the first on are published; it stops asking at the first that is not, to leave the stack alone. */
const countPublished = async (from: number): Promise<number> => {
  let count = from;
  while (count < COUNT && (await changesOf(files[count]?.key ?? '')).at(-1)?.status === 'published') count += 1;
  return count;
};

describe('a hundred files at once', () => {
  beforeAll(async () => {
    const startedAt = Date.now();
    await Promise.all(files.map(({ key, file }) => upload(key, file.bytes)));
    const uploadedAt = Date.now();
    let published = 0;
    const ask = async () => {
      published = await countPublished(published);
      return published;
    };
    await until('all are published', ask, (count) => count === COUNT);
    const seconds = (Date.now() - startedAt) / 1000;
    const upMs = (uploadedAt - startedAt) / COUNT;
    console.info(
      `${COUNT} files: ${upMs.toFixed(0)} ms to upload, ${((seconds / COUNT) * 1000).toFixed(0)} ms to publish each`,
    );
  });

  it('are all published, each once', async () => {
    const stories = await Promise.all(files.map(({ key }) => changesOf(key)));
    expect(stories.map((changes) => changes.map(({ status }) => status))).toEqual(files.map(() => ['published']));
    expect(new Set(stories.flat().map(({ report }) => report)).size).toBe(COUNT);
  });

  it('stand in the table with nothing lost and nothing double', async () => {
    const items = await costItems(folder.replaceAll('/', '-'));
    const daily = files.flatMap(({ file }) => file.truth.daily);
    expect(items).toHaveLength(daily.length);
    expect(sumAmounts(items.map((item) => item.unblended_cost))).toBe(sumAmounts(daily.map((day) => day.unblended)));
    expect(sumAmounts(items.map((item) => item.amortized_cost))).toBe(sumAmounts(daily.map((day) => day.amortized)));
    expect(sumAmounts(items.map((item) => item.line_items))).toBe(String(COUNT * ROWS));
  });

  it('each equal their input', async () => {
    const items = await costItems(folder.replaceAll('/', '-'));
    for (const [index, change] of (await newest()).entries()) {
      const truth = files[index]?.file.truth;
      const own = items.filter(({ report }) => report === change?.report);
      expect(sumAmounts(own.map((item) => item.unblended_cost))).toBe(canonical(truth?.totals.USD?.unblended ?? ''));
      expect(change?.totals?.USD?.amortized_cost).toBe(truth?.totals.USD?.amortized);
      expect(await periodsOf(change?.report ?? '')).toMatchObject({ '2025-06': { state: 'live' } });
    }
  });

  it('leave no message in a dead-letter queue', async () => {
    const isOurs = (body: string) => body.includes(folder) || body.includes(folder.replaceAll('/', '-'));
    for (const queue of [stack.cur_dlq_url, stack.cur_publish_dlq_url, stack.cur_delivery_dlq_url]) {
      expect(await takeDeadLetters(queue, isOurs, 0)).toEqual([]);
    }
  });
});

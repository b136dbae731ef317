import { randomUUID } from 'node:crypto';
import { reportSlug } from '@almanac/cur';
import { expect, it } from '@jest/globals';
import { costItems } from './books.ts';
import { newFolder, remove, upload } from './steps.ts';
import { quiet, until } from './until.ts';

const KEYS = process.env.TEST_FULL ? 24 : 8;
const STEPS_PER_KEY = process.env.TEST_FULL ? 15 : 5;

const folder = newFolder('storm');
const run = randomUUID();

/** Few contents, so that equal bytes under several keys, shrinking files and empty ones are common. */
const CONTENTS: readonly (readonly [period: string, day: string, cost: string][])[] = [
  [['2022-01', '2022-01-05', '10.5']],
  [
    ['2022-01', '2022-01-05', '7'],
    ['2022-02', '2022-01-31', '-0.000000000000000001'],
  ],
  [['2022-02', '2022-02-01', '3']],
  [],
];

const csv = (content: number): Buffer =>
  Buffer.from(
    [
      'lineItem/UsageAccountId,lineItem/ProductCode,bill/BillingPeriodStartDate,lineItem/UsageStartDate,lineItem/UnblendedCost,lineItem/LineItemDescription',
      ...(CONTENTS[content] ?? []).map(
        ([period, day, cost]) => `000000000042,AmazonEC2,${period}-01T00:00:00Z,${day}T00:00:00Z,${cost},${run}`,
      ),
    ].join('\n'),
  );

/** Works on one key, one step after another, without waiting for anything; returns what stands there in the end. */
async function storm(key: string): Promise<number | 'deleted'> {
  let last: number | 'deleted' = 'deleted';
  for (let step = 0; step < STEPS_PER_KEY; step++) {
    last = last !== 'deleted' && Math.random() < 0.25 ? 'deleted' : Math.floor(Math.random() * CONTENTS.length);
    if (last === 'deleted') await remove(key);
    else await upload(key, csv(last));
  }
  return last;
}

/** Rows of the final state: equal contents count once, under the smallest key. */
function expectedRows(finals: ReadonlyMap<string, number | 'deleted'>): string[] {
  const counted = new Set<number>();
  return [...finals.keys()].sort().flatMap((key) => {
    const content = finals.get(key);
    if (content === undefined || content === 'deleted' || counted.has(content)) return [];
    counted.add(content);
    return (CONTENTS[content] ?? []).map(([period, day, cost]) => `${reportSlug(key)} ${period} ${day} ${cost}`);
  });
}

it('uploads, corrections, copies and deletions all at once end in the costs of the final state', async () => {
  const keys = Array.from({ length: KEYS }, (_, i) => `${folder}${String(i).padStart(2, '0')}.csv`);
  const finals = new Map(await Promise.all(keys.map(async (key) => [key, await storm(key)] as const)));
  const expected = expectedRows(finals).sort();
  const rows = async () =>
    (await costItems(folder.replaceAll('/', '-')))
      .map((row) => `${row.report} ${row.billing_period} ${row.usage_date} ${row.unblended_cost}`)
      .sort();
  await until(
    `cost_daily is ${JSON.stringify([...finals])}`,
    rows,
    (found) => JSON.stringify(found) === JSON.stringify(expected),
  );
  await quiet(5); // what is still under way must not change it again
  expect(await rows()).toEqual(expected);
});

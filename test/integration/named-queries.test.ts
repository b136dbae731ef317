import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COLUMNS, canonical, csvLine, HEADER } from '../../scripts/sample-report/index.ts';
import { athenaRows } from './athena.ts';
import { dearestResources, monthsCompared, namedQueries, serviceDays, untaggedUsage } from './named-queries.ts';
import { type MadeReport, makeReport } from './reports.ts';
import { newFolder, remove, untilPeriods, untilPublished, upload } from './steps.ts';
import { trinoComplaint } from './trino.ts';

/** The months that start `offset` months after January 2100: a year of the test's own, for the queries ask for all reports. */
const month = (offset: number): string => new Date(Date.UTC(2100, offset % 1900)).toISOString().slice(0, 7);
const first = (Math.floor(Date.now() / 60_000) * 4) % 1900;
const MONTHS = [month(first), month(first + 1), month(first + 3)];

const isTag = COLUMNS.map((column) => column.startsWith('resourceTags/'));

/** A report in which every fifth line item has lost its tags. */
const halfTagged = (): MadeReport => {
  const { rows, truth } = makeReport({ rows: 3000, seed: 23, accounts: 4, months: MONTHS, currencies: ['USD', 'EUR'] });
  const some = rows.map((row, index) => (index % 5 === 0 ? row.map((cell, at) => (isTag[at] ? '' : cell)) : row));
  return { rows: some, truth, bytes: Buffer.from([HEADER, ...some.map(csvLine), ''].join('\n')) };
};

describe('the queries that the workgroup offers', () => {
  const key = `${newFolder('named-queries')}report.csv`;
  const made = halfTagged();
  let queries: Record<string, string>;
  let report: string;

  /** What a query answers about the test's own months, with amounts (the last columns) in plain notation. */
  const answer = async (name: string, amounts: number): Promise<string[][]> => {
    const rows = await athenaRows(queries[name] ?? `there is no query ${name}`);
    return rows
      .filter(([period = '']) => MONTHS.includes(period))
      .map((row) => [...row.slice(0, -amounts), ...row.slice(-amounts).map(canonical)]);
  };

  beforeAll(async () => {
    queries = await namedQueries();
    await upload(key, made.bytes);
    ({ report } = await untilPublished(key));
  });

  // Later runs on the same stack do not find this one's months.
  afterAll(async () => {
    await remove(key);
    await untilPeriods(report, Object.fromEntries(MONTHS.map((period) => [period, 'withdrawn'])));
  });

  it('are four, each a Trino statement that says what it answers', async () => {
    const names = ['cost-per-service-per-day', 'month-over-month', 'top-resources', 'untagged-spend'];
    expect(Object.keys(queries).sort()).toEqual(names);
    for (const sql of Object.values(queries)) {
      expect(sql).toMatch(/^-- .*\?\n/);
      expect(await trinoComplaint(sql)).toBe('');
    }
  });

  it('would be found out if they were not Trino', async () => {
    const sql = queries['untagged-spend'] ?? '';
    expect(await trinoComplaint(sql.replace('GROUP BY', 'GROUP'))).toMatch(/ParseError/);
    expect(await trinoComplaint(sql.replace('part.tags IS', 'json_extract_string(part.tags) IS'))).toMatch(
      /json_extract_string/,
    );
  });

  it('tell what each service costs on each day, in order', async () => {
    const days = await answer('cost-per-service-per-day', 2);
    expect(days).toEqual(serviceDays(made).sort(byText));
    expect(new Set(days.map((row) => row[3]))).toEqual(new Set(['USD', 'EUR']));
  });

  it('tell how a service compares with the month before, and not with one longer ago', async () => {
    const rows = await answer('month-over-month', 3);
    expect(rows).toEqual(monthsCompared(made).sort(byText));
    const before = MONTHS.map((period) => rows.filter((row) => row[0] === period && row[4] !== '0').length);
    expect(before).toEqual([0, expect.any(Number), 0]);
    expect(before[1]).toBeGreaterThan(10);
  });

  it('tell the 20 resources that cost most, per month and currency', async () => {
    const rows = await answer('top-resources', 1);
    expect(rows).toHaveLength(MONTHS.length * 2 * 20);
    expect(rows).toEqual(dearestResources(made).sort(([a, b], [c, d]) => byText([`${a}`, `${b}`], [`${c}`, `${d}`])));
  });

  it('tell what carries no tag', async () => {
    const rows = await answer('untagged-spend', 2);
    expect(rows.sort(byText)).toEqual(untaggedUsage(made).sort(byText));
    expect(rows.filter((row) => row[4] !== row[5]).length).toBeGreaterThan(10);
  });
});

const byText = (left: readonly string[], right: readonly string[]): number =>
  left.join('\t') < right.join('\t') ? -1 : Number(left.join('\t') > right.join('\t'));

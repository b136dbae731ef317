import { DeleteCommand, NumberValue, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../scripts/local-stack/processes.ts';
import { costItems } from './books.ts';
import { ALMANAC } from './bundled.ts';
import { makeReport, sumsBy } from './reports.ts';
import { dynamo } from './sdk.ts';
import { stack } from './stack.ts';
import { expectBooks, newFolder, remove, untilPeriods, untilPublished, untilStory, upload } from './steps.ts';

const folder = newFolder('reconcile');
const SMALL = { rows: 240, accounts: 3, days: 6 };
const LIVE = { '2025-01': 'live', '2025-02': 'live' } as const;
const GONE = { '2025-01': 'withdrawn', '2025-02': 'withdrawn' } as const;

type Sums = { unblended_cost: string; amortized_cost: string; line_items: number | null };
type Line = {
  report: string;
  billing_period: string;
  shadow: boolean;
  currency: string | null;
  ledger: Sums | null;
  cost_daily: Sums | null;
  athena: Sums | null;
  differences: string[];
};

/** Runs the command on the local stack. */
const almanac = (...args: string[]) =>
  run(process.execPath, [ALMANAC, 'cur', 'reconcile', ...args], { env: { PATH: process.env.PATH ?? '' } });
const reconcile = async (...args: string[]): Promise<{ code: number; ok: boolean; reports: Line[] }> => {
  const { code, stdout } = await almanac(...args, '--json');
  return { code, ...JSON.parse(stdout) };
};

const published = async (name: string, file = makeReport(SMALL)) => {
  const key = `${folder}${name}.csv.gz`;
  await upload(key, file.bytes);
  const { report } = await untilPublished(key);
  await untilPeriods(report, LIVE);
  return { key, file, report };
};

let kept: Awaited<ReturnType<typeof published>>;
/** Reports that were taken back: deleted, or a copy of another file. */
const withdrawn: string[] = [];

beforeAll(async () => {
  kept = await published('kept');
  const corrected = makeReport({ ...SMALL, seed: 31 });
  await upload(kept.key, corrected.bytes);
  await untilStory(kept.key, ['superseded', 'published']);
  await untilPeriods(kept.report, LIVE);
  kept.file = corrected;

  const copyKey = `${folder}the-copy.csv.gz`;
  await upload(copyKey, corrected.bytes);
  const [copy] = await untilStory(copyKey, ['duplicate']);
  const deleted = await published('deleted');
  await remove(deleted.key);
  await untilPeriods(deleted.report, GONE);
  withdrawn.push(copy?.report ?? '', deleted.report);
});

/** The lines that a report must have, by the generator's own arithmetic. */
const expectedLines = (): Line[] => {
  const byPeriod = sumsBy(kept.file.truth.daily, ({ billing_period, currency }) => `${billing_period}#${currency}`);
  return Object.entries(byPeriod)
    .sort()
    .map(([name, [unblended_cost = '', amortized_cost = '', count = '']]) => {
      const [billing_period = '', currency = ''] = name.split('#');
      const sums = { unblended_cost, amortized_cost, line_items: Number(count) };
      return {
        report: kept.report,
        billing_period,
        shadow: false,
        currency,
        ledger: sums,
        cost_daily: sums,
        athena: sums,
        differences: [],
      };
    });
};

describe('almanac cur reconcile', () => {
  it('finds a corrected report equal on all sides, with exactly what its file holds', async () => {
    await expectBooks(kept.report, kept.file);
    expect(await reconcile('--report', kept.report)).toEqual({ code: 0, ok: true, reports: expectedLines() });
    const onlyJanuary = await reconcile('--report', kept.report, '--period', '2025-01');
    expect(onlyJanuary.reports).toEqual(expectedLines().filter(({ billing_period }) => billing_period === '2025-01'));
  });

  it('finds nothing of a copy and of a deleted report', async () => {
    const [copy = '', deleted = ''] = withdrawn;
    expect(await reconcile('--report', deleted)).toEqual({ code: 0, ok: true, reports: [] });
    const { reports } = await reconcile('--period', '2025-01');
    expect(reports.map(({ report }) => report)).toContain(kept.report);
    expect(reports.map(({ report }) => report)).not.toContain(copy);
  });

  it('agrees for everything that this file and others have left in the stack', async () => {
    const { code, ok, reports } = await reconcile();
    expect(reports.filter(({ differences }) => differences.length > 0)).toEqual([]);
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    expect(reports.filter(({ report }) => report === kept.report)).toEqual(expectedLines());
  });

  it('says so in one sentence', async () => {
    const { code, stdout } = await almanac('--report', kept.report);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nLedger, cost_daily and Athena agree to the last digit in 2 lines of 1 report\.\n$/);
  });

  it.each([
    ['--report', 'no-such-report'],
    ['--period', '1999-01'],
  ])('knows nothing of %s %s', async (...args) => {
    const { code, stdout } = await almanac(...args, '--json');
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 1, error: 'NOTHING_KNOWN' });
  });

  it('takes only a month for a period', async () => {
    const { code, stdout } = await almanac('--period', 'January', '--json');
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 2, error: 'BAD_USAGE' });
  });
});

describe('when somebody changes a row by hand', () => {
  const LEAST = '0.000000000000000001';

  /** Adds to attributes of the first row of the report, runs `work`, and takes it away again. */
  const tampered = async <T>(attribute: string, by: string, work: (period: string) => Promise<T>): Promise<T> => {
    const [item] = await costItems(kept.report);
    const add = (value: string) =>
      dynamo.send(
        new UpdateCommand({
          TableName: stack.cost_daily_table,
          Key: { usage_date: item?.usage_date, dimension_key: item?.dimension_key },
          UpdateExpression: 'ADD #name :by',
          ConditionExpression: 'attribute_exists(dimension_key)',
          ExpressionAttributeNames: { '#name': attribute },
          ExpressionAttributeValues: { ':by': NumberValue.from(value) },
        }),
      );
    await add(by);
    try {
      return await work(item?.billing_period ?? '');
    } finally {
      await add(`-${by}`);
    }
  };

  it.each([
    ['unblended_cost', LEAST, `cost_daily unblended is off by +${LEAST}`],
    ['amortized_cost', '1000', 'cost_daily amortized is off by +1000'],
    ['line_items', '1', expect.stringMatching(/^cost_daily has \d+ line items, the ledger \d+$/)],
  ])('names report, period and %s', async (attribute, by, difference) => {
    await tampered(attribute, by, async (period) => {
      const { code, ok, reports } = await reconcile();
      expect({ code, ok }).toEqual({ code: 1, ok: false });
      const wrong = reports.filter(({ differences }) => differences.length > 0);
      expect(wrong).toMatchObject([{ report: kept.report, billing_period: period, differences: [difference] }]);
      expect(wrong[0]?.ledger).toEqual(wrong[0]?.athena);
    });
    expect(await reconcile('--report', kept.report)).toMatchObject({ code: 0, ok: true });
  });

  it('marks the line and names the report for people', async () => {
    const { code, stdout } = await tampered('unblended_cost', LEAST, () => almanac('--report', kept.report));
    expect(code).toBe(1);
    expect(stdout.match(/^≠ /gm)).toHaveLength(1);
    expect(stdout).toMatch(new RegExp(`do not agree in 1 of 2 lines of 1 report: ${kept.report}\\.\n$`));
  });

  /** Puts a row of one line item, runs `work`, and removes the row. */
  const withStray = async <T>(report: string, work: () => Promise<T>): Promise<T> => {
    const Key = { usage_date: '2025-01-01', dimension_key: `${report}#2025-01#1#AmazonEC2#global#Usage#USD` };
    const one = NumberValue.from('1');
    const costs = { unblended_cost: one, amortized_cost: one, line_items: one };
    const Item = { ...Key, ...costs, report, billing_period: '2025-01', currency: 'USD' };
    await dynamo.send(new PutCommand({ TableName: stack.cost_daily_table, Item }));
    try {
      return await work();
    } finally {
      await dynamo.send(new DeleteCommand({ TableName: stack.cost_daily_table, Key }));
    }
  };

  it('finds rows left behind of a report that does not count, and of one that nobody knows', async () => {
    for (const report of [withdrawn[1] ?? '', `${kept.report}-unknown`]) {
      const { code, reports } = await withStray(report, () => reconcile());
      expect(code).toBe(1);
      const wrong = reports.filter(({ differences }) => differences.length > 0);
      const cost_daily = { unblended_cost: '1', amortized_cost: '1', line_items: 1 };
      expect(wrong).toMatchObject([{ report, billing_period: '2025-01', ledger: null, athena: null, cost_daily }]);
    }
    expect(await reconcile('--report', kept.report)).toMatchObject({ code: 0 });
  });

  it('reports a period that is being published as in flux, after a while', async () => {
    const setState = (state: string) =>
      dynamo.send(
        new UpdateCommand({
          TableName: stack.cur_ledger_table,
          Key: { pk: `report#${kept.report}`, sk: 'period#2025-01' },
          UpdateExpression: 'SET #state = :state',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':state': state },
        }),
      );
    await setState('publishing');
    const { code, reports } = await reconcile('--report', kept.report).finally(() => setState('live'));
    expect(code).toBe(1);
    expect(reports.map(({ differences }) => differences)).toEqual([[expect.stringContaining('being written')], []]);
  });
});

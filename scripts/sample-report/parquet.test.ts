import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parquetMetadata } from 'hyparquet';
import { canonical } from './decimals.ts';
import { FORMATS } from './options.ts';
import { dailyOf, recount } from './recount.ts';
import { writeReport } from './write-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'sample-parquet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const OPTIONS = { rows: 600, currencies: ['USD', 'EUR'], months: ['2025-01'] };

const typesOf = (path: string) => {
  const { schema } = parquetMetadata(Uint8Array.from(readFileSync(path)).buffer);
  return new Map(schema.map(({ name, type, converted_type }) => [name, converted_type ?? type]));
};

describe.each(FORMATS)('a report in %s as Parquet', (format) => {
  const path = join(folder, `${format}.parquet`);

  it('adds up to its truth by a second reckoning, which differs from that of csv by less than doubles do', async () => {
    const truth = await writeReport(path, { ...OPTIONS, format });
    const { rows } = await recount(path, format);
    expect(truth.daily).toEqual(dailyOf(rows, format));
    const csv = await writeReport(join(folder, `${format}.csv`), { ...OPTIONS, format });
    for (const [currency, { unblended, line_items }] of Object.entries(csv.totals)) {
      expect(truth.totals[currency]?.line_items).toBe(line_items);
      expect(Number(truth.totals[currency]?.unblended)).toBeCloseTo(Number(unblended), 8);
    }
    expect(truth.totals).not.toEqual(csv.totals);
  });

  it('has doubles, times and texts where AWS has them', async () => {
    await writeReport(path, { ...OPTIONS, rows: 5, format });
    const types = typesOf(path);
    const [cost, start, account] = format.startsWith('focus')
      ? ['BilledCost', 'ChargePeriodStart', 'SubAccountId']
      : ['line_item_unblended_cost', 'line_item_usage_start_date', 'line_item_usage_account_id'];
    expect([types.get(cost), types.get(start), types.get(account)]).toEqual(['DOUBLE', 'TIMESTAMP_MILLIS', 'UTF8']);
    if (format !== 'cur-legacy') expect([...types.values()]).toContain('MAP');
    else expect(types.get('product_normalization_size_factor')).toBe('UTF8');
  });
});

it('holds as many row groups as it takes', async () => {
  const path = join(folder, 'long.parquet');
  const truth = await writeReport(path, { rows: 20_500, format: 'focus-1.0', months: ['2025-01'] });
  const { row_groups: groups } = parquetMetadata(Uint8Array.from(readFileSync(path)).buffer);
  expect(groups.map(({ num_rows }) => num_rows)).toEqual([20_000n, 500n]);
  const { unblended } = await recount(path, 'focus-1.0');
  expect(unblended).toBe(canonical(truth.totals.USD?.unblended ?? ''));
});

it('may have no rows', async () => {
  const path = join(folder, 'empty.parquet');
  expect((await writeReport(path, { rows: 0 })).rows).toBe(0);
  expect((await recount(path)).rows).toEqual([]);
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { main } from './cli.ts';
import { sumAmounts } from './decimals.ts';
import { recount } from './recount.ts';

const folder = mkdtempSync(join(tmpdir(), 'sample-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = async (...args: string[]) => {
  const said = { out: '', err: '' };
  const code = await main(args, {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
  });
  return { code, ...said };
};

describe('sample-report', () => {
  it('says what it wrote', async () => {
    const path = join(folder, 'plain.csv');
    const { code, out } = await run('--rows', '500', '--out', path);
    const { unblended, amortized, rows } = await recount(path);
    expect(code).toBe(0);
    expect(out).toContain(`${path}: 500 rows, ${statSync(path).size} bytes`);
    expect(out).toContain(`unblended ${unblended}  amortised ${amortized}  (${rows.length} rows)`);
    expect(out).toMatch(/spike {4}2025-02-\d\d AWSGlue in account 638402917554: [\d.]+ USD, usually [\d.]+/);
  });

  it('writes one file per month that together are the whole', async () => {
    const [whole, split] = [join(folder, 'whole.csv'), join(folder, 'split.csv')];
    const { totals } = JSON.parse((await run('--rows', '900', '--json', '--out', whole)).out).files[0];
    const { files } = JSON.parse((await run('--rows', '900', '--json', '--split', '--out', split)).out);
    expect(files.map((file: { path: string }) => file.path)).toEqual([
      join(folder, 'split-2025-01.csv'),
      join(folder, 'split-2025-02.csv'),
    ]);
    const unblended = files.map((file: { totals: { USD: { unblended: string } } }) => file.totals.USD.unblended);
    expect(sumAmounts(unblended)).toBe(totals.USD.unblended);
    expect(files.map((file: { spike?: object }) => file.spike !== undefined)).toEqual([false, true]);
  });

  it('writes a delivery for each month and lists its keys in the order of their upload', async () => {
    const outDir = join(folder, 'landing');
    const args = ['--delivery', 'export-executions', '--format', 'focus-1.2', '--rows', '300', '--parts', '2'];
    const { code, out } = await run(...args, '--nth', '2', '--out-dir', outDir);
    expect(code).toBe(0);
    const keys = [...out.matchAll(/^ {2}(reports\/\S+)$/gm)].map(([, key = '']) => key);
    expect(keys.map((key) => key.replace(/^.*\//, ''))).toEqual([
      ...['costs-00001.csv.gz', 'costs-00002.csv.gz', 'costs-Manifest.json'],
      ...['costs-00001.csv.gz', 'costs-00002.csv.gz', 'costs-Manifest.json'],
    ]);
    for (const key of keys) expect(statSync(join(outDir, key)).isFile()).toBe(true);
    const { deliveries } = JSON.parse((await run(...args, '--nth', '2', '--json', '--out-dir', outDir)).out);
    expect(deliveries.flatMap((delivery: { keys: string[] }) => delivery.keys)).toEqual(keys);
  });

  it('writes a zip in another format', async () => {
    const path = join(folder, 'focus.csv.zip');
    const args = [
      '--format',
      'focus-1.0',
      '--spec-columns',
      '--null-word',
      'NULL',
      '--zip-folder',
      'in',
      '--rows',
      '200',
    ];
    const { out } = await run(...args, '--out', path);
    const { unblended, rows } = await recount(path, 'focus-1.0');
    expect(out).toContain(`unblended ${unblended} `);
    expect(rows[0]).not.toHaveProperty('x_ServiceCode');
  });

  it('writes Parquet, one file per month, and says what its doubles add up to', async () => {
    const path = join(folder, 'exports.snappy.parquet');
    const { code, out } = await run('--rows', '300', '--format', 'focus-1.2', '--split', '--out', path);
    expect(code).toBe(0);
    const months = ['2025-01', '2025-02'].map((month) => join(folder, `exports-${month}.snappy.parquet`));
    for (const month of months) {
      const { unblended, amortized, rows } = await recount(month, 'focus-1.2');
      expect(out).toContain(`${month}: ${rows.length} rows, ${statSync(month).size} bytes`);
      expect(out).toContain(`unblended ${unblended}  amortised ${amortized}  (${rows.length} rows)`);
    }
  });

  it('delivers Parquet', async () => {
    const args = ['--delivery', 'legacy-overwrite', '--container', 'parquet', '--rows', '60', '--months', '2025-01'];
    const { out } = await run(...args, '--out-dir', join(folder, 'parquet'));
    expect(out).toContain('\n  reports/costs/costs/year=2025/month=1/costs-1.snappy.parquet\n');
  });

  it('names the gzip of a month before its endings', async () => {
    await run('--rows', '50', '--split', '--months', '2024-12', '--out', join(folder, 'monthly.csv.gz'));
    expect(readdirSync(folder)).toContain('monthly-2024-12.csv.gz');
  });

  it.each([
    [['--rows', '-5'], /rows/],
    [['--rows', 'many', '--out', 'x'], /^rows must be an integer from 0 to 1000000000\.\n$/],
    [['--months', '2025-02,2025-01', '--out', 'x'], /^months must be .*ascending order/],
    [['--months', '2025-13', '--out', 'x'], /^months must be/],
    [['--accounts', '0', '--out', 'x'], /^accounts must be/],
    [['--currencies', 'usd', '--out', 'x'], /^currencies must be/],
    [['--rows', '5'], /^--out is needed/],
    [['--format', 'csv', '--out', 'x'], /^format must be one of cur-legacy, cur-2.0, focus-1.0, focus-1.2\.\n$/],
    [['--delivery', 'by-mail', '--out-dir', 'x'], /^delivery must be one of/],
    [['--delivery', 'legacy-versions', '--format', 'cur-2.0', '--out-dir', 'x'], /does not deliver cur-2\.0/],
    [['--delivery', 'legacy-versions'], /^--out-dir is needed/],
    [['--delivery', 'export-overwrite', '--parts', 'two', '--out-dir', 'x'], /^parts must be/],
    [['--delivery', 'export-overwrite', '--container', 'csv', '--out-dir', 'x'], /^container must be one of csv.gz/],
    [['--colour'], /--colour/],
    [['report.csv'], /report\.csv/],
  ])('refuses %p in one sentence', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('runs as a command', () => {
    const command = join(import.meta.dirname, '..', 'sample-report.ts');
    const help = spawnSync(process.execPath, [command, '--help'], { encoding: 'utf8' });
    expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining('--rows <n>') });
    expect(spawnSync(process.execPath, [command, '--seed', '1.5', '--out', 'x']).status).toBe(2);
  });

  it('makes the bundled sample with the command its page gives', async () => {
    const fixtures = join(import.meta.dirname, '..', '..', 'test', 'fixtures');
    const page = readFileSync(join(fixtures, 'README.md'), 'utf8');
    const args = /node scripts\/sample-report\.ts (.*) --out test\/fixtures\/aws_cur_sample\.csv/.exec(page)?.[1];
    const copy = join(folder, 'copy.csv');
    await run(...(args ?? '').split(' '), '--out', copy);
    expect(readFileSync(copy).equals(readFileSync(join(fixtures, 'aws_cur_sample.csv')))).toBe(true);
  });
});

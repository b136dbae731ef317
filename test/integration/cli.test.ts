import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../../scripts/local-stack/paths.ts';
import { run } from '../../scripts/local-stack/processes.ts';
import { writeReport } from '../../scripts/sample-report/index.ts';
import { almanac, cur, folder, outputsWith, report, usd } from './cli-steps.ts';
import { expectDays } from './daily-sums.ts';

describe('using it', () => {
  const COMMANDS = [
    '',
    'cur',
    'cur inspect',
    'cur wait',
    'cur status',
    'cur files',
    'cur reconcile',
    'cur reingest',
    'cur rebuild',
    'cur dlq',
    'cur dlq list',
    'cur dlq show',
    'cur dlq redrive',
  ];

  it.each(COMMANDS)('"almanac %s --help" explains itself', async (command) => {
    const { code, stdout } = await almanac(...command.split(' ').filter(Boolean), '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: almanac ${command}`.trim());
  });

  it.each([
    ['no command', ['cur']],
    ['an unknown command', ['cur', 'nonsense']],
    ['an unknown option', ['cur', 'status', '--nonsense']],
    ['an argument too few', ['cur', 'wait']],
    ['an argument too many', ['cur', 'status', 'x']],
    ['a time-out that is no number', ['cur', 'wait', 'k', '--timeout', 'soon']],
  ])('%s is bad usage', async (_what, args) => {
    const { code, json } = await almanac(...args, '--json');
    expect(code).toBe(2);
    expect(json).toEqual({ error: 'BAD_USAGE', message: expect.any(String), details: {} });
    const forPeople = await almanac(...args);
    expect(forPeople).toMatchObject({ code: 2, stdout: '' });
    expect(forPeople.output).toContain('almanac: ');
  });

  it('runs through npx from the checkout', async () => {
    const env = { PATH: process.env.PATH ?? '', HOME: folder };
    const { code, stdout } = await run('npx', ['--no-install', 'almanac', '--version'], { env, cwd: root });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0.1.0\n' });
  });

  it.each([
    ['NO_STACK', () => join(folder, 'nowhere.json')],
    ['BAD_OUTPUTS', () => outputsWith({ cur_bucket: undefined })],
    ['FOREIGN_ENDPOINT', () => outputsWith({ endpoint_url: 'http://198.51.100.7:4566' })],
    ['STACK_UNREACHABLE', () => outputsWith({ endpoint_url: 'http://127.0.0.1:9' })],
  ])('answers %s with one sentence and exit code 1', async (error, file) => {
    const { code, json } = await cur('status', '--outputs', file());
    expect({ code, json }).toEqual({
      code: 1,
      json: { error, message: expect.any(String), details: expect.any(Object) },
    });
  });
});

describe('inspect', () => {
  it('reads a generated report to the last digit', async () => {
    const file = join(folder, 'sample.csv.gz');
    const truth = await writeReport(file, { rows: 3000, seed: 11, currencies: ['USD', 'EUR'] });
    const { code, json } = await cur('inspect', file, '--daily');
    const totals = Object.entries(truth.totals).map(([currency, { unblended, amortized }]) => [
      currency,
      { unblended_cost: unblended, amortized_cost: amortized },
    ]);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      format: 'cur-legacy',
      rows: 3000,
      amortized: 'full',
      totals: Object.fromEntries(totals),
    });
    expectDays(json.daily, truth.daily ?? []);
  });

  it('needs no stack, and prints daily rows only when asked', async () => {
    const file = join(folder, 'small.csv');
    writeFileSync(file, report('1.5', '7'));
    const { json } = await cur('inspect', file);
    expect(json).toEqual({ format: 'cur-legacy', rows: 1, totals: usd('1.5'), amortized: 'full', warnings: [] });
    expect((await almanac('cur', 'inspect', file)).stdout).toContain('1.5 USD');
  });

  it('names what is wrong with a file', async () => {
    const file = join(folder, 'bad.csv');
    writeFileSync(file, report('plenty'));
    expect(await cur('inspect', file)).toMatchObject({ code: 1, json: { error: 'BAD_AMOUNT', details: { row: 2 } } });
    const missing = await almanac('cur', 'inspect', join(folder, 'missing.csv'));
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.output).toMatch(/^almanac: There is no such file: .*missing\.csv\n$/);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../local-stack/paths.ts';
import { DEFAULTS, NAMES } from './assumptions.ts';
import { billOf, totalOf } from './bill.ts';
import { main } from './cli.ts';
import { deliveryOf, monthOf } from './quantities.ts';

const run = (...args: string[]) => {
  const said = { out: '', err: '' };
  const code = main(args, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { code, ...said };
};

describe('what a size takes', () => {
  it('is one group of days, read once, where all sums fit', () => {
    const small = { ...DEFAULTS, 'line-items': 100_000, 'rows-per-file': 100_000, 'sums-per-file': 4_000 };
    expect(deliveryOf(small, 1)).toMatchObject({ files: 1, groups: 1, slices: 1, gets: 4, publisherCalls: 1 });
  });

  it('is a group a day, and slices of it, where a day by itself does not fit', () => {
    const given = { ...DEFAULTS, 'daily-rows-per-day': 200_000 };
    expect(deliveryOf(given, 1)).toMatchObject({ files: 1000, groups: 30, slices: 4, gets: 2 * 1000 * (1 + 30 * 4) });
  });

  it('adds up deliveries of the month so far', () => {
    const month = monthOf({ ...DEFAULTS, days: 2, 'deliveries-per-day': 2, 'line-items': 4_000_000 });
    expect(month).toMatchObject({ deliveries: 4, lineItems: 10_000_000, files: 10 });
  });

  it('costs more with more, and writes only what differs', () => {
    const total = (over: object) => totalOf(billOf({ ...DEFAULTS, ...over }));
    expect(total({ 'line-items': 2e9 })).toBeGreaterThan(total({}));
    const writes = (over: object) => monthOf({ ...DEFAULTS, ...over }).dynamoWrites;
    expect(writes({ 'changed-days': 6 }) - writes({ 'changed-days': 3 })).toBeGreaterThan(60e6);
  });
});

describe('scale-costs', () => {
  it('prints the tables that the page shows', () => {
    const { code, out } = run();
    expect(code).toBe(0);
    const page = readFileSync(join(root, 'docs', 'cur', 'scale.md'), 'utf8');
    for (const line of out.trim().split('\n')) expect(page).toContain(line);
  });

  it('takes numbers of one’s own and answers in JSON', () => {
    const { out } = run('--line-items', '5e6', '--json');
    expect(JSON.parse(out)).toMatchObject({ assumptions: { 'line-items': 5e6 }, lastDelivery: { files: 5 } });
  });

  it('names every assumption in its help', () => {
    const { out } = run('--help');
    expect(NAMES.filter((name) => !out.includes(`--${name} <n>`))).toEqual([]);
  });

  it.each([
    [['--days', 'x'], '--days must be a number above 0, not "x".\n'],
    [['--days', '0'], '--days must be a number above 0, not "0".\n'],
    [['--nights', '3'], "Unknown option '--nights'.\n"],
  ])('refuses %j in one sentence', (args, sentence) => {
    expect(run(...args)).toMatchObject({ code: 2, out: '', err: sentence });
  });
});

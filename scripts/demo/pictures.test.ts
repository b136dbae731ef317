import { Decimal } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import type { DailyCost } from './daily-costs.ts';
import { dayChart, weekTable } from './pictures.ts';
import { compared, costs } from './proof.ts';
import { aligned, cents } from './text.ts';

const row = (day: string, service: string, amount: string): DailyCost => ({
  day,
  period: '2025-02',
  account: '1',
  service,
  unblended: Decimal.ZERO,
  amortized: Decimal.parse(amount),
  lineItems: 1,
});

describe('cents', () => {
  it.each([
    ['0', '0.00'],
    ['5', '5.00'],
    ['1.5', '1.50'],
    ['1.005', '1.01'],
    ['1.0049999', '1.00'],
    ['-1.005', '-1.01'],
    ['-0.001', '0.00'],
    ['12345678901234567890.994', '12345678901234567890.99'],
    ['0.999', '1.00'],
  ])('shows %s as %s', (exact, shown) => {
    expect(cents(Decimal.parse(exact))).toBe(shown);
  });
});

describe('the chart of days', () => {
  const rows = [row('2025-02-01', 'A', '5'), row('2025-02-02', 'A', '10'), row('2025-02-02', 'B', '-2.5')];
  const chart = dayChart([...rows, row('2024-12-09', 'A', '-1')], ['2025-01', '2025-02']).split('\n');

  it('has a line for every day of the longest month, months side by side', () => {
    expect(chart[0]).toBe(
      `Wed 01-01 ${' '.repeat(20)}     0.00   Sat 02-01 ${'#'.repeat(13)}${' '.repeat(7)}     5.00`,
    );
    expect(chart[1]).toContain(`Sun 02-02 ${'#'.repeat(20)}     7.50`);
    expect(chart[30]).toBe(`Fri 01-31 ${' '.repeat(20)}     0.00`);
  });

  it('lists days of other months below', () => {
    expect(chart.slice(31)).toEqual(['2024-12-09: -1.00 (usage of an earlier month, on these bills)']);
  });
});

describe('the table of a week', () => {
  it('runs from Monday to Sunday, the dearest service first, the small ones together', () => {
    const services = Array.from({ length: 14 }, (_, i) => row('2025-02-19', `S${i}`, `${100 - i}`));
    const lines = weekTable([...services, row('2025-02-16', 'Sunday before', '999')], '2025-02-19').split('\n');
    expect(lines[0]?.trim().split(/\s{2,}/)).toEqual([
      ...['Mon 02-17', 'Tue 02-18', 'Wed 02-19', 'Thu 02-20', 'Fri 02-21', 'Sat 02-22', 'Sun 02-23'],
    ]);
    expect(lines[1]).toMatch(/^S0 +0\.00 +0\.00 +100\.00/);
    expect(lines.at(-2)).toMatch(/^others +0\.00 +0\.00 +175\.00/);
    expect(lines.at(-1)).toMatch(/^all +0\.00 +0\.00 +1309\.00/);
  });
});

describe('the comparison', () => {
  const source = (name: string, unblended: string) => ({
    name,
    periods: new Map([['2025-01', costs(unblended, '1', 3)]]),
  });

  it('takes different notations of one number for equal', () => {
    const sources = [source('input', '1.5'), source('table', '1.500000000000000000')];
    expect(compared(sources, ['2025-01']).equal).toBe(true);
  });

  it('sees a difference in the last digit, and a source that has nothing', () => {
    expect(compared([source('a', '1.5'), source('b', '1.500000000000000001')], ['2025-01']).equal).toBe(false);
    expect(compared([source('a', '1.5'), { name: 'b', periods: new Map() }], ['2025-01']).equal).toBe(false);
  });
});

it('aligns numbers to the right', () => {
  expect(
    aligned([
      ['a', '1'],
      ['bcd', '100'],
    ]),
  ).toBe('a      1\nbcd  100');
});

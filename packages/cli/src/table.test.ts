import { describe, expect, it } from '@jest/globals';
import { type Column, fields, table, toSeconds, unblended } from './table.ts';

interface Row {
  name: string;
  rows: number | '';
  why?: string;
}
const columns: Column<Row>[] = [
  { title: 'NAME', value: ({ name }) => name },
  { title: 'ROWS', value: ({ rows }) => rows },
  { title: 'WHY', value: ({ why }) => why ?? '' },
];

describe('table', () => {
  it('aligns columns, numbers to the right, without spaces at line ends', () => {
    const rows: Row[] = [
      { name: 'a', rows: 5, why: 'bad' },
      { name: 'long name', rows: 12345 },
      { name: 'b', rows: '', why: 'none' },
    ];
    expect(table(rows, columns, 'none')).toBe(
      ['NAME        ROWS  WHY', 'a              5  bad', 'long name  12345', 'b                 none'].join('\n'),
    );
  });

  it('says what it means that there is nothing', () => {
    expect(table([], columns, 'none')).toBe('none');
  });

  it('lets no value break a line or speak to the terminal', () => {
    expect(table([{ name: 'a\nb\x1b[31m', rows: 1 }], columns, '')).toContain('a b [31m');
  });
});

it('fields leaves out what is not there', () => {
  expect(
    fields([
      ['a', 1],
      ['bcd', 'x'],
      ['e', undefined],
      ['f', ''],
    ]),
  ).toBe('a    1\nbcd  x');
});

it('costs and times are short', () => {
  expect(unblended({ USD: { unblended_cost: '1.50' }, EUR: { unblended_cost: '-2' } })).toBe('1.50 USD + -2 EUR');
  expect(unblended(undefined)).toBe('');
  expect(toSeconds('2025-01-01T00:00:00.123Z')).toBe('2025-01-01T00:00:00Z');
});

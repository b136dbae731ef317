import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { type BadInput, badInputs, type Wrong } from './bad-inputs.ts';

const MAX_LINE = 1024 * 1024;
const NEEDED = ['lineItem/UsageAccountId', 'lineItem/UsageStartDate', 'lineItem/ProductCode', 'lineItem/UnblendedCost'];
const BY_CODE: Record<string, Wrong> = {
  Z_BUF_ERROR: 'truncated',
  Z_DATA_ERROR: 'checksum',
  CSV_RECORD_INCONSISTENT_COLUMNS: 'fields',
  CSV_QUOTE_NOT_CLOSED: 'quote',
  INVALID_OPENING_QUOTE: 'quote',
  CSV_MAX_RECORD_SIZE: 'line',
};

const rowWrong = (row: Record<string, string>): Wrong | undefined => {
  if (/[^\d.E+-]/.test(row['lineItem/UnblendedCost'] ?? '')) return 'number';
  if (/E\+?\d{4}/.test(row['lineItem/UnblendedCost'] ?? '')) return 'number';
  if (row['lineItem/ProductCode']?.includes('\0')) return 'nul';
  return row['lineItem/ProductCode']?.includes('\uFFFD') ? 'encoding' : undefined;
};

const headerWrong = (columns: string[]): Wrong | undefined => {
  if (!columns.some((column) => column.startsWith('lineItem/'))) return 'format';
  return NEEDED.every((column) => columns.includes(column)) ? undefined : 'column';
};

/** A plain reader of reports that says in one word what it stumbled over. */
const wrongWith = async ({ name, bytes }: BadInput): Promise<string> => {
  let empty = true;
  let wrong: Wrong | undefined;
  const columns = (names: string[]) => {
    empty = false;
    wrong = headerWrong(names);
    return names;
  };
  const text = name.endsWith('.gz') ? createGunzip() : new PassThrough();
  try {
    await pipeline(Readable.from([bytes()]), text, parse({ columns, max_record_size: MAX_LINE }), async (rows) => {
      for await (const row of rows) wrong ??= rowWrong(row);
    });
    return wrong ?? (empty ? 'empty' : 'nothing');
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    return wrong ?? BY_CODE[code] ?? message;
  }
};

describe('bad inputs', () => {
  it.each(badInputs())('$name stumbles over: $expected', async (input) => {
    expect(await wrongWith(input)).toBe(input.expected);
  });

  it('have names of their own and the same bytes every time', () => {
    const inputs = badInputs().filter(({ name }) => name !== 'huge-line.csv.gz');
    expect(new Set(inputs.map(({ name }) => name)).size).toBe(inputs.length);
    for (const { bytes } of inputs) expect(bytes().equals(bytes())).toBe(true);
  });

  it('lack a column and are whole otherwise', () => {
    const lacking = badInputs().filter(({ expected }) => expected === 'column');
    expect(lacking.map(({ column }) => column)).toEqual(NEEDED);
    for (const { bytes, column } of lacking) {
      const rows = parseSync(bytes(), { columns: true });
      expect(rows).toHaveLength(40);
      expect(rows[0]).not.toHaveProperty([column ?? '']);
    }
  });

  it('have a huge line in a small file', () => {
    const bytes = badInputs()
      .find(({ name }) => name === 'huge-line.csv.gz')
      ?.bytes();
    expect(bytes?.length).toBeLessThan(2.5 * 1024 * 1024);
  });
});

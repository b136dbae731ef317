import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FOCUS_COLUMNS_1_2, type FocusColumn } from '../packages/cur/src/focus-1.2/columns.ts';
import { GAPS, LEFT_OUT } from '../packages/cur/src/focus-1.2/gaps.ts';
import { FORMATS, writeReport } from '../scripts/sample-report/index.ts';
import { columnsOf, curatedFiles, rowsOf } from './focus/curated-rows.ts';
import { FOCUS_RULES, type Row } from './focus/rules.ts';

// Curated files made of generated reports, held against FOCUS 1.2: each deviation is listed in gaps.ts, and real.

const PARQUET_TYPES: Readonly<Record<FocusColumn['type'], object>> = {
  String: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  JSON: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  Decimal: { type: 'FIXED_LEN_BYTE_ARRAY', converted_type: 'DECIMAL', precision: 38, scale: 18 },
  // Milliseconds since 1970, in UTC by Parquet's definition.
  'Date/Time': { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

/** Columns of rules that some row breaks. */
const broken = (rows: readonly Row[]): string[] =>
  [...new Set(FOCUS_RULES.filter((rule) => rows.some((row) => !rule.isMet(row))).map(({ column }) => column))].sort();

describe('FOCUS 1.2', () => {
  let folder = '';
  const filesOf = new Map<string, ArrayBuffer[]>();
  const rowsOfFormat = async (format: string) => (await Promise.all((filesOf.get(format) ?? []).map(rowsOf))).flat();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'almanac-focus-'));
    for (const format of FORMATS) {
      const file = join(folder, `${format}.csv.gz`);
      await writeReport(file, { rows: 3000, format });
      filesOf.set(format, await curatedFiles(await readFile(file)));
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('has 57 columns, of which 21 are mandatory', () => {
    expect(FOCUS_COLUMNS_1_2).toHaveLength(57);
    expect(FOCUS_COLUMNS_1_2.filter(({ level }) => level === 'Mandatory')).toHaveLength(21);
    expect(FOCUS_COLUMNS_1_2.filter(({ id }) => id in LEFT_OUT && !id.startsWith('PricingCurrency'))).toEqual([]);
  });

  it.each(FORMATS)('gives names, types and order to the files of %s', (format) => {
    const [file = new ArrayBuffer()] = filesOf.get(format) ?? [];
    const columns = columnsOf(file);
    const own = columns.filter(({ name }) => name.startsWith('x_'));
    const wanted = FOCUS_COLUMNS_1_2.filter(({ id }) => !(id in LEFT_OUT));
    expect(columns).toMatchObject([
      ...wanted.map(({ id, type }) => ({ name: id, ...PARQUET_TYPES[type] })),
      ...own.map(({ name }) => ({ name, ...PARQUET_TYPES.String })),
    ]);
  });

  it.each(FORMATS)('is met by every row of %s, but for the listed gaps', async (format) => {
    const rows = await rowsOfFormat(format);
    const categories = new Set(rows.map((row) => row.ChargeCategory));
    expect([...categories].sort()).toEqual(['Adjustment', 'Credit', 'Purchase', 'Tax', 'Usage']);
    const gaps = GAPS.filter(({ formats }) => formats.some((each) => each === format));
    expect(broken(rows)).toEqual([...new Set(gaps.map(({ column }) => column))].sort());
  });

  it('tells corrections of earlier months from other refunds', async () => {
    for (const format of FORMATS) {
      const refunds = (await rowsOfFormat(format)).filter((row) => row.ChargeCategory === 'Adjustment');
      for (const row of refunds) {
        const isEarlier = (row.ChargePeriodStart ?? '') < (row.BillingPeriodStart ?? '');
        expect(row.ChargeClass).toBe(isEarlier ? 'Correction' : null);
      }
      expect(new Set(refunds.map((row) => row.ChargeClass))).toEqual(new Set(['Correction', null]));
    }
  });

  it('has rules that bite, each of them', async () => {
    const rows = await rowsOfFormat('cur-2.0');
    const wrong = [null, 'wrong', '2000-01-01T00:00:00Z', '[1]', '7', 'Usage', 'Tax', 'Purchase', 'Credit', 'Unused'];
    const columns = Object.keys(rows[0] ?? {});
    const oneOfEach = [...new Map(rows.map((row) => [`${row.x_LineItemType}`, row])).values()];
    const mutants = oneOfEach.flatMap((row) =>
      columns.flatMap((column) => wrong.map((value) => ({ ...row, [column]: value }))),
    );
    const toothless = FOCUS_RULES.filter((rule) => mutants.every((row) => isMetBy(rule, row)));
    expect(toothless.map(({ column, requirement }) => `${column} ${requirement}`)).toEqual([]);
  });
});

/** A value that cannot even be read breaks a rule too. */
function isMetBy(rule: (typeof FOCUS_RULES)[number], row: Row): boolean {
  try {
    return rule.isMet(row);
  } catch {
    return false;
  }
}

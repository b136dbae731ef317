import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unitsAt } from './amount-words.ts';
import { ByteScanner } from './byte-scanner.ts';
import { type TextColumn, textOf } from './column-batch.ts';
import { repeatedRows, rowsText } from './csv-scanner.contract.ts';
import type { CsvScanner, ScanLayout, ScannedRows } from './csv-scanner.ts';
import { SimdScanner } from './simd-scanner.ts';

/** A text column that is a key, one that is not, one of days that is a key too. */
const [KEY, OTHER, DAY] = [0, 2, 4];
const wanted = { batchRows: 3000, texts: [KEY, OTHER, DAY], amounts: [1, 3] };
const grouping = { keys: [KEY, DAY], days: [DAY] };
const layoutOf = (batchRows: number, isBesideRows = false): ScanLayout => ({
  ...{ fieldCount: 5, maxLineBytes: 10_000, wanted: { ...wanted, batchRows, grouping: { ...grouping, isBesideRows } } },
});

interface Given {
  readonly count: number;
  /** Of all rows of the text, from 0. */
  readonly firstRow: number;
  readonly texts: readonly string[];
  /** Units, or the text that is none. */
  readonly amounts: readonly (bigint | string)[];
}

const textAt = ({ ids, dictionary }: TextColumn, row: number) => textOf(dictionary, ids[row] as number);

/** @param before rows of the text in earlier batches */
const givenOf = ({ rows, texts, amounts, groups }: Omit<ScannedRows, 'grouped'>, before: number): Given[] =>
  Array.from({ length: rows }, (_, row) => ({
    count: groups?.counts[row] ?? 1,
    firstRow: before + (groups?.firstRows[row] ?? row),
    texts: texts.map((column) => textAt(column, row)),
    amounts: amounts.map(({ words, faults }) => faults.get(row) ?? unitsAt(words, row)),
  }));

/** Scans a text that comes in chunks of so many bytes. @param take is given each batch, and how many rows came before it */
function scanned(
  scanner: CsvScanner,
  text: string,
  chunkBytes: number,
  keepsTexts: boolean,
  take: (batch: ScannedRows, before: number) => void,
): void {
  const bytes = Buffer.from(text);
  let before = 0;
  const takeBatch = () => {
    take(scanner.batch(), before);
    before += scanner.rows;
  };
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    scanner.feed(bytes.subarray(at, at + chunkBytes));
    for (; scanner.scan() === 'batch-full'; ) {
      takeBatch();
      scanner.newBatch(keepsTexts);
    }
  }
  takeBatch();
}

/** What a scanner gives of a text. */
function givenBy(scanner: CsvScanner, text: string, chunkBytes: number, keepsTexts: boolean): Given[] {
  const given: Given[] = [];
  scanned(scanner, text, chunkBytes, keepsTexts, (batch, before) => given.push(...givenOf(batch, before)));
  return given;
}

const PLAIN = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3])(?::[0-5]\d){2}Z$/;
const dayOf = (text: string): string => PLAIN.exec(text)?.[1] ?? text;
const known = ({ texts: [key, other, day] }: Given) => [key, other, dayOf(day ?? '')];
const isWhole = ({ amounts }: Given) => amounts.every((amount) => typeof amount === 'bigint');

/** By key: how many rows of the file, and their sums. */
function sumsOf(given: readonly Given[]): Map<string, (number | bigint)[]> {
  const sums = new Map<string, (number | bigint)[]>();
  for (const { count, texts, amounts } of given.filter(isWhole)) {
    const key = JSON.stringify([texts[0], dayOf(texts[2] ?? '')]);
    const [rows = 0, ...units] = sums.get(key) ?? [];
    sums.set(key, [Number(rows) + count, ...amounts.map((amount, i) => BigInt(units[i] ?? 0) + BigInt(amount))]);
  }
  return sums;
}

describe('rows that are given grouped', () => {
  it.each([
    ['all in one batch', 3000],
    ['in small batches', 3],
  ])(
    'are those of the file, summed up by key, %s',
    (_, batchRows) => {
      fc.assert(
        fc.property(
          fc.oneof(rowsText, repeatedRows),
          fc.constantFrom(1, 64, 1000),
          fc.boolean(),
          (text, size, keeps) => {
            const layout = layoutOf(batchRows);
            const rows = givenBy(new ByteScanner(layout), text, size, keeps);
            const groups = givenBy(new SimdScanner(layout), text, size, keeps);
            expect(sumsOf(groups)).toEqual(sumsOf(rows));
            expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
            expect(groups.map(({ firstRow }) => firstRow)).toEqual(
              [...new Set(groups.map(({ firstRow }) => firstRow))].sort((a, b) => a - b),
            );
            for (const group of groups) expect(known(group)).toEqual(known(rows[group.firstRow] as Given));
            // Each text is one of some group's, and an amount that is none its row's alone.
            for (const i of [0, 1, 2]) {
              expect(new Set(groups.map((each) => known(each)[i]))).toEqual(
                new Set(rows.map((each) => known(each)[i])),
              );
            }
            const odd = (all: readonly Given[]) => all.filter((each) => !isWhole(each));
            expect(odd(groups).map(({ count, firstRow, amounts }) => ({ count, firstRow, amounts }))).toEqual(
              odd(rows).map(({ firstRow, amounts }) => ({ count: 1, firstRow, amounts })),
            );
          },
        ),
        { numRuns: process.env.TEST_FULL ? 20_000 : 300 },
      );
    },
    300_000,
  );

  it('are those of the rows beside them', () => {
    fc.assert(
      fc.property(
        fc.oneof(rowsText, repeatedRows),
        fc.constantFrom(1, 64, 1000),
        fc.boolean(),
        (text, size, isSmall) => {
          const layout = layoutOf(isSmall ? 3 : 3000, true);
          const rows: Given[] = [];
          scanned(new SimdScanner(layout), text, size, false, (batch, before) => {
            const [own, groups] = [givenOf(batch, before), givenOf(batch.grouped?.rows ?? batch, before)];
            const ofRows = [...(batch.grouped?.ofRows ?? []).slice(0, batch.rows)];
            expect(groups.map(({ count }) => count)).toEqual(
              groups.map((_, i) => ofRows.filter((group) => group === i).length),
            );
            expect(groups.map(({ firstRow }) => firstRow)).toEqual(groups.map((_, i) => before + ofRows.indexOf(i)));
            const keyOf = ({ texts: [key, , day] }: Given) => [key, dayOf(day ?? '')];
            expect(own.map(keyOf)).toEqual(ofRows.map((group) => keyOf(groups[group] as Given)));
            expect(sumsOf(groups)).toEqual(sumsOf(own));
            rows.push(...own);
          });
          expect(rows).toEqual(givenBy(new ByteScanner(layout), text, size, false));
        },
      ),
      { numRuns: process.env.TEST_FULL ? 20_000 : 300 },
    );
  }, 300_000);

  it('take no row in that could make their sums too large', () => {
    const most = '9'.repeat(20);
    const layout = layoutOf(3000);
    const given = givenBy(new SimdScanner(layout), `a,${most},b,1,c\n`.repeat(50), 1000, false);
    expect(given.map(({ count }) => count)).toEqual(Array.from({ length: 50 }, () => 1));
    expect(given.map(({ amounts }) => amounts[0])).toEqual(Array.from({ length: 50 }, () => BigInt(most) * 10n ** 18n));
  });

  it('are few where most rows agree', () => {
    const rows = Array.from(
      { length: 1000 },
      (_, i) => `a${i % 3},0.${i},b,1,2025-01-0${1 + (i % 2)}T${10 + (i % 9)}:00:00Z\n`,
    );
    expect(givenBy(new SimdScanner(layoutOf(3000)), rows.join(''), 1000, false)).toHaveLength(6);
  });
});

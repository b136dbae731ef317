import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ColumnBatch } from './column-batch.ts';
import { textColumnOf } from './text-column-of.ts';
import { WideTuples } from './wide-tuples.ts';

const WIDTH = 12;
const COLUMNS = Array.from({ length: WIDTH }, (_, column) => column);
type Row = readonly string[];

const batchOf = (rows: readonly Row[]): ColumnBatch => ({
  ...{ rows: rows.length, firstRow: 2, amounts: [] },
  texts: COLUMNS.map((column) => textColumnOf(rows.map((row) => row[column] as string))),
});

const row = fc.array(fc.constantFrom('', '', 'a', 'b'), { minLength: WIDTH, maxLength: WIDTH });
/** Rows that come again, as those of a resource do. */
const rows = fc
  .tuple(fc.array(row, { minLength: 1, maxLength: 8 }), fc.array(fc.nat(), { maxLength: 60 }))
  .map(([distinct, picks]) => picks.map((pick) => distinct[pick % distinct.length] as Row));
const batches = fc.array(rows, { minLength: 1, maxLength: 4 });

function expectTold(tuples: WideTuples, all: readonly Row[]): void {
  const { ids, size } = tuples.of(batchOf(all));
  expect(tuples.used).toEqual(Array.from({ length: size }, (_, id) => id));
  expect(tuples.firstRows).toEqual([...tuples.firstRows].sort((a, b) => a - b));
  all.forEach((fields, i) => {
    const told: string[] = [];
    tuples.fill(ids[i] as number, told, COLUMNS);
    expect(told).toEqual(fields);
  });
}

const runs = { numRuns: process.env.TEST_FULL ? 5000 : 200 };

describe('combinations of texts in many columns', () => {
  it('are one for rows that agree, in the order of their first rows, batch after batch', () => {
    const tuples = new WideTuples(COLUMNS);
    fc.assert(
      fc.property(batches, (all) => {
        for (const each of all) {
          expectTold(tuples, each);
          expect(tuples.used).toHaveLength(new Set(each.map(String)).size);
        }
      }),
      runs,
    );
  });

  it('are told apart where their hashes are the same', () => {
    const tuples = new WideTuples(COLUMNS, 1);
    fc.assert(
      fc.property(batches, (all) => {
        for (const each of all) expectTold(tuples, each);
      }),
      runs,
    );
  });
});

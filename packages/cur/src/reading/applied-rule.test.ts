import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Rule } from '../line-item-rules.ts';
import { AppliedRule } from './applied-rule.ts';
import type { ColumnBatch } from './column-batch.ts';
import { textColumnOf } from './text-column-of.ts';
import { SharedTuples } from './tuple-ids.ts';

type Cells = readonly [string, string, string];

const COLUMNS = [0, 1, 2];
const joined = (columns: readonly number[], length?: number): Rule<string> => ({
  columns,
  value: ({ fields }) =>
    columns
      .map((column) => fields[column])
      .join('|')
      .slice(0, length),
});

/** Rules that look at the same columns, begin with the same, or number what they find alike or not. */
const RULES: readonly Rule<string>[] = [
  joined([]),
  joined([0]),
  joined([0, 1]),
  joined([0, 1, 2]),
  joined([0, 1, 2], 1),
  joined([2, 1], 2),
  joined([2, 1], 3),
  joined([1, 2]),
  { columns: [0, 1], value: ({ fields }) => (fields[0] === fields[1] ? 'same' : 'others') },
];

/** Rows [from, to) as a batch that continues the one before, whose texts it has too. */
const continuing = (rows: readonly Cells[], from: number, to: number): ColumnBatch => ({
  ...{ rows: to - from, continues: from > 0, firstRow: 2 + from, amounts: [] },
  texts: COLUMNS.map((column) => {
    const { ids, dictionary } = textColumnOf(rows.slice(0, to).map((row) => row[column] as string));
    return { ids: ids.subarray(from), dictionary };
  }),
});

const cell = fc.constantFrom('a', 'b', 'c', 'd');
const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 60 });
/** How many rows have been given whenever a batch is. */
const sizes = fc.array(fc.nat({ max: 60 }), { maxLength: 6 }).map((all) => all.sort((a, b) => a - b));

describe('rules applied to batches that continue others', () => {
  it('give each row its value, and each value the id it had', () => {
    const tuples = new SharedTuples(COLUMNS);
    const applied = RULES.map((rule) => [rule, new AppliedRule(rule, tuples)] as const);
    fc.assert(
      fc.property(rows, sizes, (all, cuts) => {
        let from = 0;
        const known = new Map<Rule<string>, readonly string[]>();
        for (const to of [...cuts.filter((cut) => cut > 0 && cut < all.length), all.length]) {
          const batch = continuing(all, from, to);
          for (const [rule, each] of applied) {
            const found = each.apply(batch);
            if (typeof found === 'number') throw new Error(`Row ${found} is refused`);
            const before = known.get(rule) ?? [];
            expect([...found.ids.subarray(0, to - from)].map((id) => found.values[id])).toEqual(
              all.slice(from, to).map((fields) => rule.value({ fields: [...fields], number: 2 })),
            );
            expect(found.values.slice(0, before.length)).toEqual(before);
            expect(new Set(found.values).size).toBe(found.values.length);
            known.set(rule, [...found.values]);
          }
          from = to;
        }
      }),
      { numRuns: process.env.TEST_FULL ? 5000 : 200 },
    );
  });
});

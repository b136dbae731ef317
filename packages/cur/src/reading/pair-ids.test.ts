import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PairIds } from './pair-ids.ts';

/** Ids in the order of first appearance, as they should be. */
function expectedIds(pairs: readonly (readonly [number, number])[]): number[] {
  const known = new Map<string, number>();
  return pairs.map((pair) => {
    const id = known.get(String(pair)) ?? known.size;
    known.set(String(pair), id);
    return id;
  });
}

const small = fc.nat({ max: 5 });
const large = fc.nat({ max: 3000 });
const pairs = fc.array(fc.oneof(fc.tuple(small, small), fc.tuple(large, small), fc.tuple(large, large)), {
  maxLength: 300,
});
const sizeOf = (ids: Iterable<number>) => Math.max(0, ...ids) + 1;

it('numbers pairs of columns in the order they come, in batches that go on with the ids of the one before', () => {
  const ids = new PairIds();
  fc.assert(
    fc.property(pairs, fc.nat({ max: 300 }), (all, cut) => {
      const firsts = Int32Array.from(all, ([first]) => first);
      const seconds = Int32Array.from(all, ([, second]) => second);
      const out = new Int32Array(all.length);
      const middle = Math.min(cut, all.length);
      for (const [from, to] of [
        [0, middle],
        [middle, all.length],
      ] as const) {
        if (from === 0 && from === to && to < all.length) continue;
        const column = (all: Int32Array) => ({ ids: all.subarray(from, to), size: sizeOf(all.subarray(0, to)) });
        const numbered = { rows: to - from, isAnew: from === 0 };
        ids.combine(column(firsts), column(seconds), numbered, out.subarray(from, to));
      }
      expect([...out]).toEqual(expectedIds(all));
      all.forEach(([first, second], row) => {
        expect([ids.first(out[row] ?? -1), ids.second(out[row] ?? -1)]).toEqual([first, second]);
      });
    }),
    { numRuns: 500 },
  );
});

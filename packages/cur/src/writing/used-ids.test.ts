import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UsedIds } from './used-ids.ts';

const SIZE = 6;
const idLists = fc.array(fc.nat({ max: SIZE - 1 }), { minLength: 1, maxLength: 40 });

it('numbers the ids that rows have, in the order of their first rows, and none that is null', () => {
  const usedIds = new UsedIds();
  fc.assert(
    fc.property(idLists, fc.array(fc.nat({ max: SIZE - 1 }), { maxLength: 2 }), (ids, nulls) => {
      const isNull = (id: number) => nulls.includes(id);
      const { indexes, count, levels, entries } = usedIds.of(Int32Array.from(ids), ids.length, SIZE, isNull);
      const present = ids.filter((id) => !isNull(id));
      expect(entries).toEqual([...new Set(present)]);
      expect(Array.from(indexes.subarray(0, count), (index) => entries[index])).toEqual(present);
      if (count < ids.length) expect([...levels.subarray(0, ids.length)]).toEqual(ids.map((id) => Number(!isNull(id))));
    }),
  );
});

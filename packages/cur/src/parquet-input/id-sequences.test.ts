import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IdSequences } from './id-sequences.ts';

it('numbers sequences as a map by their text would, also after it is cleared', () => {
  const sequence = fc.array(fc.integer({ min: -2, max: 3 }), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(sequence, { maxLength: 1500 }), (sequences) => {
      const numbers = new IdSequences();
      numbers.numberOf(Int32Array.of(1, 2, 3), 3);
      numbers.clear();
      const known = new Map<string, number>();
      for (const ids of sequences) {
        const text = ids.join();
        if (!known.has(text)) known.set(text, known.size);
        expect(numbers.numberOf(Int32Array.from([...ids, 9]), ids.length)).toBe(known.get(text));
      }
      expect(numbers.size).toBe(known.size);
    }),
    { numRuns: 50 },
  );
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setUnits, unitsAt, WORDS } from './amount-words.ts';
import { WordSums } from './word-sums.ts';

const LARGEST = 10n ** 38n - 1n;
const units = fc.oneof(
  fc.bigInt({ min: -LARGEST, max: LARGEST }),
  fc.constantFrom(0n, 1n, -1n, 2n ** 32n, -(2n ** 32n), 2n ** 64n - 1n, -(2n ** 96n), LARGEST, -LARGEST),
);

const wordsOf = (amounts: readonly bigint[]) => {
  const words = new Int32Array(amounts.length * WORDS);
  amounts.forEach((amount, row) => {
    setUnits(words, row, amount);
  });
  return words;
};

describe('amounts in words', () => {
  it('give back what was stored', () => {
    fc.assert(
      fc.property(fc.array(units), (all) => expect(all.map((_, row) => unitsAt(wordsOf(all), row))).toEqual(all)),
    );
  });

  it('are summed by id, exactly', () => {
    const rows = fc.array(fc.tuple(fc.nat({ max: 20 }), units), { maxLength: 200 });
    fc.assert(
      fc.property(rows, fc.nat({ max: 200 }), (all, cut) => {
        const sums = new WordSums();
        const ids = Int32Array.from(all, ([id]) => id);
        const words = wordsOf(all.map(([, amount]) => amount));
        const from = Math.min(cut, all.length);
        sums.add(ids, words, from, 21);
        sums.add(ids.subarray(from), words.subarray(from * WORDS), all.length - from, 21);
        for (let id = 0; id < 21; id++) {
          expect(sums.units(id)).toBe(all.reduce((sum, [each, amount]) => (each === id ? sum + amount : sum), 0n));
        }
      }),
    );
  });

  it('stay exact over more rows than a double holds the words of', () => {
    const rows = 2 ** 16;
    const sums = new WordSums();
    const words = wordsOf(Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? -1n : 2n ** 96n - 1n)));
    const ids = new Int32Array(rows);
    const times = 80;
    for (let i = 0; i < times; i++) sums.add(ids, words, rows, 1);
    const negative = BigInt(Math.ceil(rows / 3));
    expect(sums.units(0)).toBe(BigInt(times) * ((BigInt(rows) - negative) * (2n ** 96n - 1n) - negative));
  });
});

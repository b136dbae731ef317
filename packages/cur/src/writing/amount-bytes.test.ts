import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setUnits, WORDS } from '../reading/amount-words.ts';
import { AMOUNT_BYTES, AmountBytes } from './amount-bytes.ts';

const LIMIT = 10n ** 38n;
const rows = fc.array(fc.tuple(fc.bigInt({ min: 1n - LIMIT, max: LIMIT - 1n }), fc.boolean()), { maxLength: 20 });

function read(bytes: Uint8Array): bigint[] {
  const view = Buffer.from(bytes);
  return Array.from({ length: bytes.length / AMOUNT_BYTES }, (_, i) => {
    const at = i * AMOUNT_BYTES;
    return (view.readBigInt64BE(at) << 64n) | view.readBigUInt64BE(at + AMOUNT_BYTES / 2);
  });
}

it('turns amounts around, leaving out those that are not there', () => {
  const amountBytes = new AmountBytes();
  fc.assert(
    fc.property(rows, (all) => {
      const words = new Int32Array(all.length * WORDS);
      all.forEach(([units], row) => {
        setUnits(words, row, units);
      });
      const isThere = Uint8Array.from(all, ([, there]) => Number(there));
      expect(read(amountBytes.of({ words }, all.length))).toEqual(all.map(([units]) => units));
      const some = all.filter(([, there]) => there).map(([units]) => units);
      expect(read(amountBytes.of({ words, isThere }, all.length))).toEqual(some);
    }),
  );
});

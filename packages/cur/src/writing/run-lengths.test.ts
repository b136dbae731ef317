import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { PageBytes } from './page-bytes.ts';
import { bitWidthOf, writeHybrid } from './run-lengths.ts';

const values = fc
  .array(fc.tuple(fc.nat({ max: 65_535 }), fc.oneof(fc.constant(1), fc.nat({ max: 40 }))), {
    minLength: 1,
    maxLength: 40,
  })
  .map((runs) => runs.flatMap(([value, count]) => Array<number>(count).fill(value)))
  .filter((all) => all.length > 0);

it('writes what a reader of Parquet reads back', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(1, 2, 200, 65_536), (all, limit) => {
      const numbers = all.map((value) => value % limit);
      const page = new PageBytes();
      writeHybrid(page, Int32Array.from(numbers), numbers.length, bitWidthOf(limit));
      const bytes = new Uint8Array(page.bytes());
      const output = new Array<number>(numbers.length);
      const reader = { view: new DataView(bytes.buffer), offset: 0 };
      readRleBitPackedHybrid(reader, bitWidthOf(limit), output, bytes.length);
      expect(output).toEqual(numbers);
      expect(reader.offset).toBe(bytes.length);
    }),
    { numRuns: 500 },
  );
});

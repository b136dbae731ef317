import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HybridRuns } from './hybrid-runs.ts';

const varint = (value: number): number[] => (value < 128 ? [value] : [(value % 128) | 128, ...varint(value >>> 7)]);

/** Numbers as one run of a kind; packed ones are filled up with zeros to a multiple of eight. */
function encoded(numbers: readonly number[], bitWidth: number, isPacked: boolean): number[] {
  if (!isPacked) {
    const bytes = Array.from({ length: Math.ceil(bitWidth / 8) }, (_, i) => ((numbers[0] ?? 0) >>> (8 * i)) & 255);
    return [...varint(numbers.length * 2), ...bytes];
  }
  const groups = Math.ceil(numbers.length / 8);
  const bytes = new Array<number>(groups * bitWidth).fill(0);
  numbers.forEach((number, i) => {
    for (let bit = 0; bit < bitWidth; bit++) {
      const at = i * bitWidth + bit;
      if ((number >>> bit) & 1) bytes[at >>> 3] = (bytes[at >>> 3] ?? 0) | (1 << (at & 7));
    }
  });
  return [...varint(groups * 2 + 1), ...bytes];
}

const runs = fc.integer({ min: 1, max: 25 }).chain((bitWidth) => {
  const number = fc.nat({ max: 2 ** bitWidth - 1 });
  const packed = fc.array(number, { minLength: 8, maxLength: 64 }).map((all) => all.slice(0, all.length & ~7));
  const repeated = fc.tuple(number, fc.integer({ min: 1, max: 300 })).map(([n, count]) => Array(count).fill(n));
  const run = fc.oneof(
    packed.map((numbers) => ({ numbers, isPacked: true })),
    repeated.map((numbers: number[]) => ({ numbers, isPacked: false })),
  );
  return fc.record({ bitWidth: fc.constant(bitWidth), runs: fc.array(run, { minLength: 1, maxLength: 8 }) });
});

describe('runs of numbers', () => {
  it('come out as they went in, however many are taken at a time', () => {
    fc.assert(
      fc.property(runs, fc.nat({ max: 5 }), fc.integer({ min: 1, max: 100 }), (made, offset, step) => {
        const numbers = made.runs.flatMap((run) => run.numbers);
        const bytes = made.runs.flatMap((run) => encoded(run.numbers, made.bitWidth, run.isPacked));
        const decoder = new HybridRuns(Uint8Array.from([...Array(offset).fill(255), ...bytes]), offset, made.bitWidth);
        const decoded: number[] = [];
        const some = new Int32Array(100);
        while (decoded.length < numbers.length) {
          const count = Math.min(step, numbers.length - decoded.length);
          decoder.fill(some, count);
          decoded.push(...some.subarray(0, count));
        }
        expect(decoded).toEqual(numbers);
      }),
    );
  });

  it('of no bits are zeros, with or without bytes', () => {
    const out = Int32Array.of(7, 7, 7);
    new HybridRuns(new Uint8Array(), 0, 0).fill(out, 2);
    expect([...out]).toEqual([0, 0, 7]);
  });

  it.each([
    ['nothing', [], 3],
    ['a run without its value', [20], 3],
    ['packed numbers that end early', [3, 255], 3],
    ['a length without end', [255, 255, 255, 255, 255, 255], 3],
    ['numbers too wide', [2, 0, 0, 0, 0], 26],
  ])('are refused: %s', (_name, bytes, bitWidth) => {
    expect(() => new HybridRuns(Uint8Array.from(bytes), 0, bitWidth).fill(new Int32Array(8), 8)).toThrow(
      expect.objectContaining({ code: 'PARQUET_DAMAGED' }),
    );
  });
});

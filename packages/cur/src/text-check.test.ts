import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TextCheck } from './text-check.ts';

function accepts(bytes: Uint8Array, cuts: readonly number[]): boolean {
  const check = new TextCheck();
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  try {
    let from = 0;
    for (const end of ends) {
      check.add(bytes.subarray(from, end));
      from = end;
    }
    check.end();
    return true;
  } catch {
    return false;
  }
}

function isText(bytes: Uint8Array): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\0');
  } catch {
    return false;
  }
}

describe('the check that a file is text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    fc.constantFrom([0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0x80], [0xff], [0xed, 0xa0, 0x80]).map(Buffer.from),
  );
  const cuts = fc.array(fc.nat(), { maxLength: 5 });

  it('agrees with a decoder wherever the chunks end', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), cuts, (pieces, at) => {
        const bytes = Buffer.concat(pieces);
        expect(accepts(bytes, at)).toBe(isText(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('says where NUL stands', () => {
    const check = new TextCheck();
    check.add(Buffer.from('ab'));
    expect(() => check.add(Buffer.from('c\0'))).toThrow('byte 3 is NUL');
  });
});

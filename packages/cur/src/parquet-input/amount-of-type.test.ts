import { Decimal } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amountUnits } from '../fields.ts';
import { AMOUNT_SCALE } from '../line-item.ts';
import { unitsAt, WORDS } from '../reading/amount-words.ts';
import { amountOfType, storeShortDouble } from './amount-of-type.ts';

/** What is stored, as plain decimal; undefined where nothing can be. */
function stored(element: Parameters<typeof amountOfType>[0], raw: Parameters<ReturnType<typeof amountOfType>>[2]) {
  const words = new Int32Array(2 * WORDS);
  if (!amountOfType(element)(words, 1, raw)) return undefined;
  expect([...words.subarray(0, WORDS)]).toEqual([0, 0, 0, 0]);
  return Decimal.of(unitsAt(words, 1), AMOUNT_SCALE).toString();
}

const DOUBLE = { name: 'cost', type: 'DOUBLE' } as const;
const usual = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.nat({ max: 10 })).map(([n, e]) => n / 10 ** e);

describe('doubles', () => {
  it('are their shortest decimals', () => {
    fc.assert(
      fc.property(fc.oneof(usual, fc.double({ min: -1e7, max: 1e7 }), fc.double()), (value) => {
        const units = amountUnits(String(value));
        const expected = units === undefined ? undefined : Decimal.of(units, AMOUNT_SCALE).toString();
        expect(stored(DOUBLE, value)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('are usually stored without being made into text', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (count) => {
        const value = Number(`${count}e-10`);
        const words = new Int32Array(WORDS);
        expect(storeShortDouble(words, 0, value)).toBe(true);
        expect(unitsAt(words, 0)).toBe(BigInt(count) * 10n ** 8n);
      }),
    );
  });

  it.each([0.1 + 0.2, 1e-11, 123_456.123_456_789_01, Number.NaN, Number.POSITIVE_INFINITY])(
    'are left to the slow way where they are longer: %p',
    (value) => {
      expect(storeShortDouble(new Int32Array(WORDS), 0, value)).toBe(false);
    },
  );

  it.each([
    [0.1 + 0.2, '0.30000000000000004'],
    [-0, '0'],
    [1.2e-7, '0.00000012'],
    [1.5e-19, undefined],
    [Number.NaN, undefined],
    [1e300, undefined],
  ])('%p is %s', (value, text) => {
    expect(stored(DOUBLE, value)).toBe(text);
  });
});

describe('other types', () => {
  const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
  const decimal = { name: 'cost', converted_type: 'DECIMAL' } as const;
  const most = 10n ** 38n - 1n;

  it.each([
    ['INT32 decimal', { ...decimal, type: 'INT32', scale: 2 }, -1234, '-12.34'],
    ['INT64 decimal', { ...decimal, type: 'INT64', scale: 9 }, 1n, '0.000000001'],
    ['decimal of bytes', { ...decimal, type: 'BYTE_ARRAY', scale: 3 }, bytes('ff'), '-0.001'],
    ['empty decimal', { ...decimal, type: 'BYTE_ARRAY', scale: 3 }, bytes(''), '0'],
    [
      '16-byte decimal',
      { ...decimal, type: 'FIXED_LEN_BYTE_ARRAY', scale: 18 },
      bytes('00'.repeat(15).concat('07')),
      '0.000000000000000007',
    ],
    [
      'decimal too large',
      { ...decimal, type: 'FIXED_LEN_BYTE_ARRAY', scale: 18 },
      bytes(`00${(most + 1n).toString(16)}`),
      undefined,
    ],
    ['decimal too fine', { ...decimal, type: 'INT64', scale: 19 }, 1n, undefined],
    ['decimal fine with zeros', { ...decimal, type: 'INT64', scale: 19 }, 10n, '0.000000000000000001'],
    [
      'decimal by logical type',
      { name: 'cost', type: 'INT64', logical_type: { type: 'DECIMAL', precision: 18, scale: 1 } },
      15n,
      '1.5',
    ],
    ['integer', { name: 'cost', type: 'INT64' }, -7n, '-7'],
    ['float', { name: 'cost', type: 'FLOAT' }, Math.fround(0.1), '0.1'],
    ['text', { name: 'cost', type: 'BYTE_ARRAY' }, Buffer.from('1.2E-7'), '0.00000012'],
    ['absent text', { name: 'cost', type: 'BYTE_ARRAY' }, Buffer.from(''), '0'],
    ['text that is none', { name: 'cost', type: 'BYTE_ARRAY' }, Buffer.from('twelve'), undefined],
  ] as const)('%s', (_name, element, raw, text) => {
    expect(stored(element, raw)).toBe(text);
  });
});

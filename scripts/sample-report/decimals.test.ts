import { describe, expect, it } from '@jest/globals';
import { canonical, parseAmount, plain, sameAmount, sumAmounts } from './decimals.ts';

describe('decimals', () => {
  it.each([
    ['', '0'],
    ['0E-10', '0'],
    ['-0.0000', '0'],
    ['1.2E-7', '0.00000012'],
    ['-42.123456789012345678', '-42.123456789012345678'],
    ['+007.500', '7.5'],
    ['.5', '0.5'],
    ['3.', '3'],
    ['1.5e2', '150'],
    ['12345678901234567890.000000000000000000000000000001', '12345678901234567890.000000000000000000000000000001'],
  ])('writes %p as %p', (text, expected) => expect(canonical(text)).toBe(expected));

  it.each(['.', 'E5', '1,5', 'twelve', '1E999999999', '1E-31', '--1', ' 1'])('refuses %p', (text) => {
    expect(() => parseAmount(text)).toThrow(RangeError);
  });

  it('adds without rounding', () => {
    expect(sumAmounts(['0.1', '0.2', '-3E-18', ''])).toBe('0.299999999999999997');
    expect(plain(parseAmount('0.1') * 3n)).toBe('0.3');
  });

  it('compares numbers, not texts', () => {
    expect(sameAmount('1.0', '10E-1')).toBe(true);
    expect(sameAmount('1.0', '1.000000000000000001')).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from './decimal.ts';

const text = fc
  .record({
    sign: fc.constantFrom('', '-'),
    whole: fc.bigInt(0n, 10n ** 20n),
    fraction: fc.stringMatching(/^\d{0,18}$/),
  })
  .map(({ sign, whole, fraction }) => `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`);

describe('Decimal', () => {
  it.each([
    ['0', '0'],
    ['-0.00', '0'],
    ['1.2E-7', '0.00000012'],
    ['1.2e+3', '1200'],
    ['-.5', '-0.5'],
    ['+7.', '7'],
    ['0.000000000000000001', '0.000000000000000001'],
    ['123456789012345678901234567890.10', '123456789012345678901234567890.1'],
  ])('reads %s as %s', (input, plain) => {
    expect(Decimal.parse(input).toString()).toBe(plain);
  });

  it.each(['', '.', '-', 'e5', '1,5', '0x10', 'NaN', 'Infinity', '1 2', '1e', '--1', '١'])('refuses %j', (input) => {
    expect(() => Decimal.parse(input)).toThrow(expect.objectContaining({ code: 'NOT_A_NUMBER' }));
  });

  it('refuses exponents that would exhaust memory', () => {
    for (const bomb of ['1E999999999', '1e-201', '9E201']) {
      expect(() => Decimal.parse(bomb)).toThrow(expect.objectContaining({ code: 'AMOUNT_OUT_OF_RANGE' }));
    }
    expect(() => Decimal.parse('9'.repeat(401))).toThrow(expect.objectContaining({ code: 'NOT_A_NUMBER' }));
  });

  it('multiplies exactly', () => {
    expect(Decimal.parse('-1.20').times(Decimal.parse('0.05')).toString()).toBe('-0.06');
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const [x, y, z] = [Decimal.parse(a), Decimal.parse(b), Decimal.parse(c)];
        expect(x.times(y.plus(z)).equals(x.times(y).plus(x.times(z)))).toBe(true);
        expect(x.times(y).toFixedPoint(36)).toBe(x.toFixedPoint(18) * y.toFixedPoint(18));
      }),
    );
  });

  it('adds exactly, in any order', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
        const scaled = texts.reduce((sum, t) => sum + Decimal.parse(t).toFixedPoint(18), 0n);
        const forward = texts.reduce((sum, t) => sum.plus(Decimal.parse(t)), Decimal.ZERO);
        const backward = texts.reduceRight((sum, t) => sum.plus(Decimal.parse(t)), Decimal.ZERO);
        expect(forward.equals(Decimal.of(scaled, 18))).toBe(true);
        expect(backward.toString()).toBe(forward.toString());
      }),
    );
  });

  it('round-trips through its plain notation', () => {
    fc.assert(
      fc.property(text, (t) => expect(Decimal.parse(Decimal.parse(t).toString()).equals(Decimal.parse(t))).toBe(true)),
    );
  });

  it('orders and subtracts', () => {
    expect(Decimal.parse('-1').compare(Decimal.parse('0.1'))).toBe(-1);
    expect(Decimal.parse('1.10').compare(Decimal.parse('1.1'))).toBe(0);
    expect(Decimal.parse('2').minus(Decimal.parse('0.5')).toString()).toBe('1.5');
  });

  it.each([
    ['0', 1],
    ['1200', 2],
    ['0.0012', 2],
    ['10.50', 3],
    ['-123.456', 6],
  ])('counts the significant digits of %s', (input, digits) => {
    expect(Decimal.parse(input).precision()).toBe(digits);
  });

  it('refuses to cut digits for fixed point', () => {
    expect(Decimal.parse('1.5000').toFixedPoint(1)).toBe(15n);
    expect(() => Decimal.parse('1.55').toFixedPoint(1)).toThrow(
      expect.objectContaining({ code: 'AMOUNT_OUT_OF_RANGE' }),
    );
  });
});

import { Decimal } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { changeText, compareRatios, ratio, ratioText } from './ratio.ts';

const of = (top: string, bottom: string | number) =>
  ratio(Decimal.parse(top), typeof bottom === 'number' ? bottom : Decimal.parse(bottom));

describe('exact fractions', () => {
  it('compare without rounding', () => {
    expect(compareRatios(of('1', '3'), of('0.333333333333333333', 1))).toBeGreaterThan(0);
    expect(compareRatios(of('0.1', '0.3'), of('1', 3))).toBe(0);
    expect(compareRatios(of('6', 5), of('1', 1), 120)).toBe(0);
    expect(compareRatios(of('5.99', 5), of('1', 1), 120)).toBeLessThan(0);
  });

  it('are shown rounded half up', () => {
    expect([ratioText(of('2', 3)), ratioText(of('1', 8)), ratioText(of('1', 8), 1), ratioText(of('5', 0))]).toEqual([
      '0.67',
      '0.13',
      '0.1',
      '0',
    ]);
    expect([changeText(of('3', 2), of('1', 1)), changeText(of('1', 3), of('1', 1))]).toEqual(['+50 %', '-67 %']);
    expect(changeText(of('1', 1), of('0', 1))).toBeUndefined();
  });

  it('are shown to within half of the last digit', () => {
    const number = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(number, number, (top, bottom) => {
        const shown = Decimal.parse(ratioText(ratio(Decimal.of(top), Decimal.of(bottom))));
        const error = shown.times(Decimal.of(bottom)).minus(Decimal.of(top));
        const limit = Decimal.of(bottom * 5n, 3);
        expect(error.compare(limit) <= 0 && error.negated().compare(limit) <= 0).toBe(true);
      }),
    );
  });
});

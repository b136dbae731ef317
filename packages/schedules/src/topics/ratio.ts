import { Decimal } from '@almanac/kernel';

/** An exact fraction of two numbers that are not negative. */
export interface Ratio {
  readonly top: Decimal;
  readonly bottom: Decimal;
}

export const ratio = (top: Decimal, bottom: Decimal | number): Ratio => ({
  top,
  bottom: typeof bottom === 'number' ? Decimal.of(BigInt(bottom)) : bottom,
});

/** Negative, zero or positive as `a` is less than, equal to or greater than `percent` hundredths of `b`. */
export const compareRatios = (a: Ratio, b: Ratio, percent = 100): number =>
  a.top
    .times(b.bottom)
    .times(Decimal.of(100n))
    .compare(b.top.times(a.bottom).times(Decimal.of(BigInt(percent))));

/** For people: rounded half up to so many decimals; `0` where there is nothing to divide by. */
export function ratioText({ top, bottom }: Ratio, decimals = 2): string {
  if (bottom.units === 0n) return '0';
  const scaled = top.units * 10n ** BigInt(bottom.scale + decimals);
  const divisor = bottom.units * 10n ** BigInt(top.scale);
  return Decimal.of((2n * scaled + divisor) / (2n * divisor), decimals).toString();
}

/** By how much `now` differs from `before`, such as `+35 %`; undefined where there was nothing before. */
export function changeText(now: Ratio, before: Ratio): string | undefined {
  const whole = before.top.times(now.bottom);
  if (whole.units === 0n) return undefined;
  const difference = now.top.times(before.bottom).minus(whole);
  const isLess = difference.units < 0n;
  const size = ratioText(ratio((isLess ? difference.negated() : difference).times(Decimal.of(100n)), whole), 0);
  return `${isLess ? '-' : '+'}${size} %`;
}

import type { Random } from './random.ts';

/** How many units of the generator's money make one currency unit: whole numbers of 1e-10, exact up to 900,000. */
export const UNITS = 1e10;

/** Units of 1e-10 with ten decimals, AWS's usual form: `0.0416000000`. */
export const fixed10 = (units: number): string => {
  const digits = String(Math.abs(units)).padStart(11, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -10)}.${digits.slice(-10)}`;
};

const trimmed = (units: number): string => fixed10(units).replace(/\.?0+$/, '');

const scientific = (units: number): string => {
  const digits = String(units);
  const tail = digits.slice(1).replace(/0+$/, '');
  return `${digits[0]}${tail && `.${tail}`}E${digits.length - 11}`;
};

/**
 * An amount (units of 1e-10, not negative) in one of the forms met in real reports: ten decimals, no trailing zeros,
 * eighteen decimals, and an exponent for small amounts.
 */
export const amountText = (units: number, random: Random): string => {
  const form = random.below(20);
  if (form < 13) return fixed10(units);
  if (form < 16) return trimmed(units);
  if (form < 18) return `${fixed10(units)}${random.digits(8)}`;
  return units > 0 && units < UNITS / 1000 ? scientific(units) : fixed10(units);
};

/** An amount far below a cent, as AWS writes those: `1.2E-7`. At most 13 decimals. */
export const tinyText = (random: Random): string =>
  `${1 + random.below(9)}.${1 + random.below(9)}E-${7 + random.below(6)}`;

/** Nothing charged, in one of the forms met in real reports, the empty field included. */
export const zeroText = (random: Random): string => random.pick(['', '0', '0.0', '0.0000000000', '0E-10']);

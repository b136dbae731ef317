/**
 * Exact decimals of the generator's own, so that its truth does not lean on the code it is there to check.
 * A decimal is a BigInt that counts units of 1e-30.
 */
const SCALE = 30;
const AMOUNT = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Exact value of an amount as a report writes it, in units of 1e-30; an empty amount is 0.
 * @throws RangeError if the text is no number or has digits below 1e-30.
 */
export const parseAmount = (text: string): bigint => {
  if (text === '') return 0n;
  const match = AMOUNT.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (!match || whole + fraction === '') throw new RangeError(`not an amount: ${text}`);
  const value = shifted(BigInt(whole + fraction), SCALE - fraction.length + Number(match[4] ?? 0), text);
  return match[1] === '-' ? -value : value;
};

const POWERS = Array.from({ length: SCALE + 1 }, (_, exponent) => 10n ** BigInt(exponent));

const shifted = (digits: bigint, exponent: number, text: string): bigint => {
  if (exponent >= 0) return digits * (POWERS[exponent] ?? 10n ** BigInt(exponent));
  const divisor = 10n ** BigInt(-exponent);
  if (digits % divisor !== 0n) throw new RangeError(`more than ${SCALE} decimals: ${text}`);
  return digits / divisor;
};

/** Plain text of units of 1e-30: no exponent, no trailing zeros, "0" for zero, never "-0". */
export const plain = (units: bigint): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0+$/, '');
  return (units < 0n ? '-' : '') + digits.slice(0, -SCALE) + (fraction && `.${fraction}`);
};

/** Canonical plain form of any amount text: two amounts are equal exactly when these strings are. */
export const canonical = (text: string): string => plain(parseAmount(text));

/** Whether two amounts are the same number, however written. */
export const sameAmount = (left: string, right: string): boolean => parseAmount(left) === parseAmount(right);

/** Exact sum of amounts, in canonical plain form. */
export const sumAmounts = (amounts: Iterable<string>): string => {
  let sum = 0n;
  for (const amount of amounts) sum += parseAmount(amount);
  return plain(sum);
};

import { AlmanacError } from './errors.ts';

/** Exponents beyond this are refused: they would only serve to exhaust memory. DynamoDB holds 1E-130 to 9.9E+125. */
const MAX_EXPONENT = 200;
const MAX_TEXT_LENGTH = 400;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;

/**
 * An exact decimal number: `units` × 10^-`scale`. Immutable; no operation rounds.
 * Two decimals of equal value may differ in scale: compare with {@link Decimal.compare}, not by field.
 */
export class Decimal {
  static readonly ZERO = new Decimal(0n, 0);
  readonly units: bigint;
  readonly scale: number;

  private constructor(units: bigint, scale: number) {
    this.units = units;
    this.scale = scale;
  }

  /** The number `units` × 10^-`scale`; `scale` is a non-negative integer. */
  static of(units: bigint, scale = 0): Decimal {
    return new Decimal(units, scale);
  }

  /**
   * Reads decimal or scientific notation (`-12.50`, `1.2E-7`, `.5`), every digit kept.
   * @throws AlmanacError `NOT_A_NUMBER` for anything else, `AMOUNT_OUT_OF_RANGE` for absurd lengths and exponents.
   */
  static parse(text: string): Decimal {
    const match = text.length <= MAX_TEXT_LENGTH ? NUMBER.exec(text) : null;
    const whole = match?.[2] ?? '';
    const fraction = match?.[3] ?? '';
    if (!match || (whole === '' && fraction === '')) {
      throw new AlmanacError('NOT_A_NUMBER', `"${text.slice(0, 60)}" is not a number`);
    }
    const exponent = match[4] === undefined ? 0 : Number(match[4]);
    if (Math.abs(exponent) > MAX_EXPONENT) {
      throw new AlmanacError('AMOUNT_OUT_OF_RANGE', `"${text.slice(0, 60)}" has an exponent beyond ±${MAX_EXPONENT}`);
    }
    const digits = BigInt(whole + fraction);
    const units = match[1] === '-' ? -digits : digits;
    const scale = fraction.length - exponent;
    return scale >= 0 ? new Decimal(units, scale) : new Decimal(units * 10n ** BigInt(-scale), 0);
  }

  plus(other: Decimal): Decimal {
    if (this.scale === other.scale) return new Decimal(this.units + other.units, this.scale);
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.unitsAt(scale) + other.unitsAt(scale), scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.units * other.units, this.scale + other.scale);
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale);
  }

  /** Negative, zero or positive as this number is less than, equal to or greater than `other`. */
  compare(other: Decimal): number {
    const difference = this.minus(other).units;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  /** The same value without trailing zeros after the point. */
  trimmed(): Decimal {
    let { units, scale } = this;
    while (scale > 0 && units % 10n === 0n) {
      units /= 10n;
      scale -= 1;
    }
    return scale === this.scale ? this : new Decimal(units, scale);
  }

  /**
   * This number as a whole count of 10^-`scale`, as fixed-point columns store it.
   * @throws AlmanacError `AMOUNT_OUT_OF_RANGE` where digits would be lost.
   */
  toFixedPoint(scale: number): bigint {
    const exact = this.scale > scale ? this.trimmed() : this;
    if (exact.scale > scale) {
      throw new AlmanacError('AMOUNT_OUT_OF_RANGE', `${this} has more than ${scale} decimals`);
    }
    return exact.unitsAt(scale);
  }

  /** How many significant digits the value has: what DynamoDB limits to 38. */
  precision(): number {
    const digits = this.trimmed().units.toString().replace('-', '');
    return Math.max(1, digits.replace(/0+$/, '').length);
  }

  /** Plain notation: no exponent, no trailing zeros, no negative zero. */
  toString(): string {
    const { units, scale } = this.trimmed();
    const sign = units < 0n ? '-' : '';
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
    return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  }

  toJSON(): string {
    return this.toString();
  }

  private unitsAt(scale: number): bigint {
    return scale === this.scale ? this.units : this.units * 10n ** BigInt(scale - this.scale);
  }
}

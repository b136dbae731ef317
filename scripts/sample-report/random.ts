const GOLDEN = 0x9e3779b9;

const mix = (value: number): number => {
  let z = value ^ (value >>> 16);
  z = Math.imul(z, 0x21f0aaad);
  z ^= z >>> 15;
  z = Math.imul(z, 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
};

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const PAIRS = Array.from({ length: 1024 }, (_, n) => `${BASE32[n >> 5]}${BASE32[n & 31]}`);

/** Small seeded generator (splitmix32): 32-bit integer arithmetic only, so every machine draws the same numbers. */
export class Random {
  private state: number;

  /** @param seeds integers; each combination of them starts a sequence of its own. */
  constructor(...seeds: number[]) {
    this.state = seeds.reduce((state, seed) => mix((state ^ seed) + GOLDEN), 0);
  }

  /** Next integer in [0, 2^32). */
  next(): number {
    this.state = (this.state + GOLDEN) | 0;
    return mix(this.state);
  }

  /** Integer in [0, limit). */
  below(limit: number): number {
    return this.next() % limit;
  }

  /** Number in [low, high). */
  between(low: number, high: number): number {
    return low + (this.next() / 2 ** 32) * (high - low);
  }

  /** One element of a list that is not empty. */
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** `length` decimal digits. */
  digits(length: number): string {
    let text = '';
    while (text.length < length) text += String(this.below(1e8)).padStart(8, '0');
    return text.slice(0, length);
  }

  /** `length` characters of lower-case base 32, the alphabet of line item ids. */
  base32(length: number): string {
    let text = '';
    while (text.length < length) {
      const bits = this.next();
      text += `${PAIRS[bits & 1023]}${PAIRS[(bits >>> 10) & 1023]}${PAIRS[(bits >>> 20) & 1023]}`;
    }
    return text.length === length ? text : text.slice(0, length);
  }

  /** `length` hexadecimal digits. */
  hex(length: number): string {
    let text = '';
    while (text.length < length) text += this.next().toString(16).padStart(8, '0');
    return text.slice(0, length);
  }
}

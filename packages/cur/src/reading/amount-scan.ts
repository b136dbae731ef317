import { AMOUNT_SCALE } from '../line-item.ts';
import { WORDS } from './amount-words.ts';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
/** Digits before the point that a double holds exactly. */
const MAX_WHOLE = 15;
/** The 18 decimals are read as two groups of nine: each fits 30 bits. */
const GROUP = AMOUNT_SCALE / 2;
const GROUP_BASE = 10 ** GROUP;
const POWERS = Float64Array.from({ length: GROUP + 1 }, (_, i) => 10 ** i);

/** Half words, least significant first: products with {@link GROUP_BASE} stay exact in a double. */
const halves = new Float64Array(2 * WORDS);

/**
 * Reads an amount in plain notation, such as `-12.0005`, from `buffer[start, end)` and stores it as that of `row`.
 * @returns false, with 0 stored, where it is written in any other way: then it takes {@link amountUnits} to tell
 */
export function scanAmount(buffer: Uint8Array, start: number, end: number, words: Int32Array, row: number): boolean {
  const isNegative = buffer[start] === MINUS && end > start;
  const first = isNegative ? start + 1 : start;
  let at = first;
  let whole = 0;
  while (at < end) {
    const digit = (buffer[at] as number) - ZERO;
    if (digit < 0 || digit > 9) break;
    whole = whole * 10 + digit;
    at++;
  }
  const wholeDigits = at - first;
  let high = 0;
  let low = 0;
  let decimals = 0;
  if (at < end && buffer[at] === POINT) {
    const point = at++;
    while (at < end) {
      const digit = (buffer[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      if (at - point <= GROUP) high = high * 10 + digit;
      else low = low * 10 + digit;
      at++;
    }
    decimals = at - point - 1;
  }
  const isPlain = at === end && wholeDigits <= MAX_WHOLE && decimals <= AMOUNT_SCALE && wholeDigits + decimals > 0;
  if (!isPlain) {
    words.fill(0, row * WORDS, (row + 1) * WORDS);
    return start === end;
  }
  high *= POWERS[Math.max(0, GROUP - decimals)] as number;
  low *= POWERS[Math.min(GROUP, 2 * GROUP - decimals)] as number;
  store(whole, high, low, isNegative, words, row * WORDS);
  return true;
}

/** Stores whole × 10^18 + high × 10^9 + low, or its negative. */
function store(whole: number, high: number, low: number, isNegative: boolean, words: Int32Array, at: number): void {
  if (whole === 0 && high === 0) {
    words[at] = isNegative ? -low : low;
    words.fill(isNegative && low > 0 ? -1 : 0, at + 1, at + WORDS);
    return;
  }
  halves.fill(0);
  halves[0] = whole % 0x10000;
  halves[1] = Math.floor(whole / 0x10000) % 0x10000;
  halves[2] = Math.floor(whole / 0x1_0000_0000) % 0x10000;
  halves[3] = Math.floor(whole / 0x1_0000_0000_0000);
  timesGroupPlus(high);
  timesGroupPlus(low);
  let carry = isNegative ? 1 : 0;
  for (let i = 0; i < WORDS; i++) {
    const word = (halves[2 * i + 1] as number) * 0x10000 + (halves[2 * i] as number);
    const value = isNegative ? 0xffff_ffff - word + carry : word;
    carry = value > 0xffff_ffff ? 1 : 0;
    words[at + i] = value;
  }
}

function timesGroupPlus(addend: number): void {
  let carry = addend;
  for (let i = 0; i < halves.length; i++) {
    const value = (halves[i] as number) * GROUP_BASE + carry;
    carry = Math.floor(value / 0x10000);
    halves[i] = value - carry * 0x10000;
  }
}

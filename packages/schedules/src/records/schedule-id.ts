/** Crockford's base 32, in lower case; source: github.com/ulid/spec. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_DIGITS = 10;
const PREFIX = 'sched_';
const SHAPE = /^sched_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** How many random bytes an id takes. */
export const ID_RANDOM_BYTES = 10;

const base32 = (value: bigint, length: number): string =>
  Array.from({ length }, (_, i) => DIGITS[Number((value >> BigInt(5 * (length - 1 - i))) & 31n)]).join('');

/** `sched_` and a ULID in lower case: ids sort by their time, in milliseconds. */
export function scheduleIdAt(now: Date, random: Uint8Array): string {
  const chance = random.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  return `${PREFIX}${base32(BigInt(now.getTime()), TIME_DIGITS)}${base32(chance, 16)}`;
}

/** When an id was made; undefined where it is none of ours. */
export function timeOfScheduleId(id: string): Date | undefined {
  if (!SHAPE.test(id)) return undefined;
  const digits = [...id.slice(PREFIX.length, PREFIX.length + TIME_DIGITS)];
  return new Date(digits.reduce((value, digit) => value * 32 + DIGITS.indexOf(digit), 0));
}

import { MINUTE_MS } from '../calendar.ts';

/** A reading of a clock with its offset, `2026-03-08T03:30:00-04:00`; milliseconds only where there are some. */
export const localText = (local: number, offset: number): string => `${clockText(local)}${offsetText(offset)}`;

/** An instant as `2026-03-08T07:30:00Z`; milliseconds only where there are some. */
export const instantText = (instant: Date): string => `${clockText(instant.getTime())}Z`;

/** `-04:00`; seconds only where there are some, as in Monrovia until 1972. */
export function offsetText(offset: number): string {
  const size = Math.abs(offset);
  const seconds = (size % MINUTE_MS) / 1000;
  const parts = [Math.floor(size / (60 * MINUTE_MS)), Math.floor(size / MINUTE_MS) % 60, ...(seconds ? [seconds] : [])];
  return `${offset < 0 ? '-' : '+'}${parts.map((part) => String(part).padStart(2, '0')).join(':')}`;
}

const clockText = (local: number): string => new Date(local).toISOString().replace(/(\.000)?Z$/, '');

import { InvalidArgumentError } from 'commander';
import * as z from 'zod';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span such as `90s`, `15m`, `2h` or `7d`, in milliseconds; undefined for any other text. */
function spanMs(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNIT_MS[unit] ?? 0);
}

/**
 * Option value: a time such as `2026-11-24T10:00:00Z` or `2026-11-24`, or how long ago, such as `90s`, `15m`, `2h`, `7d`.
 * @throws InvalidArgumentError
 */
export const timeOr =
  (now: () => Date) =>
  (text: string): Date => {
    const ago = spanMs(text);
    if (ago !== undefined) return new Date(now().getTime() - ago);
    const time = isoTime(text);
    if (time) return time;
    throw new InvalidArgumentError(
      'It must be a time such as 2026-11-24T10:00:00Z, or how long ago, such as 15m or 2h.',
    );
  };

/** Option value: a time, or how far ahead, such as `15m`, `2h`, `7d`. @throws InvalidArgumentError */
export const timeAhead =
  (now: () => Date) =>
  (text: string): Date => {
    const ahead = spanMs(text);
    const time = ahead === undefined ? isoTime(text) : new Date(now().getTime() + ahead);
    if (time) return time;
    throw new InvalidArgumentError(
      'It must be a time such as 2026-11-24T10:00:00Z, or how far ahead, such as 2h or 7d.',
    );
  };

/** A time such as `2026-11-24T10:00:00Z` or `2026-11-24`; undefined for any other text. */
export function isoTime(text: string): Date | undefined {
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const isDay = z.iso.date().safeParse(text.slice(0, 10)).success; // Date takes 30 February for 2 March
  const time = new Date(isIso && isDay ? text : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../calendar.ts';
import { type AtExpression, type CronExpression, FIRST_YEAR, type RateExpression } from '../expressions/expression.ts';
import { type Zone, zoneOf } from '../zones/zone.ts';
import { cronTimes } from './cron-times.ts';
import type { Moment, Timing } from './timing.ts';

const UNIT_MS = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS } as const;
/** Between these an expression can name a time, and a clock can be read. */
const FIRST_INSTANT = Date.UTC(FIRST_YEAR, 0) - DAY_MS;
const LAST_INSTANT = Date.UTC(10_000, 0) + DAY_MS;

/** The instants that count, both ends included. */
interface Window {
  readonly first: number;
  readonly last: number;
}

/**
 * The times after an instant, in order, those that the clock leaves out among them.
 * @throws AlmanacError `INVALID_TIMEZONE`
 */
export function momentsAfter(timing: Timing, from: number): Iterable<Moment> {
  const { expression, startDate } = timing;
  const zone = zoneOf(timing.timezone);
  const after = { first: from + 1, last: LAST_INSTANT };
  if (expression.kind === 'at') return once(expression, zone, after);
  const window = common(after, windowOf(timing));
  if (expression.kind === 'cron') return cronMoments(expression, zone, window);
  return rateMoments(expression, zone, { window, start: startDate?.getTime() ?? from });
}

/**
 * The times at an instant and before it, latest first. A rate without a start date has none.
 * @throws AlmanacError `INVALID_TIMEZONE`
 */
export function momentsUntil(timing: Timing, until: number): Iterable<Moment> {
  const { expression, startDate } = timing;
  const zone = zoneOf(timing.timezone);
  const before = { first: FIRST_INSTANT, last: until };
  if (expression.kind === 'at') return once(expression, zone, before);
  const window = common(before, windowOf(timing));
  if (expression.kind === 'cron') return cronMoments(expression, zone, window, true);
  return startDate ? rateMoments(expression, zone, { window, start: startDate.getTime() }, true) : [];
}

const windowOf = ({ startDate, endDate }: Timing): Window => ({
  first: Math.max(startDate?.getTime() ?? FIRST_INSTANT, FIRST_INSTANT),
  last: Math.min(endDate?.getTime() ?? LAST_INSTANT, LAST_INSTANT),
});

const common = (one: Window, other: Window): Window => ({
  first: Math.max(one.first, other.first),
  last: Math.min(one.last, other.last),
});

function* once({ time }: AtExpression, zone: Zone, window: Window): Generator<Moment> {
  const { year, month, day, hour, minute, second } = time;
  yield* inWindow(zone, Date.UTC(year, month - 1, day, hour, minute, second), window);
}

function* cronMoments(cron: CronExpression, zone: Zone, window: Window, isBackwards = false): Generator<Moment> {
  const { first, last } = window;
  if (first > last) return;
  const begin = isBackwards ? zone.latestLocal(last) : first + zone.offsetAt(first);
  for (const local of cronTimes(cron, begin, isBackwards)) {
    const moments = inWindow(zone, local, window);
    yield* moments;
    if (moments.length === 0 && isBeyond(zone.place(local).nominal, window, isBackwards)) return;
  }
}

const isBeyond = (instant: number, { first, last }: Window, isBackwards: boolean): boolean =>
  isBackwards ? instant < first : instant > last;

function inWindow(zone: Zone, local: number, { first, last }: Window): Moment[] {
  const { instants, nominal } = zone.place(local);
  if (nominal < first || nominal > last) return [];
  return [{ instant: instants[0], local, isRepeated: instants.length > 1 }];
}

function* rateMoments(
  { value, unit }: RateExpression,
  zone: Zone,
  { window, start }: { window: Window; start: number },
  isBackwards = false,
): Generator<Moment> {
  const interval = value * UNIT_MS[unit];
  const step = isBackwards ? -1 : 1;
  const edge = isBackwards ? window.last : window.first;
  const count = isBackwards ? Math.floor((edge - start) / interval) : Math.max(0, Math.ceil((edge - start) / interval));
  for (let n = count; n >= 0; n += step) {
    const instant = start + n * interval;
    if (isBeyond(instant, window, isBackwards)) return;
    yield { instant, local: instant + zone.offsetAt(instant), isRepeated: false };
  }
}

// The other way to know when a schedule runs, for the tests: watch a clock for hours, minute by minute. It shares nothing with
// the engine, neither the parser nor how offsets are read.
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** How long before and after a change of the clock it is watched. No clock is set back further. */
export const WATCHED_MINUTES = 180;

/** What a clock shows in one minute. */
export interface Reading {
  readonly instant: number;
  readonly local: number;
  /** Whether it showed the same before, while it was watched. */
  readonly isSecondTime: boolean;
}

/** What a clock is ahead of UTC, in milliseconds, by what `Intl` calls the zone then. */
export function offsetReader(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (instant) => {
    const [, sign, hours, minutes, seconds = '0'] =
      /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(format.format(instant)) ?? [];
    if (sign === undefined) return 0;
    return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  };
}

/** The instants at which a clock changes, from one year to before another: the first minute of the new offset. */
export function clockChanges(zone: string, fromYear: number, toYear: number): number[] {
  const offset = offsetReader(zone);
  const changes: number[] = [];
  let before = offset(Date.UTC(fromYear, 0));
  for (let day = Date.UTC(fromYear, 0); day < Date.UTC(toYear, 0); day += 2 * DAY_MS) {
    const after = offset(day + 2 * DAY_MS);
    if (after === before) continue;
    let [low, high] = [day, day + 2 * DAY_MS];
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / MINUTE_MS / 2) * MINUTE_MS;
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    changes.push(high);
    before = after;
  }
  return changes;
}

/** What a clock shows around an instant. */
export function watchClock(zone: string, around: number): Reading[] {
  const offset = offsetReader(zone);
  const seen = new Set<number>();
  return Array.from({ length: 2 * WATCHED_MINUTES + 1 }, (_, i) => {
    const instant = around + (i - WATCHED_MINUTES) * MINUTE_MS;
    const local = instant + offset(instant);
    const isSecondTime = seen.has(local);
    seen.add(local);
    return { instant, local, isSecondTime };
  });
}

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
  for (let day = Date.UTC(fromYear, 0); day < Date.UTC(toYear, 0); day += 2 * DAY_MS) {
    const before = offset(day);
    if (before === offset(day + 2 * DAY_MS)) continue;
    let [low, high] = [day, day + 2 * DAY_MS];
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / MINUTE_MS / 2) * MINUTE_MS;
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    changes.push(high);
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

/** A cron expression and, said otherwise, when it is meant. */
export interface Meant {
  readonly text: string;
  readonly matches: (local: number) => boolean;
}

/** Expressions about the time at which a clock is changed; `random` gives numbers from 0 to 1. */
export function expressionNear(local: number, random: () => number): Meant {
  const upTo = (count: number): number => Math.floor(random() * count);
  const pick = <T>(...choices: readonly (() => T)[]): T => (choices[upTo(choices.length)] ?? choices[0] ?? fail)() as T;
  const date = new Date(local + (upTo(300) - 120) * MINUTE_MS);
  const [minute, hour, day] = [date.getUTCMinutes(), date.getUTCHours(), date.getUTCDate()];
  const [month, weekday, year] = [date.getUTCMonth() + 1, date.getUTCDay(), date.getUTCFullYear()];
  const step = 2 + upTo(14);
  const later = (hour + upTo(4)) % 24;
  type Part = readonly [string, (value: number) => boolean];
  const minutes = pick<Part>(
    () => [`${minute}`, (value) => value === minute],
    () => ['*', () => true],
    () => [`${minute % step}/${step}`, (value) => value >= minute % step && (value - (minute % step)) % step === 0],
    () => [`${minute},0`, (value) => value === minute || value === 0],
  );
  const hours = pick<Part>(
    () => [`${hour}`, (value) => value === hour],
    () => ['*', () => true],
    () => [`${hour}-${later}`, (value) => (value - hour + 24) % 24 <= (later - hour + 24) % 24],
    () => [`*/2`, (value) => value % 2 === 0],
  );
  type Days = readonly [string, string, (date: Date) => boolean];
  const names = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
  const days = pick<Days>(
    () => ['*', '?', () => true],
    () => [`${day}`, '?', (one) => one.getUTCDate() === day],
    () => ['?', `${names[weekday]}`, (one) => one.getUTCDay() === weekday],
    () => ['?', `${weekday + 1}#${Math.ceil(day / 7)}`, (one) => isNth(one, weekday, Math.ceil(day / 7))],
  );
  const months = pick<Part>(
    () => ['*', () => true],
    () => [`${month}`, (value) => value === month],
  );
  const years = pick<Part>(
    () => ['*', () => true],
    () => [`${year}`, (value) => value === year],
  );
  return {
    text: `cron(${minutes[0]} ${hours[0]} ${days[0]} ${months[0]} ${days[1]} ${years[0]})`,
    matches: (time) => {
      const one = new Date(time);
      if (one.getUTCSeconds() !== 0 || !minutes[1](one.getUTCMinutes()) || !hours[1](one.getUTCHours())) return false;
      return days[2](one) && months[1](one.getUTCMonth() + 1) && years[1](one.getUTCFullYear());
    },
  };
}

const isNth = (date: Date, weekday: number, nth: number): boolean =>
  date.getUTCDay() === weekday && date.getUTCDate() > 7 * (nth - 1) && date.getUTCDate() <= 7 * nth;

const fail = (): never => {
  throw new Error('nothing to choose from');
};

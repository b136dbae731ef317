// For the tests: expressions about a given time, each with its meaning in code that shares nothing with the parser.
const MINUTE_MS = 60_000;

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** A field as written, and which values it means. */
type Part = readonly [string, (value: number) => boolean];
/** Both day fields as written, and which days they mean. */
type Days = readonly [string, string, (date: Date) => boolean];

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
  const days = pick<Days>(
    () => ['*', '?', () => true],
    () => [`${day}`, '?', (one) => one.getUTCDate() === day],
    () => ['?', `${WEEKDAYS[weekday]}`, (one) => one.getUTCDay() === weekday],
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

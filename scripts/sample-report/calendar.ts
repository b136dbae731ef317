/** Share of a normal day by weekday, Sunday first: the weekly rhythm. */
const RHYTHM = [0.52, 1, 1.04, 1.05, 1.03, 0.97, 0.58] as const;
const GROWTH_PER_DAY = 0.002;
const DAY_MS = 86_400_000;

/** One day of a report. */
export type Day = {
  /** `YYYY-MM-DD`, UTC. */
  date: string;
  /** Days since 1970-01-01. */
  number: number;
  weekend: boolean;
  /** Share of a normal day's use by the weekly rhythm alone. */
  rhythm: number;
  /** Growth against the first day of the report. */
  growth: number;
};

/** One billing period of a report. */
export type Month = {
  /** `YYYY-MM`. */
  name: string;
  /** First of the month and first of the next, `YYYY-MM-DDT00:00:00Z`. */
  start: string;
  end: string;
  days: Day[];
};

const instant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

const dayOf = (ms: number, firstMs: number): Day => {
  const weekday = new Date(ms).getUTCDay();
  return {
    date: instant(ms).slice(0, 10),
    number: ms / DAY_MS,
    weekend: weekday === 0 || weekday === 6,
    rhythm: RHYTHM[weekday] ?? 1,
    growth: 1 + ((ms - firstMs) / DAY_MS) * GROWTH_PER_DAY,
  };
};

const startMs = (name: string): number => Date.parse(`${name}-01T00:00:00Z`);

const nextMonthMs = (name: string): number => {
  const [year = 0, month = 0] = name.split('-').map(Number);
  return Date.UTC(year, month, 1);
};

/** The months named (`YYYY-MM`, ascending), each with its first `dayLimit` days. */
export const calendar = (names: readonly string[], dayLimit: number): Month[] =>
  names.map((name) => {
    const from = startMs(name);
    const until = nextMonthMs(name);
    const length = Math.min(dayLimit, (until - from) / DAY_MS);
    const days = Array.from({ length }, (_, index) => dayOf(from + index * DAY_MS, startMs(names[0] ?? name)));
    return { name, start: instant(from), end: instant(until), days };
  });

/** The month before, `YYYY-MM`. */
export const previousMonth = (name: string): string => instant(startMs(name) - DAY_MS).slice(0, 7);

/** The working day on which the spike is planted: a little after the middle of the last month. */
export const spikeDay = (months: readonly Month[], seed: number): Day | undefined => {
  const days = months.at(-1)?.days.filter((day) => !day.weekend) ?? [];
  return days[Math.floor(days.length * 0.55) + (days.length > 6 ? seed % 3 : 0)];
};

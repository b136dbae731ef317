import { HOURS_OF_DAY } from './topic.ts';

/** What is known of each hour of the day, for one topic. */
export interface Choice {
  /** How many hours are wanted. */
  readonly count: number;
  /** The hours that are free. */
  readonly free: readonly number[];
  /** The wanted ones, most wanted first. */
  readonly preferred: readonly number[];
  readonly current: readonly number[];
  readonly minGapHours: number;
  isPeak(hour: number): boolean;
  weight(hour: number): number;
}

/**
 * The best hours, ascending. One set is better than another if it has more preferred hours; else fewer peak hours; else fewer
 * neighbours closer than the gap; else more of the current hours; else a larger audience; else hours preferred more; else
 * hours further apart; else earlier ones.
 */
export function chooseHours(choice: Choice): number[] {
  const preferred = choice.preferred.filter((hour) => choice.free.includes(hour));
  const others = choice.free.filter((hour) => !preferred.includes(hour));
  const missing = choice.count - preferred.length;
  const sets =
    missing < 0
      ? subsets(preferred, choice.count)
      : subsets(others, Math.min(missing, others.length)).map((set) => [...preferred, ...set]);
  const ranked = sets.map((set) => set.toSorted(ascending)).map((hours) => ({ hours, rank: rankOf(hours, choice) }));
  return ranked.reduce((best, one) => (isBetter(one.rank, best.rank) ? one : best)).hours;
}

const ascending = (a: number, b: number): number => a - b;

/** All ways to take so many of the items: at most 42,504, for 5 of 24. */
function subsets<T>(items: readonly T[], count: number): T[][] {
  if (count === 0) return [[]];
  return items.flatMap((item, i) => subsets(items.slice(i + 1), count - 1).map((rest) => [item, ...rest]));
}

/** What sets are compared by, the larger the better, the most important first. */
function rankOf(hours: readonly number[], { preferred, current, minGapHours, isPeak, weight }: Choice): number[] {
  const gaps = gapsOf(hours);
  return [
    -hours.filter(isPeak).length,
    -gaps.filter((gap) => gap < minGapHours).length,
    hours.filter((hour) => current.includes(hour)).length,
    hours.reduce((sum, hour) => sum + weight(hour), 0),
    ...hours
      .map((hour) => preferred.indexOf(hour))
      .sort(ascending)
      .map((place) => -place),
    Math.min(...gaps, HOURS_OF_DAY),
    ...hours.map((hour) => -hour),
  ];
}

/** The hours between neighbours, around midnight too. */
export function gapsOf(hours: readonly number[]): number[] {
  if (hours.length < 2) return [];
  return hours.map((hour, i) => ((hours[(i + 1) % hours.length] ?? hour) - hour + HOURS_OF_DAY) % HOURS_OF_DAY);
}

function isBetter(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, i) => value !== other[i]);
  return at >= 0 && (one[at] ?? 0) > (other[at] ?? 0);
}

import { OPTIMISATION } from './optimisation-rules.ts';
import type { HourFigures, Sums } from './performance.ts';
import { sumsByHour } from './performance.ts';
import { changeText, compareRatios, type Ratio, ratio, ratioText } from './ratio.ts';

type Judged = Sums & { readonly hour: number };

/** What is known of a topic's hours. */
export interface HourRanking {
  /** Hours with enough videos, the best first. */
  readonly judged: readonly Judged[];
  /** Hours with some videos and too few, ascending. */
  readonly unjudged: readonly Judged[];
  readonly scoreOf: (hour: Sums) => Ratio;
  /** What values are, for people. */
  readonly measure: string;
}

/**
 * Ranks hours by viewers who did something per dollar; per video where an hour had no costs, since nothing can be divided by
 * them. Of equal hours the earlier one is better.
 */
export function rankHours(figures: readonly HourFigures[]): HourRanking {
  const all = sumsByHour(figures);
  const enough = all.filter(({ videos }) => videos >= OPTIMISATION.minVideosPerHour);
  const isFree = enough.some(({ cost }) => cost.units === 0n);
  const scoreOf = ({ engaged, cost, videos }: Sums): Ratio => ratio(engaged, isFree ? videos : cost);
  const judged = enough.toSorted((a, b) => compareRatios(scoreOf(b), scoreOf(a)) || a.hour - b.hour);
  return {
    judged,
    unjudged: all.filter((hour) => !enough.includes(hour)),
    scoreOf,
    measure: isFree ? 'engaged viewers a video' : 'engaged viewers per dollar',
  };
}

export interface HoursAdvice {
  readonly hours: readonly number[];
  readonly reasons: readonly string[];
  readonly effects: readonly string[];
}

/** Puts better hours in place of worse ones; hours with too few videos stay. */
export function recommendHours(current: readonly number[], ranking: HourRanking): HoursAdvice {
  const hours = [...current];
  const reasons: string[] = [];
  const effects: string[] = [];
  for (;;) {
    const better = ranking.judged.find(({ hour }) => !hours.includes(hour));
    const worse = ranking.judged.findLast(({ hour }) => hours.includes(hour));
    if (!better || !worse || !isMuchBetter(better, worse, ranking)) break;
    hours.splice(hours.indexOf(worse.hour), 1, better.hour);
    reasons.push(`${shown(better, ranking)} instead of ${shown(worse, ranking)}`);
    const change = changeText(ranking.scoreOf(better), ranking.scoreOf(worse));
    effects.push(`${change ?? 'more'} ${ranking.measure} for the video at ${better.hour}:00`);
  }
  return { hours: hours.sort((a, b) => a - b), reasons, effects };
}

const isMuchBetter = (better: Judged, worse: Judged, { scoreOf }: HourRanking): boolean =>
  compareRatios(scoreOf(better), scoreOf(worse)) > 0 &&
  compareRatios(scoreOf(better), scoreOf(worse), OPTIMISATION.betterPercent) >= 0;

const shown = (judged: Judged, { scoreOf, measure }: HourRanking): string =>
  `${judged.hour}:00 (${ratioText(scoreOf(judged))} ${measure}, ${judged.videos} videos)`;

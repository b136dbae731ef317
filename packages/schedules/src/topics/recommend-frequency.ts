import { DAY_MS } from '../calendar.ts';
import { OPTIMISATION } from './optimisation-rules.ts';
import { compareRatios, ratio, ratioText } from './ratio.ts';
import type { TopicSchedule } from './records.ts';
import type { Trend } from './trend.ts';

export interface FrequencyAdvice {
  readonly frequency: number;
  readonly reasons: readonly string[];
  readonly effects: readonly string[];
}

/** One video a day more where a topic rises and is not too expensive, one fewer where it falls; at most once in seven days. */
export function recommendFrequency(record: TopicSchedule, trend: Trend | undefined, now: Date): FrequencyAdvice {
  const { dailyFrequency: current } = record.config;
  const stay = (...reasons: string[]) => ({ frequency: current, reasons, effects: [] });
  if (!trend) return stay();
  const step = stepFor(trend, current);
  if (typeof step === 'string') return stay(step);
  if (step === 0) return stay();
  const wait = nextStepFrom(record);
  if (wait > now.getTime()) {
    const from = new Date(wait).toISOString();
    return stay(
      `${sentence(trend)}, but the frequency was changed less than a week ago: it may change again from ${from}`,
    );
  }
  const cost = ratioText(ratio(trend.recent.cost, trend.recent.videos), 4);
  return {
    frequency: current + step,
    reasons: [`${sentence(trend)}: one video a day ${step > 0 ? 'more' : 'fewer'}`],
    effects: [
      `about ${ratioText(ratio(trend.recent.engaged, trend.recent.videos))} engaged viewers and ${cost} dollars a day ${step > 0 ? 'more' : 'less'}`,
    ],
  };
}

/** 1, -1 or 0; a sentence where something holds a step back. */
function stepFor({ direction, recent }: Trend, current: number): number | string {
  const { targetCostPerVideo, maxDailyFrequency } = OPTIMISATION;
  if (direction === 'falling') return current > 1 ? -1 : 0;
  if (direction === 'steady' || current >= maxDailyFrequency) return 0;
  const cost = ratio(recent.cost, recent.videos);
  if (compareRatios(cost, ratio(targetCostPerVideo, 1)) <= 0) return 1;
  return `It rises, but a video costs ${ratioText(cost, 4)} dollars, more than ${targetCostPerVideo}: no more of them`;
}

const nextStepFrom = ({ frequencyChangedAt }: TopicSchedule): number =>
  frequencyChangedAt === undefined ? 0 : Date.parse(frequencyChangedAt) + OPTIMISATION.daysBetweenSteps * DAY_MS;

const sentence = ({ change }: Trend): string =>
  `Engaged viewers a video changed by ${change} in the last ${OPTIMISATION.recentDays} days`;

import { OPTIMISATION } from './optimisation-rules.ts';
import type { HourFigures } from './performance.ts';
import { recommendFrequency } from './recommend-frequency.ts';
import { type HourRanking, rankHours, recommendHours } from './recommend-hours.ts';
import type { PlannedTopicSchedule } from './records.ts';
import { trendOf } from './trend.ts';

/** What to change about a topic's schedule; what is not there stays. */
export interface TopicAdvice {
  readonly dailyFrequency?: number;
  /** Hours to ask for, ascending. */
  readonly preferredHours?: readonly number[];
  readonly reasons: readonly string[];
  readonly effects: readonly string[];
  /** Present where its videos do worse than before. */
  readonly warning?: string;
}

/** Advice by how a topic's videos did. The same figures, in any order, give the same advice. */
export function adviseTopic(record: PlannedTopicSchedule, figures: readonly HourFigures[], now: Date): TopicAdvice {
  const ranking = rankHours(figures);
  const trend = trendOf(figures, now);
  const better = recommendHours(record.schedule.timeSlots, ranking);
  const frequency = recommendFrequency(record, trend, now);
  const isStep = frequency.frequency !== record.config.dailyFrequency;
  const hours = isStep ? withCount(better.hours, frequency.frequency, ranking, record) : better.hours;
  const isMove = hours.join() !== record.schedule.timeSlots.join();
  const warning =
    trend?.direction === 'falling' ? `Engaged viewers a video changed by ${trend.change} in two weeks` : undefined;
  const reasons = [...better.reasons, ...frequency.reasons];
  return {
    ...(isStep && { dailyFrequency: frequency.frequency }),
    ...(isMove && { preferredHours: hours }),
    reasons: reasons.length > 0 ? reasons : [whyNothing(record, ranking)],
    effects: [...better.effects, ...frequency.effects],
    ...(warning !== undefined && { warning }),
  };
}

/** One hour more or fewer: the best that is known comes in, else one that was wished for; the worst goes. */
function withCount(
  hours: readonly number[],
  count: number,
  { judged }: HourRanking,
  { config }: PlannedTopicSchedule,
): number[] {
  const ranked = judged.map(({ hour }) => hour);
  const candidates = [...ranked, ...config.preferredHours].filter((hour) => !hours.includes(hour));
  const unranked = hours.filter((hour) => !ranked.includes(hour));
  const kept = hours.length > count ? [...unranked, ...ranked.filter((hour) => hours.includes(hour))] : [...hours];
  return [...kept, ...new Set(candidates)].slice(0, count).sort((a, b) => a - b);
}

function whyNothing({ schedule }: PlannedTopicSchedule, { judged, unjudged }: HourRanking): string {
  const { minVideosPerHour, betterPercent } = OPTIMISATION;
  const known = judged.some(({ hour }) => schedule.timeSlots.includes(hour));
  if (!known || judged.length < 2) {
    const few = unjudged.map(({ hour, videos }) => `${hour}:00 has ${videos}`).join(', ');
    return `Too little is known: an hour needs ${minVideosPerHour} videos, one of its own and another${few && ` (${few})`}`;
  }
  return `No other hour does at least ${betterPercent - 100} % better`;
}

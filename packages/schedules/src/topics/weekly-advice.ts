import type { Recommendation, ScheduleAlert } from '@almanac/contracts';
import { stableId } from '@almanac/kernel';
import type { Once } from '../actions/ports.ts';
import { type ReviewDeps, reviewTopics } from './optimize-topics.ts';

/** Tells people about the schedules of topics. */
export interface ScheduleAlerts {
  send(alert: ScheduleAlert): Promise<void>;
}

export interface WeeklyAdviceDeps extends ReviewDeps {
  readonly alerts: ScheduleAlerts;
  readonly once: Once;
}

/** One start of the review: of the rule, which a retry repeats, or of a person. */
export interface ReviewRun {
  /** The same for each try. */
  readonly id: string;
  readonly remainingMs: number;
}

/** SNS carries 256 KB. */
const MAX_RECOMMENDATIONS = 100;

/**
 * Tells people what to change about the schedules of topics, and which topics do worse than before. Nothing is changed. Another
 * try of the same run tells them no second time; where it cannot know that, the message carries the same id all that day.
 * @returns how many topics were looked at, and how many have each
 * @throws AlmanacError `CLAIMED_ELSEWHERE` where another try is at it
 */
export const weeklyAdvice = (deps: WeeklyAdviceDeps) => async (run: ReviewRun) => {
  const send = (alert: ScheduleAlert) =>
    deps.once(`schedule-alert#${alert.type}#${run.id}`, run.remainingMs, () => deps.alerts.send(alert));
  const all = await reviewTopics(deps)({ performance: [] });
  const changes = all.filter(({ kind }) => kind !== 'none');
  const falling = all.filter(({ warning }) => warning !== undefined);
  const now = deps.clock.now();
  await send(alertOf('topic_recommendations', now, changes, changesText(changes, all.length)));
  if (falling.length > 0) {
    await send(alertOf('topic_performance_falling', now, falling, fallingText(falling)));
  }
  return { topics: all.length, recommendations: changes.length, falling: falling.length };
};

function alertOf(
  type: ScheduleAlert['type'],
  now: Date,
  all: readonly Recommendation[],
  message: string,
): ScheduleAlert {
  const at = now.toISOString();
  const recommendations = all.slice(0, MAX_RECOMMENDATIONS);
  return { id: stableId(type, at.slice(0, 10)), type, message, at, recommendations, total: all.length };
}

function changesText(changes: readonly Recommendation[], topics: number): string {
  if (changes.length === 0) return `None of ${topics} topics needs another schedule.`;
  const lines = changes
    .slice(0, MAX_RECOMMENDATIONS)
    .map(
      ({ topicId, current, recommended, reasons, expectedEffect }) =>
        `${topicId}: ${current.timeSlots.join(', ')} -> ${recommended.timeSlots.join(', ')}. ${reasons.join('; ')}. Expected: ${expectedEffect}.`,
    );
  const how = 'To make these changes: POST /schedules/optimize with {"apply": true}.';
  return [`${changes.length} of ${topics} topics should have another schedule.`, ...lines, how].join('\n');
}

const fallingText = (falling: readonly Recommendation[]): string =>
  [
    `The videos of ${falling.length} topic(s) do worse than before.`,
    ...falling.slice(0, MAX_RECOMMENDATIONS).map(({ topicId, warning }) => `${topicId}: ${warning}.`),
  ].join('\n');

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

const MAX_RECOMMENDATIONS = 100;
/** Of recommendations and their lines. SNS carries 256 KB with what JSON adds, and refuses for good what is larger. */
const MAX_BYTES = 180_000;

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
  return { id: stableId(type, at.slice(0, 10)), type, message, at, recommendations: shown(all), total: all.length };
}

/** As many of the first ones as a message holds. */
function shown(all: readonly Recommendation[]): Recommendation[] {
  let bytes = 0;
  const end = all.findIndex((one) => {
    bytes += Buffer.byteLength(JSON.stringify(one, null, 4)) + Buffer.byteLength(changeLine(one));
    return bytes > MAX_BYTES;
  });
  return all.slice(0, Math.min(MAX_RECOMMENDATIONS, end < 0 ? all.length : end));
}

function changesText(changes: readonly Recommendation[], topics: number): string {
  if (changes.length === 0) return `None of ${topics} topics needs another schedule.`;
  return [
    `${changes.length} of ${topics} topics should have another schedule.`,
    ...linesOf(changes, changeLine),
    'To make these changes: POST /schedules/optimize with {"apply": true}.',
  ].join('\n');
}

const fallingText = (falling: readonly Recommendation[]): string =>
  [
    `The videos of ${falling.length} topic(s) do worse than before.`,
    ...linesOf(falling, ({ topicId, warning }) => `${topicId}: ${warning}.`),
  ].join('\n');

const changeLine = ({ topicId, current, recommended, reasons, expectedEffect }: Recommendation): string =>
  `${topicId}: ${current.timeSlots.join(', ')} -> ${recommended.timeSlots.join(', ')}. ${reasons.join('; ')}. Expected: ${expectedEffect}.`;

function linesOf(all: readonly Recommendation[], lineOf: (one: Recommendation) => string): string[] {
  const lines = shown(all).map(lineOf);
  const more = all.length - lines.length;
  return more > 0 ? [...lines, `And ${more} more: POST /schedules/optimize shows all.`] : lines;
}

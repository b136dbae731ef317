import type { Recommendation, TopicPerformance } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { DAY_MS } from '../calendar.ts';
import { adviseTopic, type TopicAdvice } from './advise-topic.ts';
import { previewHours } from './book-hours.ts';
import { topicScheduleNotFound } from './errors.ts';
import { isActive, type PlannedTopicSchedule } from './list-topic-schedules.ts';
import { OPTIMISATION } from './optimisation-rules.ts';
import { figuresGiven, figuresOfVideo } from './performance.ts';
import type { PerformanceStore } from './performance-store.ts';
import type { TopicDeps } from './ports.ts';
import { updateTopicSchedule } from './update-topic-schedule.ts';

export interface OptimizeDeps extends TopicDeps {
  readonly performance: PerformanceStore;
}

export interface Optimisation {
  /** All topics with a schedule where it is absent. */
  readonly topicIds?: readonly string[] | undefined;
  /** Besides what the store has. */
  readonly performance: readonly TopicPerformance[];
  /** Whether to make the changes that are recommended. */
  readonly apply: boolean;
}

/**
 * Says, by how their videos did, what to change about the schedules of topics, and does it where it is told to. A change that
 * meets another one at the same time is not made.
 * @returns one recommendation for each topic, by id
 * @throws AlmanacError `TOPIC_SCHEDULE_NOT_FOUND` where a topic that is named has no schedule
 */
export const optimizeTopics =
  (deps: OptimizeDeps) =>
  async ({ topicIds, performance, apply }: Optimisation): Promise<Recommendation[]> => {
    const recommendations: Recommendation[] = [];
    for (const record of await recordsOf(deps, topicIds)) {
      const given = performance.filter(({ topicId }) => topicId === record.topicId);
      recommendations.push(await recommend(deps, record, given, apply));
    }
    return recommendations;
  };

async function recordsOf(deps: OptimizeDeps, ids: readonly string[] | undefined): Promise<PlannedTopicSchedule[]> {
  const records = ids
    ? await Promise.all([...new Set(ids)].map(async (id) => (await deps.schedules.get(id)) ?? refuse(id)))
    : await deps.schedules.all();
  return records.filter(isActive).sort((a, b) => (a.topicId < b.topicId ? -1 : 1));
}

const refuse = (topicId: string): never => {
  throw topicScheduleNotFound(topicId);
};

async function recommend(
  deps: OptimizeDeps,
  record: PlannedTopicSchedule,
  given: readonly TopicPerformance[],
  apply: boolean,
): Promise<Recommendation> {
  const now = deps.clock.now();
  const since = new Date(now.getTime() - OPTIMISATION.windowDays * DAY_MS);
  const videos = await deps.performance.of(record.topicId, since);
  const advice = adviseTopic(record, [...videos.map(figuresOfVideo), ...given.map(figuresGiven)], now);
  const change = changeOf(advice);
  if (!change) return answer(record, advice, slotsNow(record), false);
  const config = { ...record.config, ...change };
  const planned = await trying(async () => (await previewHours(deps, { ...record, config })).own);
  if (typeof planned === 'string') return answer(record, noting(advice, planned), slotsNow(record), false);
  const slots = { frequency: planned.slots.length, timeSlots: planned.slots.map(({ hour }) => hour) };
  if (!apply) return answer(record, advice, slots, false);
  const { topicId, version } = record;
  const updated = await trying(() =>
    updateTopicSchedule(deps)({ topicId, scheduleConfig: change, ifVersion: version }),
  );
  if (typeof updated === 'string') return answer(record, noting(advice, updated), slots, false);
  return answer(record, advice, updated.schedule ?? slots, true);
}

/** What came of it, or why it cannot be done now. */
async function trying<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AlmanacError && ['CONFLICT', 'NO_FREE_SLOT'].includes(error.code)) return error.message;
    throw error;
  }
}

const noting = (advice: TopicAdvice, why: string): TopicAdvice => ({
  ...advice,
  reasons: [...advice.reasons, `Not applied: ${why}`],
});

function changeOf({ dailyFrequency, preferredHours }: TopicAdvice) {
  if (dailyFrequency === undefined && preferredHours === undefined) return undefined;
  return {
    ...(dailyFrequency !== undefined && { dailyFrequency }),
    ...(preferredHours !== undefined && { preferredHours: [...preferredHours] }),
  };
}

type Slots = Recommendation['current'];

const slotsNow = ({ schedule }: PlannedTopicSchedule): Slots => ({
  frequency: schedule.frequency,
  timeSlots: [...schedule.timeSlots],
});

function answer(record: PlannedTopicSchedule, advice: TopicAdvice, slots: Slots, applied: boolean): Recommendation {
  const { dailyFrequency, preferredHours, reasons, effects, warning } = advice;
  const isStep = dailyFrequency !== undefined;
  const isMove = preferredHours !== undefined;
  return {
    topicId: record.topicId,
    kind: isStep ? (isMove ? 'hours_and_frequency' : 'frequency') : isMove ? 'hours' : 'none',
    current: slotsNow(record),
    recommended: { frequency: slots.frequency, timeSlots: [...slots.timeSlots] },
    reasons: [...reasons],
    expectedEffect: effects.join('; ') || 'none',
    ...(warning !== undefined && { warning }),
    applied,
  };
}

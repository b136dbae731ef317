import type { Recommendation, ScheduleConfig, TopicPerformance } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { DAY_MS } from '../calendar.ts';
import { adviseTopic, type TopicAdvice } from './advise-topic.ts';
import { previewHours } from './book-hours.ts';
import { topicScheduleNotFound } from './errors.ts';
import { isActive } from './list-topic-schedules.ts';
import { OPTIMISATION } from './optimisation-rules.ts';
import { figuresGiven, figuresOfVideo } from './performance.ts';
import type { PerformanceStore } from './performance-store.ts';
import type { TopicDeps } from './ports.ts';
import type { PlannedTopicSchedule } from './records.ts';
import { updateTopicSchedule } from './update-topic-schedule.ts';

/** What is needed to look at topics. */
export type ReviewDeps = Pick<TopicDeps, 'schedules' | 'book' | 'rules' | 'clock'> & {
  readonly performance: PerformanceStore;
};

export type OptimizeDeps = TopicDeps & ReviewDeps;

export interface Review {
  /** All topics with a schedule where it is absent. */
  readonly topicIds?: readonly string[] | undefined;
  /** Besides what the store has. */
  readonly performance: readonly TopicPerformance[];
}

type ConfigChange = Partial<Pick<ScheduleConfig, 'dailyFrequency' | 'preferredHours'>>;

/** A topic, and what is to be changed about it. */
interface Reviewed {
  readonly record: PlannedTopicSchedule;
  readonly recommendation: Recommendation;
  /** Present where something can be changed. */
  readonly change?: ConfigChange;
}

/**
 * Says, by how their videos did, what to change about the schedules of topics; changes nothing.
 * @returns one recommendation for each topic, by id
 * @throws AlmanacError `TOPIC_SCHEDULE_NOT_FOUND` where a topic that is named has no schedule
 */
export const reviewTopics =
  (deps: ReviewDeps) =>
  async (review: Review): Promise<Recommendation[]> =>
    (await reviewed(deps, review)).map(({ recommendation }) => recommendation);

/** As {@link reviewTopics}, and makes the changes. One that meets another change at the same time is not made. */
export const optimizeTopics =
  (deps: OptimizeDeps) =>
  async (review: Review): Promise<Recommendation[]> => {
    const recommendations: Recommendation[] = [];
    for (const one of await reviewed(deps, review)) recommendations.push(await applied(deps, one));
    return recommendations;
  };

async function reviewed(deps: ReviewDeps, { topicIds, performance }: Review): Promise<Reviewed[]> {
  const all: Reviewed[] = [];
  for (const record of await recordsOf(deps, topicIds)) {
    all.push(
      await reviewOne(
        deps,
        record,
        performance.filter(({ topicId }) => topicId === record.topicId),
      ),
    );
  }
  return all;
}

async function recordsOf(deps: ReviewDeps, ids: readonly string[] | undefined): Promise<PlannedTopicSchedule[]> {
  const records = ids
    ? await Promise.all([...new Set(ids)].map(async (id) => (await deps.schedules.get(id)) ?? refuse(id)))
    : await deps.schedules.all();
  return records.filter(isActive).sort((a, b) => (a.topicId < b.topicId ? -1 : 1));
}

const refuse = (topicId: string): never => {
  throw topicScheduleNotFound(topicId);
};

async function reviewOne(
  deps: ReviewDeps,
  record: PlannedTopicSchedule,
  given: readonly TopicPerformance[],
): Promise<Reviewed> {
  const now = deps.clock.now();
  const since = new Date(now.getTime() - OPTIMISATION.windowDays * DAY_MS);
  const videos = await deps.performance.of(record.topicId, since);
  const firstDay = since.toISOString().slice(0, 10);
  const counting = given.filter(({ date }) => date === undefined || date >= firstDay);
  const advice = adviseTopic(record, [...videos.map(figuresOfVideo), ...counting.map(figuresGiven)], now);
  const change = changeOf(advice);
  if (!change) return { record, recommendation: recommendationOf(record, advice, record.schedule) };
  const config = { ...record.config, ...change };
  const planned = await trying(async () => (await previewHours(deps, { ...record, config })).own);
  if (typeof planned === 'string') {
    return { record, recommendation: notDone(recommendationOf(record, advice, record.schedule), planned) };
  }
  const slots = { frequency: planned.slots.length, timeSlots: planned.slots.map(({ hour }) => hour) };
  return { record, change, recommendation: recommendationOf(record, advice, slots) };
}

async function applied(deps: OptimizeDeps, { record, change, recommendation }: Reviewed): Promise<Recommendation> {
  if (!change) return recommendation;
  const { topicId, version } = record;
  const update = { topicId, scheduleConfig: change, ifVersion: version };
  const updated = await trying(() => updateTopicSchedule(deps)(update));
  if (typeof updated === 'string') return notDone(recommendation, updated);
  return { ...recommendation, recommended: slotsIn(updated.schedule), applied: true };
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

const notDone = (recommendation: Recommendation, why: string): Recommendation => ({
  ...recommendation,
  reasons: [...recommendation.reasons, `Not applied: ${why}`],
});

function changeOf({ dailyFrequency, preferredHours }: TopicAdvice): ConfigChange | undefined {
  if (dailyFrequency === undefined && preferredHours === undefined) return undefined;
  return {
    ...(dailyFrequency !== undefined && { dailyFrequency }),
    ...(preferredHours !== undefined && { preferredHours: [...preferredHours] }),
  };
}

type Slots = Recommendation['current'];

const slotsIn = ({ frequency, timeSlots }: Slots): Slots => ({ frequency, timeSlots: [...timeSlots] });

function recommendationOf(record: PlannedTopicSchedule, advice: TopicAdvice, slots: Slots): Recommendation {
  const { dailyFrequency, preferredHours, reasons, effects, warning } = advice;
  const isStep = dailyFrequency !== undefined;
  const isMove = preferredHours !== undefined;
  return {
    topicId: record.topicId,
    kind: isStep ? (isMove ? 'hours_and_frequency' : 'frequency') : isMove ? 'hours' : 'none',
    current: slotsIn(record.schedule),
    recommended: slotsIn(slots),
    reasons: [...reasons],
    expectedEffect: effects.join('; ') || 'none',
    ...(warning !== undefined && { warning }),
    applied: false,
  };
}

import { type Choice, chooseHours } from './choose-hours.ts';
import { type HourLoads, hourLoads } from './hour-loads.ts';
import { slotReason } from './slot-reason.ts';
import { checkTopic, HOURS_OF_DAY, type SlotRules, type Topic } from './topic.ts';

/** One video a day. */
export interface Slot {
  /** Hour of the day in the topic's zone. */
  readonly hour: number;
  readonly reason: string;
}

/** When a topic is produced. */
export interface SlotPlan {
  readonly topicId: string;
  /** By hour. Fewer than asked for only where every hour is full. */
  readonly slots: readonly Slot[];
  /** Such as `cron(0 9,14 * * ? *)`; null where there is no slot. */
  readonly scheduleExpression: string | null;
}

/**
 * Chooses hours for all topics, in the order given. Topics of higher priority choose first; of the same priority those that have
 * hours already, then by id. The same topics, in any order, get the same hours.
 * @throws AlmanacError `INVALID_TOPIC_SCHEDULE`, `INVALID_TIMEZONE`
 */
export function planSlots(topics: readonly Topic[], rules: SlotRules): SlotPlan[] {
  for (const topic of topics) checkTopic(topic);
  const loads = hourLoads(rules, topics);
  const plans = new Map(topics.toSorted(byRank).map((topic) => [topic.id, planTopic(topic, rules, loads)]));
  return topics.flatMap(({ id }) => plans.get(id) ?? []);
}

function byRank(a: Topic, b: Topic): number {
  const isNew = ({ currentHours = [] }: Topic): number => (currentHours.length > 0 ? 0 : 1);
  return a.priority - b.priority || isNew(a) - isNew(b) || (a.id < b.id ? -1 : 1);
}

/** Chooses a topic's hours and takes them. */
function planTopic(topic: Topic, rules: SlotRules, loads: HourLoads): SlotPlan {
  const choice = choiceOf(topic, rules, loads);
  const hours = chooseHours(choice);
  for (const hour of hours) loads.take(hour, topic.timezone);
  return {
    topicId: topic.id,
    slots: hours.map((hour) => ({ hour, reason: slotReason(hour, hours, choice) })),
    scheduleExpression: dailyAt(hours),
  };
}

/** The expression of what is done at these hours, every day; null where there are none. */
export const dailyAt = (hours: readonly number[]): string | null =>
  hours.length > 0 ? `cron(0 ${hours.join(',')} * * ? *)` : null;

function choiceOf(topic: Topic, rules: SlotRules, loads: HourLoads): Choice {
  const hours = Array.from({ length: HOURS_OF_DAY }, (_, hour) => hour);
  return {
    count: topic.dailyFrequency,
    free: hours.filter(
      (hour) => !loads.isFull(hour, topic.timezone, topic.stays && topic.currentHours?.includes(hour)),
    ),
    preferred: [...new Set(topic.preferredHours)],
    current: topic.currentHours ?? [],
    minGapHours: rules.minGapHours,
    isPeak: (hour) => loads.isPeak(hour, topic.timezone),
    weight: (hour) => rules.audienceWeights?.[hour] ?? 1,
  };
}

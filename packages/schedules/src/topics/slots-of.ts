import type { TopicSlots } from '@almanac/contracts';
import type { SlotPlan } from '../slots/plan-slots.ts';
import { priorityOf, type Wish } from './plan-hours.ts';

/**
 * The `schedule` of a topic, as its record and the API have it.
 * @param before hours that it had: others are new to it, though they may be booked already
 */
export function slotsOf(
  wish: Wish,
  { slots, scheduleExpression }: SlotPlan,
  before: readonly number[] = [],
): TopicSlots {
  const priority = priorityOf(wish);
  const frequency = slots.length;
  return {
    scheduleExpression: scheduleExpression ?? '',
    frequency,
    timeSlots: slots.map(({ hour }) => hour),
    priority,
    timezone: wish.config.timezone,
    description: `Generate ${frequency} video(s) daily for "${wish.topic.topic}" (Priority: ${priority})`,
    reasons: slots.map(({ hour, reason }) => ({
      hour,
      reason: before.includes(hour) ? reason : reason.replace('; kept', ''),
    })),
  };
}

/** Whether two of them have the topic produced alike; reasons are left out: being kept is one. */
export const sameSlots = (a: TopicSlots | null, b: TopicSlots | null): boolean => essence(a) === essence(b);

const essence = (slots: TopicSlots | null): string =>
  JSON.stringify(slots && [slots.scheduleExpression, slots.timezone, slots.description, slots.priority]);

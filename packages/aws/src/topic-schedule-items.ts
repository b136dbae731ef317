import { scheduleConfig, topic, topicSlots } from '@almanac/contracts';
import type { Booking, TopicSchedule, Trigger } from '@almanac/schedules';
import * as z from 'zod';
import { plainItem } from './plain-item.ts';

/** What else lies in `topic_schedules`, under keys that no topic has: their ids have no spaces. */
export const BOOK_KEY = { topicId: 'slot book' };
export const triggerKey = (key: string) => ({ topicId: `trigger ${key}` });

const instant = z.iso.datetime();
const record = z.object({
  topicId: z.string(),
  ruleName: z.string(),
  ruleArn: z.string().nullable(),
  schedule: topicSlots.nullable(),
  topic,
  config: scheduleConfig.extend({ priority: z.int().exactOptional() }),
  status: z.enum(['planning', 'active', 'deleting']),
  createdAt: instant,
  updatedAt: instant,
  frequencyChangedAt: instant.exactOptional(),
  version: z.int(),
  syncedVersion: z.int(),
});

export const topicScheduleOf = (item: unknown): TopicSchedule => record.parse(plainItem(item));

const booking = z
  .tuple([z.array(z.int()), z.array(z.int()), z.string(), z.int(), z.string()])
  .transform(
    ([hours, slots, timezone, priority, bookedAt]): Booking => ({ hours, slots, timezone, priority, bookedAt }),
  );

/** A booking is one text, so that a condition can compare all of it; a short one, since an item holds 400 KB. */
export const bookingText = ({ hours, slots, timezone, priority, bookedAt }: Booking): string =>
  JSON.stringify([hours, slots, timezone, priority, bookedAt]);

const PREFIX = 'booking ';
export const bookingName = (topicId: string): string => PREFIX + topicId;
export const slotName = (slot: number): string => `slot ${slot}`;

/** The bookings of the book's item. */
export const bookingsOf = (item: Record<string, unknown>): Map<string, Booking> =>
  new Map(
    Object.entries(item)
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([name, text]) => [name.slice(PREFIX.length), booking.parse(JSON.parse(String(text)))]),
  );

const trigger = z.object({ forTopic: z.string(), runId: z.string(), requestedAt: z.string() });

export const triggerOf = (item: unknown): Trigger => {
  const { forTopic, ...rest } = trigger.parse(item);
  return { topicId: forTopic, ...rest };
};

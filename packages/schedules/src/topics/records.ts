import type { ScheduleConfig, TopicInput, TopicSlots } from '@almanac/contracts';

/**
 * The schedule of a topic as it is stored. The record says what is wanted; the book of slots and EventBridge Scheduler are
 * made to agree with it (`settleTopic`), and `syncedVersion` says how far Scheduler does.
 */
export interface TopicSchedule {
  readonly topicId: string;
  /** Of the EventBridge schedule. */
  readonly ruleName: string;
  /** Of the EventBridge schedule; null before it was created. */
  readonly ruleArn: string | null;
  /** When it is produced; null before its hours were chosen. */
  readonly schedule: TopicSlots | null;
  /** The topic when the schedule was last changed: what is produced. */
  readonly topic: TopicInput;
  readonly config: ScheduleConfig;
  readonly status: 'planning' | 'active' | 'deleting';
  /** UTC to the millisecond, as are the other times. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** When `dailyFrequency` last changed; absent while it is as it was created. */
  readonly frequencyChangedAt?: string;
  /**
   * Grows by one with every change. It begins at the time of the creation in milliseconds: a schedule that is made anew has
   * no version that one before it had, so that nobody who still means that one changes or removes it.
   */
  readonly version: number;
  /** The newest version that EventBridge Scheduler is known to have; 0 before the first. */
  readonly syncedVersion: number;
}

/** A schedule whose hours are chosen. */
export type PlannedTopicSchedule = TopicSchedule & { readonly schedule: TopicSlots };

/** The slots that a topic holds. */
export interface Booking {
  /** Hours of the topic's zone, ascending. */
  readonly hours: readonly number[];
  /** The same in hours of the production, which have limits. */
  readonly slots: readonly number[];
  readonly timezone: string;
  readonly priority: number;
  /** When it was first booked like this. */
  readonly bookedAt: string;
}

export interface BookingChange {
  readonly topicId: string;
  readonly before?: Booking;
  readonly after?: Booking;
}

/** A production that somebody asked for, as it is remembered under an idempotency key. */
export interface Trigger {
  readonly topicId: string;
  readonly runId: string;
  readonly requestedAt: string;
}

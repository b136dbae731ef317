import type { TopicDetails, VideoGenerationRequested } from '@almanac/contracts';
import type { Clock } from '@almanac/kernel';
import type { ScheduleEngine } from '../ports.ts';
import type { SlotRules } from '../slots/topic.ts';
import type { Booking, BookingChange, TopicSchedule, Trigger } from './records.ts';

/** What videos are made about. */
export interface TopicStore {
  get(topicId: string): Promise<TopicDetails | undefined>;
  /** Creates or replaces. */
  put(topic: TopicDetails): Promise<void>;
  /** Nothing where it is not there. */
  remove(topicId: string): Promise<void>;
  /** In no order. */
  all(): Promise<TopicDetails[]>;
}

/** The records of the schedules of topics. */
export interface TopicScheduleStore {
  get(topicId: string): Promise<TopicSchedule | undefined>;
  /** False where the topic has a record already. */
  insert(schedule: TopicSchedule): Promise<boolean>;
  /** Replaces the record whose version is one less; false where that is not the latest. */
  replace(schedule: TopicSchedule): Promise<boolean>;
  /** Notes that EventBridge Scheduler has this version; false where the record has moved on. */
  markSynced(topicId: string, version: number, ruleArn: string): Promise<boolean>;
  /** Removes the record of this version; false where that is not the latest. */
  remove(topicId: string, version: number): Promise<boolean>;
  /** In no order, whatever their status. */
  all(): Promise<TopicSchedule[]>;
}

/** Which topic holds which slots. The only place that decides whether a slot has room. */
export interface SlotBook {
  load(): Promise<ReadonlyMap<string, Booking>>;
  /**
   * Makes all changes or none: only where every topic's booking is still the one before, and no slot that gains topics
   * holds more than `maxTopicsPerSlot` of them afterwards.
   */
  change(changes: readonly BookingChange[], maxTopicsPerSlot: number): Promise<boolean>;
}

/** Productions that were asked for under an idempotency key. */
export interface Triggers {
  /** Keeps a trigger for a week, unless the key has one. @returns the one that is kept */
  remember(key: string, trigger: Trigger): Promise<Trigger>;
}

/** Has a video produced. */
export interface VideoRequests {
  /** @param id the same for the same production */
  publish(id: string, request: Omit<VideoGenerationRequested, 'metadata'>): Promise<void>;
}

/** Counts tries to have a video produced. */
export interface ProductionMetrics {
  requested(): void;
  failed(): void;
}

export interface TopicDeps {
  readonly topics: TopicStore;
  readonly schedules: TopicScheduleStore;
  readonly book: SlotBook;
  readonly engine: ScheduleEngine;
  readonly rules: SlotRules;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
}

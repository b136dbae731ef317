import { createHash } from 'node:crypto';
import type { ScheduleAlert, TopicDetails } from '@almanac/contracts';
import { fixedClock } from '@almanac/kernel';
import { memoryOnce } from '../actions/fakes.ts';
import { MemoryScheduleEngine } from '../changes/fakes.ts';
import type { EngineSchedule, RunQueue } from '../ports.ts';
import type { RunMessage } from '../records/run.ts';
import type { SlotRules } from '../slots/topic.ts';
import { isNewerPerformance, type VideoPerformance } from './performance.ts';
import type { PerformanceStore } from './performance-store.ts';
import type { ProductionMetrics, SlotBook, TopicScheduleStore, TopicStore, Triggers, VideoRequests } from './ports.ts';
import type { Booking, BookingChange, TopicSchedule, Trigger } from './records.ts';
import type { ScheduleAlerts } from './weekly-advice.ts';

export class MemoryTopics implements TopicStore {
  readonly items = new Map<string, TopicDetails>();

  async get(topicId: string) {
    return this.items.get(topicId);
  }

  async put(topic: TopicDetails) {
    this.items.set(topic.topicId, topic);
  }

  async remove(topicId: string) {
    this.items.delete(topicId);
  }

  async all() {
    return [...this.items.values()];
  }
}

export class MemoryTopicSchedules implements TopicScheduleStore {
  readonly items = new Map<string, TopicSchedule>();

  async get(topicId: string) {
    return this.items.get(topicId);
  }

  async insert(schedule: TopicSchedule) {
    if (this.items.has(schedule.topicId)) return false;
    this.items.set(schedule.topicId, schedule);
    return true;
  }

  async replace(schedule: TopicSchedule) {
    if (this.items.get(schedule.topicId)?.version !== schedule.version - 1) return false;
    this.items.set(schedule.topicId, schedule);
    return true;
  }

  async markSynced(topicId: string, version: number, ruleArn: string) {
    const stored = this.items.get(topicId);
    if (stored?.version !== version) return false;
    this.items.set(topicId, { ...stored, syncedVersion: version, ruleArn });
    return true;
  }

  async remove(topicId: string, version: number) {
    if (this.items.get(topicId)?.version !== version) return false;
    return this.items.delete(topicId);
  }

  async all() {
    return [...this.items.values()];
  }
}

export class MemorySlotBook implements SlotBook {
  readonly bookings = new Map<string, Booking>();

  async load() {
    return new Map(this.bookings);
  }

  async change(changes: readonly BookingChange[], maxTopicsPerSlot: number) {
    const isStale = changes.some(
      ({ topicId, before }) => JSON.stringify(this.bookings.get(topicId)) !== JSON.stringify(before),
    );
    if (isStale) return false;
    const after = new Map(this.bookings);
    for (const { topicId, after: booking } of changes) {
      if (booking) after.set(topicId, booking);
      else after.delete(topicId);
    }
    const [counts, old] = [slotCounts(after), slotCounts(this.bookings)];
    if ([...counts].some(([slot, count]) => count > maxTopicsPerSlot && count > (old.get(slot) ?? 0))) return false;
    this.bookings.clear();
    for (const [topicId, booking] of after) this.bookings.set(topicId, booking);
    return true;
  }
}

/** How many topics hold each slot. */
export function slotCounts(bookings: ReadonlyMap<string, Booking>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { slots } of bookings.values()) for (const slot of slots) counts.set(slot, (counts.get(slot) ?? 0) + 1);
  return counts;
}

export class MemoryTriggers implements Triggers {
  readonly items = new Map<string, Trigger>();

  async remember(key: string, trigger: Trigger) {
    const kept = this.items.get(key) ?? trigger;
    this.items.set(key, kept);
    return kept;
  }
}

export class MemoryPerformance implements PerformanceStore {
  readonly videos = new Map<string, VideoPerformance>();

  async record(video: VideoPerformance) {
    const key = JSON.stringify([video.topicId, video.videoId]);
    if (!isNewerPerformance(video, this.videos.get(key))) return false;
    this.videos.set(key, video);
    return true;
  }

  async of(topicId: string, since: Date) {
    const first = since.toISOString();
    return [...this.videos.values()].filter((video) => video.topicId === topicId && video.publishedAt >= first);
  }
}

/** EventBridge Scheduler in memory, which remembers what came in which order. */
export class FakeTopicEngine extends MemoryScheduleEngine {
  /** Names, as often as they were put. */
  readonly puts: string[] = [];

  override async put(schedule: EngineSchedule) {
    this.puts.push(schedule.name);
    return super.put(schedule);
  }
}

export class FakeTopicRuns implements RunQueue {
  readonly sent: RunMessage[] = [];

  async send(message: RunMessage) {
    this.sent.push(message);
  }
}

export class FakeVideoRequests implements VideoRequests {
  readonly published: { readonly id: string; readonly request: Parameters<VideoRequests['publish']>[1] }[] = [];

  async publish(id: string, request: Parameters<VideoRequests['publish']>[1]) {
    this.published.push({ id, request });
  }
}

export class FakeProductionMetrics implements ProductionMetrics {
  readonly counts = { requested: 0, failed: 0 };

  requested() {
    this.counts.requested += 1;
  }

  failed() {
    this.counts.failed += 1;
  }
}

export class FakeScheduleAlerts implements ScheduleAlerts {
  readonly sent: ScheduleAlert[] = [];

  async send(alert: ScheduleAlert) {
    this.sent.push(alert);
  }
}

/** Numbers from 0 to 1 that look like chance and are the same each time. */
export function repeatableChance(seed: string): () => number {
  let calls = 0;
  return () => createHash('sha256').update(`${seed}${calls++}`).digest().readUInt32BE(0) / 2 ** 32;
}

/** All ports of content schedules in memory. */
export function topicWorld({
  at = '2026-11-28T10:00:00Z',
  rules = {},
}: {
  at?: string;
  rules?: Partial<SlotRules>;
} = {}) {
  let ids = 0;
  return {
    topics: new MemoryTopics(),
    schedules: new MemoryTopicSchedules(),
    book: new MemorySlotBook(),
    engine: new FakeTopicEngine(fixedClock(at)),
    triggers: new MemoryTriggers(),
    runs: new FakeTopicRuns(),
    performance: new MemoryPerformance(),
    alerts: new FakeScheduleAlerts(),
    once: memoryOnce(),
    rules: {
      ...{ minGapHours: 2, peakHours: [], maxTopicsPerSlot: 10, timezone: 'UTC' },
      comparedOn: new Date('2026-01-15T00:00:00Z'),
      ...rules,
    },
    clock: fixedClock(at),
    random: repeatableChance('topics'),
    wait: () => new Promise((resolve) => setImmediate(resolve)),
    newId: () => `id-${++ids}`,
  };
}
export type TopicWorld = ReturnType<typeof topicWorld>;

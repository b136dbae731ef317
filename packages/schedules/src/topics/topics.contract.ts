import type { TopicDetails } from '@almanac/contracts';
import { Decimal, stableId } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { VideoPerformance } from './performance.ts';
import type { PerformanceStore } from './performance-store.ts';
import type { SlotBook, TopicScheduleStore, TopicStore, Triggers } from './ports.ts';
import type { Booking, TopicSchedule } from './records.ts';

export interface TopicStores {
  readonly topics: TopicStore;
  readonly schedules: TopicScheduleStore;
  readonly book: SlotBook;
  readonly triggers: Triggers;
  readonly performance: PerformanceStore;
}

const AT = '2026-11-28T10:00:00.000Z';
/** Characters that stores and expressions could stumble over. */
const ODD = '#a.b:[0]"\\$~';

/** What the stores of content schedules have to do, those in memory and those in DynamoDB alike. */
export function topicsContract(name: string, make: () => TopicStores): void {
  let stores: TopicStores;
  let id: string;
  beforeEach(() => {
    stores = make();
    id = `${stableId(name, Math.random())}${ODD}`;
  });

  describe(`${name} keeps the contract of topics`, () => {
    const topic = (): TopicDetails => ({
      ...{ topicId: id, topic: 'Investing „für“ beginners', keywords: ['a', 'b'], priority: 1 },
      ...{ createdAt: AT, updatedAt: AT },
    });

    it('keeps, replaces and removes a topic', async () => {
      expect(await stores.topics.get(id)).toBeUndefined();
      await stores.topics.put({ ...topic(), keywords: [] });
      await stores.topics.put(topic());
      expect(await stores.topics.get(id)).toEqual(topic());
      expect((await stores.topics.all()).filter(({ topicId }) => topicId === id)).toEqual([topic()]);
      await stores.topics.remove(id);
      await stores.topics.remove(id);
      expect(await stores.topics.get(id)).toBeUndefined();
    });
  });

  describe(`${name} keeps the contract of topic schedules`, () => {
    const record = (given: Partial<TopicSchedule> = {}): TopicSchedule => ({
      ...{ topicId: id, ruleName: `video-generation-${id}`, ruleArn: null, schedule: null },
      topic: { topic: 'Investing', keywords: ['investing'], priority: 1 },
      config: { dailyFrequency: 2, preferredHours: [9, 14], timezone: 'UTC' },
      ...{ status: 'planning', createdAt: AT, updatedAt: AT, version: 1, syncedVersion: 0 },
      ...given,
    });
    const planned = (given: Partial<TopicSchedule> = {}): TopicSchedule =>
      record({
        ...{ version: 2, status: 'active', frequencyChangedAt: AT },
        config: { dailyFrequency: 2, preferredHours: [9, 14], timezone: 'UTC', priority: 3 },
        schedule: {
          ...{ scheduleExpression: 'cron(0 9,14 * * ? *)', frequency: 2, timeSlots: [9, 14], priority: 3 },
          ...{ timezone: 'UTC', description: 'Generate 2', reasons: [{ hour: 9, reason: 'preferred' }] },
        },
        ...given,
      });

    it('inserts a record once, and gives back all of it', async () => {
      expect(await stores.schedules.insert(record())).toBe(true);
      expect(await stores.schedules.insert(planned())).toBe(false);
      expect(await stores.schedules.get(id)).toEqual(record());
      expect(await stores.schedules.replace(planned())).toBe(true);
      expect(await stores.schedules.get(id)).toEqual(planned());
      expect((await stores.schedules.all()).filter(({ topicId }) => topicId === id)).toEqual([planned()]);
    });

    it('replaces, marks and removes the latest version only', async () => {
      expect(await stores.schedules.replace(planned())).toBe(false);
      await stores.schedules.insert(record());
      expect(await stores.schedules.replace(planned({ version: 3 }))).toBe(false);
      expect(await stores.schedules.replace(planned({ version: 2 }))).toBe(true);
      expect(await stores.schedules.markSynced(id, 1, 'arn:old')).toBe(false);
      expect(await stores.schedules.markSynced(id, 2, 'arn:new')).toBe(true);
      expect(await stores.schedules.get(id)).toEqual(planned({ syncedVersion: 2, ruleArn: 'arn:new' }));
      expect(await stores.schedules.remove(id, 1)).toBe(false);
      expect(await stores.schedules.remove(id, 2)).toBe(true);
      expect(await stores.schedules.remove(id, 2)).toBe(false);
      expect(await stores.schedules.markSynced(id, 2, 'arn:new')).toBe(false);
      expect(await stores.schedules.get(id)).toBeUndefined();
    });

    it('lets one of many writers win', async () => {
      const inserted = await Promise.all(Array.from({ length: 6 }, () => stores.schedules.insert(record())));
      expect(inserted.filter(Boolean)).toHaveLength(1);
      const replaced = await Promise.all(Array.from({ length: 6 }, () => stores.schedules.replace(planned())));
      expect(replaced.filter(Boolean)).toHaveLength(1);
    });
  });

  describe(`${name} keeps the contract of the book of slots`, () => {
    const booking = (hours: number[], given: Partial<Booking> = {}): Booking => ({
      ...{ hours, slots: hours, timezone: 'UTC', priority: 1, bookedAt: AT },
      ...given,
    });
    const held = async () => (await stores.book.load()).get(id);

    it('books, moves and releases', async () => {
      expect(await stores.book.change([], 1)).toBe(true);
      const [first, second] = [booking([1, 2]), booking([2, 3], { timezone: 'Europe/Berlin', slots: [1, 2] })];
      expect(await stores.book.change([{ topicId: id, after: first }], 50)).toBe(true);
      expect(await held()).toEqual(first);
      expect(await stores.book.change([{ topicId: id, before: first, after: second }], 50)).toBe(true);
      expect(await held()).toEqual(second);
      expect(await stores.book.change([{ topicId: id, before: second }], 50)).toBe(true);
      expect(await held()).toBeUndefined();
    });

    it('changes nothing where one booking is not the one before', async () => {
      const first = booking([4]);
      await stores.book.change([{ topicId: id, after: first }], 50);
      const other = { topicId: `${id}-other`, after: booking([5]) };
      expect(await stores.book.change([other, { topicId: id, after: first }], 50)).toBe(false);
      expect(await stores.book.change([other, { topicId: id, before: booking([5]), after: first }], 50)).toBe(false);
      expect((await stores.book.load()).has(other.topicId)).toBe(false);
      await stores.book.change([{ topicId: id, before: first }], 50);
    });

    it('never lets a slot hold more than it may, whoever books at the same time', async () => {
      const ids = Array.from({ length: 12 }, (_, i) => `${id}-${i}`);
      const book = (topicId: string) => stores.book.change([{ topicId, after: booking([20, 22]) }], 5);
      const booked = await Promise.all(ids.map(book));
      expect(booked.filter(Boolean)).toHaveLength(5);
      const taken = ids.filter((_, i) => booked[i]);
      const [leaving = '', staying = ''] = taken;
      const late = ids.find((_, i) => !booked[i]) ?? '';
      expect(await book(late)).toBe(false);
      const swap = [
        { topicId: late, after: booking([20, 22]) },
        { topicId: leaving, before: booking([20, 22]), after: booking([21, 23]) },
      ];
      expect(await stores.book.change(swap, 5)).toBe(true);
      expect(await stores.book.change([{ topicId: staying, before: booking([20, 22]) }], 3)).toBe(true);
      for (const [topicId, before] of await stores.book.load()) {
        if (topicId.startsWith(id)) await stores.book.change([{ topicId, before }], 5);
      }
    });
  });

  describe(`${name} keeps the contract of triggers`, () => {
    it('keeps the first trigger of a key', async () => {
      const first = { topicId: id, runId: 'run-1', requestedAt: AT };
      expect(await stores.triggers.remember(id, first)).toEqual(first);
      expect(await stores.triggers.remember(id, { ...first, runId: 'run-2' })).toEqual(first);
      expect((await stores.schedules.all()).some(({ topicId }) => topicId.includes(id))).toBe(false);
    });
  });

  describe(`${name} keeps the contract of performance`, () => {
    const video = (given: Partial<VideoPerformance> = {}): VideoPerformance => ({
      ...{ topicId: id, videoId: 'v1', hour: 9, publishedAt: AT, measuredAt: AT, eventId: 'e5', views: 100 },
      ...{ engagement: Decimal.parse('0.083'), costPerVideo: Decimal.parse('0.850000000000000001') },
      ...given,
    });
    const plain = (videos: readonly VideoPerformance[]) => JSON.parse(JSON.stringify(videos));
    const stored = async (since = AT) => plain(await stores.performance.of(id, new Date(since)));

    it('keeps the newest figures of a video, whatever the order in which they come', async () => {
      expect(await stores.performance.record(video())).toBe(true);
      expect(await stores.performance.record(video())).toBe(false);
      expect(await stored()).toEqual(plain([video()]));
      const later = video({ measuredAt: '2026-11-29T10:00:00.000Z', eventId: 'e1', views: 7 });
      expect(await stores.performance.record(later)).toBe(true);
      expect(await stores.performance.record(video({ eventId: 'e9' }))).toBe(false);
      expect(await stores.performance.record({ ...later, eventId: 'e0', views: 8 })).toBe(false);
      expect(await stores.performance.record({ ...later, eventId: 'e2', views: 9 })).toBe(true);
      expect(await stored()).toEqual(plain([{ ...later, eventId: 'e2', views: 9 }]));
    });

    it('gives those of a topic that were published since', async () => {
      await stores.performance.record(video());
      await stores.performance.record(video({ videoId: 'v2', publishedAt: '2026-11-27T10:00:00.000Z' }));
      await stores.performance.record(video({ topicId: `${id}-other` }));
      expect(await stored()).toEqual(plain([video()]));
      expect(await stored('2026-11-01T00:00:00Z')).toHaveLength(2);
    });
  });
}

import { Decimal } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MemoryPerformance } from './fakes.ts';
import {
  figuresGiven,
  figuresOfVideo,
  sumOf,
  sumsByHour,
  type VideoPerformance,
  videoPerformanceOf,
} from './performance.ts';

const DETAIL = {
  ...{ topicId: 't1', videoId: 'v1', publishedAt: '2026-11-28T09:42:10Z', hour: 9, views: 1520 },
  ...{ engagement: '0.083', costPerVideo: '0.85' },
};

describe('the figures of videos', () => {
  it('are those that the event tells, measured when it was published unless it says otherwise', () => {
    expect(videoPerformanceOf('e1', DETAIL)).toEqual({
      ...{ topicId: 't1', videoId: 'v1', hour: 9, eventId: 'e1', views: 1520 },
      ...{ publishedAt: '2026-11-28T09:42:10.000Z', measuredAt: '2026-11-28T09:42:10.000Z' },
      ...{ engagement: Decimal.parse('0.083'), costPerVideo: Decimal.parse('0.85') },
    });
    expect(videoPerformanceOf('e1', { ...DETAIL, measuredAt: '2026-11-29T00:00:00.5Z' }).measuredAt).toBe(
      '2026-11-29T00:00:00.500Z',
    );
  });

  it('are read alike from a caller, whose views are of all videos and whose cost is of one', () => {
    const given = { topicId: 't1', hour: 9, videos: 3, views: 300, engagement: 0.1, costPerVideo: 0.7 };
    const { engaged, cost, videos } = figuresGiven(given);
    expect([engaged.toString(), cost.toString(), videos]).toEqual(['30', '2.1', 3]);
    expect(figuresGiven({ ...given, costPerVideo: '0.7' })).toEqual(figuresGiven(given));
    expect(figuresGiven({ ...given, engagement: 1e-7 }).engaged.toString()).toBe('0.00003');
  });

  it('are read whatever numbers a caller gives, the smallest ones to twelve decimals', () => {
    const given = { topicId: 't1', hour: 9, videos: Number.MAX_SAFE_INTEGER, views: Number.MAX_SAFE_INTEGER };
    const tiny = figuresGiven({ ...given, engagement: 5e-324, costPerVideo: 1.5e-12 });
    expect([tiny.engaged.toString(), tiny.cost.toString()]).toEqual(['0', '18014.398509481982']);
    const large = figuresGiven({ ...given, engagement: -0, costPerVideo: 999_999_999_999 });
    expect([large.engaged.toString(), large.cost.toString()]).toEqual(['0', '9007199254731983800745259009']);
  });

  const cents = fc.bigInt({ min: 0n, max: 10n ** 20n });
  const video = fc
    .record({
      id: fc.integer({ min: 0, max: 4 }),
      hour: fc.integer({ min: 0, max: 23 }),
      units: cents,
      at: fc.integer({ min: 1, max: 28 }),
      event: fc.integer({ min: 0, max: 50 }),
    })
    .map(({ id, hour, units, at, event }): VideoPerformance => {
      const measuredAt = `2026-11-${String(at).padStart(2, '0')}T00:00:00.000Z`;
      return {
        ...{ topicId: 't1', videoId: `v${id}`, hour, publishedAt: '2026-11-01T00:00:00.000Z', measuredAt },
        ...{ eventId: `e${String(event).padStart(2, '0')}`, views: 10, engagement: Decimal.parse('0.5') },
        costPerVideo: Decimal.of(units, 18),
      };
    });
  // One event tells one thing.
  const videos = fc.uniqueArray(video, { selector: ({ eventId }) => eventId, maxLength: 30 });

  it('count once, and end up the same in whatever order and however often events come', async () => {
    await fc.assert(
      fc.asyncProperty(videos, fc.func(fc.integer()), async (all, order) => {
        const stores = [new MemoryPerformance(), new MemoryPerformance()] as const;
        for (const one of all) await stores[0].record(one);
        const shuffled = [...all, ...all].map((one, i) => [order(one.eventId, i), one] as const);
        for (const [, one] of shuffled.sort(([a], [b]) => a - b)) await stores[1].record(one);
        const [first, second] = stores.map((store) => Object.fromEntries(store.videos));
        expect(second).toEqual(first);
        for (const kept of stores[0].videos.values()) {
          const same = all.filter(({ videoId }) => videoId === kept.videoId);
          expect(same.every(({ measuredAt }) => measuredAt <= kept.measuredAt)).toBe(true);
        }
      }),
    );
  });

  it('add up exactly, by hour and in all', () => {
    fc.assert(
      fc.property(videos, (all) => {
        const units = all.reduce((sum, { costPerVideo }) => sum + costPerVideo.toFixedPoint(18), 0n);
        const figures = all.map(figuresOfVideo);
        expect(sumOf(figures).cost.equals(Decimal.of(units, 18))).toBe(true);
        const hours = sumsByHour(figures);
        expect(sumOf(hours).cost.equals(Decimal.of(units, 18))).toBe(true);
        expect(hours.map(({ hour }) => hour)).toEqual([...new Set(all.map(({ hour }) => hour))].sort((a, b) => a - b));
      }),
    );
  });
});

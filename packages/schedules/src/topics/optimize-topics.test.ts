import { performance, recommendation, type TopicPerformance } from '@almanac/contracts';
import { Decimal, fixedClock } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import * as z from 'zod';
import { createTopicSchedule } from './create-topic-schedule.ts';
import { type TopicWorld, topicWorld } from './fakes.ts';
import { optimizeTopics, reviewTopics } from './optimize-topics.ts';
import { updateTopicSchedule } from './update-topic-schedule.ts';
import { weeklyAdvice } from './weekly-advice.ts';

const NOW = Date.parse('2026-11-28T10:00:00Z');
const TENTH = Decimal.parse('0.1');
const DAY_MS = 86_400_000;
const dayAgo = (days: number, now = NOW) => new Date(now - days * DAY_MS).toISOString().slice(0, 10);
const figures = (hour: number, views: number, given: Partial<TopicPerformance> = {}): TopicPerformance => ({
  ...{ topicId: 't1', hour, videos: 3, views, engagement: 0.1, costPerVideo: '0.50' },
  ...given,
});
/** A video each day of four weeks: so many viewers in the first half, so many in the second. */
const month = (before: number, recent: number, given: Partial<TopicPerformance> = {}, now = NOW): TopicPerformance[] =>
  Array.from({ length: 28 }, (_, ago) =>
    figures(9, ago < 14 ? recent : before, { videos: 1, date: dayAgo(ago, now), ...given }),
  );

const run = (week: number) => ({ id: `event-${week}`, remainingMs: 1_000 });

describe('the optimisation', () => {
  let world: TopicWorld;
  beforeEach(async () => {
    world = topicWorld();
    await create('t1');
  });
  const create = (topicId: string, dailyFrequency = 2) =>
    createTopicSchedule(world)({
      topicId,
      topic: { topic: topicId, keywords: [], priority: 1 },
      scheduleConfig: { dailyFrequency, preferredHours: [9, 14], timezone: 'UTC' },
    });
  const optimize = (performance: TopicPerformance[], apply = false) =>
    (apply ? optimizeTopics(world) : reviewTopics(world))({ performance });
  const slots = () => world.schedules.items.get('t1')?.schedule?.timeSlots;

  it('puts a much better hour in place of a worse one, and says why; a dry run changes nothing', async () => {
    const given = [figures(9, 3000), figures(14, 1000), figures(18, 2000)];
    const [advice] = await optimize(given);
    expect(advice).toEqual({
      ...{ topicId: 't1', kind: 'hours', applied: false },
      current: { frequency: 2, timeSlots: [9, 14] },
      recommended: { frequency: 2, timeSlots: [9, 18] },
      reasons: [
        '18:00 (133.33 engaged viewers per dollar, 3 videos) instead of 14:00 (66.67 engaged viewers per dollar, 3 videos)',
      ],
      expectedEffect: '+100 % engaged viewers per dollar for the video at 18:00',
    });
    expect(slots()).toEqual([9, 14]);
    expect((await optimize(given, true))[0]).toMatchObject({ applied: true, recommended: { timeSlots: [9, 18] } });
    expect(slots()).toEqual([9, 18]);
    expect(world.engine.schedules.get('video-generation-t1')?.expression).toBe('cron(0 9,18 * * ? *)');
    expect((await optimize(given))[0]).toMatchObject({ kind: 'none', recommended: { timeSlots: [9, 18] } });
  });

  it('counts cost: the same audience for less is better; without any cost the audience alone counts', async () => {
    const cheap = figures(18, 1000, { costPerVideo: '0.40' });
    expect((await optimize([figures(9, 1000), figures(14, 1000), cheap]))[0]?.recommended.timeSlots).toEqual([9, 18]);
    const free = [9, 14, 18].map((hour) => figures(hour, hour * 100, { costPerVideo: 0 }));
    const [advice] = await optimize(free);
    expect(advice).toMatchObject({ kind: 'hours', recommended: { timeSlots: [14, 18] } });
    expect(advice?.expectedEffect).toContain('engaged viewers a video');
  });

  it('counts what a caller gives of the last four weeks, or without a date, and nothing older', async () => {
    const given = (ago: number) => [9, 14, 18].map((hour) => figures(hour, hour * 100, { date: dayAgo(ago) }));
    expect((await optimize(given(28)))[0]?.recommended.timeSlots).toEqual([14, 18]);
    expect((await optimize(given(29)))[0]).toMatchObject({ kind: 'none' });
  });

  it('leaves things as they are for a small difference, and for too few videos', async () => {
    expect((await optimize([figures(9, 1000), figures(14, 1000), figures(18, 1199)]))[0]).toMatchObject({
      kind: 'none',
      reasons: ['No other hour does at least 20 % better'],
      expectedEffect: 'none',
    });
    const few = figures(18, 9000, { videos: 2 });
    expect((await optimize([figures(9, 1000), few]))[0]?.reasons).toEqual([
      'Too little is known: an hour needs 3 videos, one of its own and another (18:00 has 2)',
    ]);
  });

  it('produces one video more where a topic rises, but once a week', async () => {
    const rising = month(1000, 1500);
    expect((await optimize(rising))[0]).toMatchObject({
      kind: 'frequency',
      recommended: { frequency: 3 },
      reasons: ['Engaged viewers a video changed by +50 % in the last 14 days: one video a day more'],
      expectedEffect: 'about 150 engaged viewers and 0.5 dollars a day more',
    });
    await updateTopicSchedule(world)({ topicId: 't1', scheduleConfig: { dailyFrequency: 1 } });
    expect((await optimize(rising, true))[0]).toMatchObject({ kind: 'none', applied: false });
    world.clock = fixedClock('2026-12-05T10:00:00Z');
    const later = month(1000, 1500, {}, Date.parse('2026-12-05T10:00:00Z'));
    expect((await optimize(later, true))[0]).toMatchObject({ applied: true, recommended: { frequency: 2 } });
  });

  it('does not produce more of what is too expensive', async () => {
    expect((await optimize(month(1000, 1500, { costPerVideo: '1.01' })))[0]).toMatchObject({
      kind: 'none',
      reasons: ['It rises, but a video costs 1.01 dollars, more than 1: no more of them'],
    });
  });

  it('produces one video fewer where a topic falls, and warns', async () => {
    const given = month(1000, 500);
    const [advice] = await optimize([...given, ...[14].map((hour) => figures(hour, 100))], true);
    expect(advice).toMatchObject({
      ...{ kind: 'hours_and_frequency', applied: true, recommended: { frequency: 1, timeSlots: [9] } },
      warning: 'Engaged viewers a video changed by -50 % in two weeks',
    });
    expect((await optimize(given))[0]).toMatchObject({ kind: 'none', warning: expect.any(String) });
  });

  it('refuses topics without a schedule, and takes those that are named', async () => {
    await create('t2');
    const named = await reviewTopics(world)({ topicIds: ['t2'], performance: [] });
    expect(named.map(({ topicId }) => topicId)).toEqual(['t2']);
    await expect(reviewTopics(world)({ topicIds: ['none'], performance: [] })).rejects.toThrow(
      expect.objectContaining({ code: 'TOPIC_SCHEDULE_NOT_FOUND' }),
    );
  });

  it('does not overwrite what somebody else changes meanwhile', async () => {
    const of = world.performance.of.bind(world.performance);
    world.performance.of = async (...args) => {
      await updateTopicSchedule(world)({ topicId: 't1', scheduleConfig: { preferredHours: [3, 4] } });
      return of(...args);
    };
    const [advice] = await optimize([figures(9, 3000), figures(14, 1000), figures(18, 2000)], true);
    expect(advice?.applied).toBe(false);
    expect(advice?.reasons.at(-1)).toMatch(/^Not applied: /);
    expect(slots()).toEqual([3, 4]);
  });

  it('gives the same advice for the same figures in any order, and no frequency takes two steps in a week', async () => {
    const one = fc.record({
      hour: fc.integer({ min: 0, max: 23 }),
      views: fc.integer({ min: 0, max: 5000 }),
      ago: fc.integer({ min: 0, max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), async (all, frequency) => {
        world = topicWorld();
        await create('t1', frequency);
        const given = all.map(({ hour, views, ago }) => figures(hour, views, { videos: 1, date: dayAgo(ago) }));
        expect(await optimize([...given].reverse())).toEqual(await optimize(given));
        const frequencies = [frequency];
        for (let day = 0; day < 7; day++) {
          world.clock = fixedClock(new Date(NOW + day * DAY_MS).toISOString());
          await optimize(given, true);
          frequencies.push(world.schedules.items.get('t1')?.config.dailyFrequency ?? 0);
        }
        expect(frequencies.every((now) => now >= 1 && now <= 5 && Math.abs(now - frequency) <= 1)).toBe(true);
        expect(new Set(frequencies).size).toBeLessThanOrEqual(2);
      }),
      { numRuns: process.env.TEST_FULL ? 500 : 40 },
    );
  });

  it('answers whatever figures a request may hold, in the declared form', async () => {
    const count = (min: number) =>
      fc.oneof(fc.integer({ min, max: 9 }), fc.constantFrom(min, 1e15, Number.MAX_SAFE_INTEGER));
    const given = fc.record({
      topicId: fc.constantFrom('t1', 'unknown'),
      hour: fc.integer({ min: 0, max: 23 }),
      date: fc.option(fc.constantFrom('0000-01-01', dayAgo(0), dayAgo(20), '9999-12-31'), { nil: undefined }),
      videos: count(1),
      views: count(0),
      engagement: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, -0, 5e-324, 1)),
      costPerVideo: fc.oneof(
        fc.double({ min: 0, max: 999_999_999_999, noNaN: true }),
        fc.constantFrom<number | string>(0, 5e-324, 999_999_999_999, '000000000000', '999999999999.999999999999'),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(given, { maxLength: 40 }), async (all) => {
        const figuresGiven = z.array(performance).parse(JSON.parse(JSON.stringify(all)));
        const advice = await optimize(figuresGiven);
        expect(z.array(recommendation).parse(advice)).toEqual(advice);
        expect(advice.map(({ topicId }) => topicId)).toEqual(['t1']);
      }),
      { numRuns: process.env.TEST_FULL ? 1_000 : 100 },
    );
  });

  it('tells people once for each run, however often it is tried, and of what falls by itself', async () => {
    await create('t2');
    expect(await weeklyAdvice(world)(run(1))).toEqual({ topics: 2, recommendations: 0, falling: 0 });
    expect(world.alerts.sent).toEqual([
      expect.objectContaining({ type: 'topic_recommendations', message: 'None of 2 topics needs another schedule.' }),
    ]);
    for (const [i, { date, views }] of month(1000, 100).entries()) {
      await world.performance.record({
        ...{ topicId: 't2', videoId: `v${i}`, hour: 9, eventId: `e${i}`, views },
        ...{ publishedAt: `${date}T09:00:00.000Z`, measuredAt: `${date}T09:00:00.000Z` },
        ...{ engagement: TENTH, costPerVideo: TENTH },
      });
    }
    const broken = { send: () => Promise.reject(new Error('SNS is away')) };
    await expect(weeklyAdvice({ ...world, alerts: broken })(run(2))).rejects.toThrow('SNS is away');
    const told = { topics: 2, recommendations: 1, falling: 1 };
    expect(await weeklyAdvice(world)(run(2))).toEqual(told);
    expect(await weeklyAdvice(world)(run(2))).toEqual(told);
    expect(world.alerts.sent).toHaveLength(3);
    const [, second, third] = world.alerts.sent;
    expect([second?.type, third?.type]).toEqual(['topic_recommendations', 'topic_performance_falling']);
    expect(second?.id).toBe(world.alerts.sent[0]?.id);
    expect(second?.message).toContain('t2: 9, 14 -> 14.');
    expect(third?.message).toContain('t2: Engaged viewers a video changed by -90 % in two weeks.');
  });

  it('tells people of as many topics as a message holds, and how many more there are', async () => {
    world = topicWorld({ rules: { maxTopicsPerSlot: 200 } });
    const [old, better] = [
      [0, 1, 2, 3, 4],
      [15, 16, 17, 18, 19],
    ];
    for (let i = 0; i < 110; i++) {
      const topicId = `${i}-${'x'.repeat(120)}`;
      await createTopicSchedule(world)({
        topicId,
        topic: { topic: 'Investing', keywords: [], priority: 1 },
        scheduleConfig: { dailyFrequency: 5, preferredHours: old, timezone: 'UTC' },
      });
      for (const hour of [...old, ...better, ...old, ...better, ...old, ...better]) {
        const videoId = `v${world.performance.videos.size}`;
        await world.performance.record({
          ...{ topicId, videoId, hour, eventId: videoId, engagement: Decimal.parse('1') },
          ...{ publishedAt: `${dayAgo(20)}T09:00:00.000Z`, measuredAt: `${dayAgo(20)}T09:00:00.000Z` },
          ...{ views: hour >= 15 ? Number.MAX_SAFE_INTEGER : hour, costPerVideo: Decimal.parse('0.000000000001') },
        });
      }
    }
    expect(await weeklyAdvice(world)(run(1))).toMatchObject({ recommendations: 110 });
    const [alert] = world.alerts.sent;
    const told = alert?.recommendations.length ?? 0;
    expect(told).toBeGreaterThan(50);
    expect(Buffer.byteLength(JSON.stringify(alert, null, 2))).toBeLessThan(256 * 1024);
    expect(alert).toMatchObject({ total: 110, message: expect.stringContaining(`And ${110 - told} more`) });
  });
});

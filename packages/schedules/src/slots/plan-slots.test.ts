import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseExpression } from '../expressions/parse-expression.ts';
import { gapsOf } from './choose-hours.ts';
import { planSlots } from './plan-slots.ts';
import type { SlotRules, Topic } from './topic.ts';

const RULES: SlotRules = {
  minGapHours: 2,
  peakHours: [],
  maxTopicsPerSlot: 100,
  timezone: 'UTC',
  comparedOn: new Date('2026-01-15T00:00:00Z'),
};
const topic = (given: Partial<Topic> = {}): Topic => ({
  id: 'investing',
  dailyFrequency: 2,
  preferredHours: [9, 14, 18],
  priority: 1,
  timezone: 'UTC',
  ...given,
});
const hoursOf = (given: Topic, rules: Partial<SlotRules> = {}): number[] =>
  planSlots([given], { ...RULES, ...rules }).flatMap(({ slots }) => slots.map(({ hour }) => hour));
const weights = (given: Record<number, number>): number[] => Array.from({ length: 24 }, (_, hour) => given[hour] ?? 1);

describe('the slots of a topic', () => {
  it("are those of the document's example", () => {
    expect(planSlots([topic()], RULES)).toEqual([
      {
        topicId: 'investing',
        slots: [
          { hour: 9, reason: 'preferred (1 of 3)' },
          { hour: 14, reason: 'preferred (2 of 3)' },
        ],
        scheduleExpression: 'cron(0 9,14 * * ? *)',
      },
    ]);
  });

  it('are the preferred hours in their order, those with the larger audience first, apart, and not at peak hours', () => {
    expect(hoursOf(topic({ preferredHours: [18, 9, 14] }))).toEqual([9, 18]);
    expect(hoursOf(topic(), { audienceWeights: weights({ 18: 2, 9: 1.5 }) })).toEqual([9, 18]);
    expect(hoursOf(topic({ preferredHours: [9, 10, 18] }))).toEqual([9, 18]);
    expect(hoursOf(topic({ preferredHours: [23, 0, 12] }))).toEqual([12, 23]);
    expect(hoursOf(topic(), { peakHours: [8, 9, 10] })).toEqual([14, 18]);
  });

  it('are preferred hours even where they are close or at peak, for want of others', () => {
    const [plan] = planSlots([topic({ preferredHours: [9, 10] })], { ...RULES, peakHours: [10] });
    expect(plan?.slots).toEqual([
      { hour: 9, reason: 'preferred (1 of 2); less than 2 h from another, for want of more room' },
      {
        hour: 10,
        reason:
          'preferred (2 of 2); a peak hour, for want of another; less than 2 h from another, for want of more room',
      },
    ]);
  });

  it('are filled up with the best of the other hours', () => {
    expect(hoursOf(topic({ preferredHours: [9] }))).toEqual([9, 21]);
    expect(hoursOf(topic({ preferredHours: [9] }), { audienceWeights: weights({ 10: 9, 12: 5 }) })).toEqual([9, 12]);
    expect(hoursOf(topic({ preferredHours: [], dailyFrequency: 3 }))).toEqual([0, 8, 16]);
    const [plan] = planSlots([topic({ preferredHours: [9] })], { ...RULES, audienceWeights: weights({ 12: 5 }) });
    expect(plan?.slots[1]?.reason).toBe('filled in: 1 of 2 preferred; audience weight 5');
  });

  it('stay where they are when nothing but the audience speaks for others', () => {
    expect(hoursOf(topic({ currentHours: [14, 18] }))).toEqual([14, 18]);
    expect(hoursOf(topic({ currentHours: [14, 18] }), { audienceWeights: weights({ 9: 9 }) })).toEqual([14, 18]);
    expect(hoursOf(topic({ currentHours: [18], dailyFrequency: 2 }))).toEqual([9, 18]);
    expect(hoursOf(topic({ currentHours: [9, 18], dailyFrequency: 1 }))).toEqual([9]);
    expect(hoursOf(topic({ currentHours: [9, 18], preferredHours: [9, 14] }))).toEqual([9, 14]);
  });

  it('are given to topics of higher priority first, then to those that have theirs', () => {
    const topics = [
      topic({ id: 'c', priority: 5 }),
      topic({ id: 'a', priority: 5 }),
      topic({ id: 'd', priority: 5, currentHours: [14, 18] }),
      topic({ id: 'b', priority: 1 }),
    ];
    const plans = planSlots(topics, { ...RULES, maxTopicsPerSlot: 2 });
    expect(plans.map(({ topicId, scheduleExpression }) => [topicId, scheduleExpression])).toEqual([
      ['c', 'cron(0 0,12 * * ? *)'],
      ['a', 'cron(0 9,18 * * ? *)'],
      ['d', 'cron(0 14,18 * * ? *)'],
      ['b', 'cron(0 9,14 * * ? *)'],
    ]);
    expect(plans[0]?.slots.map(({ reason }) => reason)).toEqual(
      Array(2).fill('filled in: 0 of 2 preferred, 3 more had no room'),
    );
  });

  it('compares hours of different zones by the clock of the production', () => {
    const berlin = topic({ id: 'berlin', timezone: 'Europe/Berlin', preferredHours: [10, 15], priority: 2 });
    const [, second] = planSlots([topic({ preferredHours: [9, 20] }), berlin], { ...RULES, maxTopicsPerSlot: 1 });
    expect(second?.slots[1]).toEqual({ hour: 15, reason: 'preferred (2 of 2)' });
    expect(second?.slots[0]?.hour).not.toBe(10);
    expect(hoursOf(berlin, { peakHours: [14] })).toEqual([10, 15]);
    expect(
      hoursOf(topic({ timezone: 'Asia/Kolkata', dailyFrequency: 1, preferredHours: [9, 12] }), { peakHours: [3] }),
    ).toEqual([12]);
  });

  it('are fewer, or none, where every hour is full', () => {
    const many = Array.from({ length: 6 }, (_, i) => topic({ id: `t${i}`, dailyFrequency: 5 }));
    const plans = planSlots(many, { ...RULES, maxTopicsPerSlot: 1 });
    expect(plans.map(({ slots }) => slots.length)).toEqual([5, 5, 5, 5, 4, 0]);
    expect(plans[5]?.scheduleExpression).toBeNull();
  });

  it.each([
    ['dailyFrequency', topic({ dailyFrequency: 0 })],
    ['dailyFrequency', topic({ dailyFrequency: 6 })],
    ['dailyFrequency', topic({ dailyFrequency: 1.5 })],
    ['priority', topic({ priority: 0 })],
    ['priority', topic({ priority: 11 })],
    ['preferredHours', topic({ preferredHours: [24] })],
    ['preferredHours', topic({ preferredHours: [9, -1] })],
  ])('are refused where %s is out of bounds', (field, given) => {
    expect(() => planSlots([given], RULES)).toThrow(
      expect.objectContaining({ code: 'INVALID_TOPIC_SCHEDULE', details: { topicId: 'investing', field } }),
    );
  });
});

describe('the slots of any topics', () => {
  const hour = fc.integer({ min: 0, max: 23 });
  const anyTopic = fc.record({
    dailyFrequency: fc.integer({ min: 1, max: 4 }),
    preferredHours: fc.uniqueArray(hour, { minLength: 1, maxLength: 6 }),
    priority: fc.integer({ min: 1, max: 10 }),
    timezone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kathmandu'),
  });
  const topics = fc
    .array(anyTopic, { minLength: 1, maxLength: 6 })
    .map((all) => all.map((one, i): Topic => ({ ...one, id: `topic-${i}` })));
  const rules = fc.record({
    minGapHours: fc.integer({ min: 0, max: 6 }),
    peakHours: fc.uniqueArray(hour, { maxLength: 8 }),
    maxTopicsPerSlot: fc.integer({ min: 2, max: 4 }),
    audienceWeights: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 24, maxLength: 24 }),
  });
  const RUNS = { numRuns: process.env.TEST_FULL ? 600 : 60 };
  const planned = (all: readonly Topic[], some: Partial<SlotRules>) => planSlots(all, { ...RULES, ...some });
  const settled = (all: readonly Topic[], some: Partial<SlotRules>): Topic[] =>
    planned(all, some).flatMap(({ slots }, i) => {
      const one = all[i];
      return one ? [{ ...one, currentHours: slots.map(({ hour: chosen }) => chosen) }] : [];
    });

  it('are as many as asked for, each with a reason, in an expression that AWS takes', () => {
    fc.assert(
      fc.property(topics, rules, (all, some) => {
        for (const [i, { slots, scheduleExpression }] of planned(all, some).entries()) {
          expect(slots).toHaveLength(all[i]?.dailyFrequency ?? 0);
          expect(slots.every(({ reason }) => reason.length > 0)).toBe(true);
          expect(parseExpression(scheduleExpression ?? '')).toMatchObject({
            hours: slots.map((slot) => slot.hour),
            minutes: [0],
          });
        }
      }),
      RUNS,
    );
  });

  it('do not depend on the order of the topics, and no hour holds too many', () => {
    fc.assert(
      fc.property(topics, rules, (all, some) => {
        const plans = planned(all, some);
        expect(planned([...all].reverse(), some).reverse()).toEqual(plans);
        const inUtc = all.map((one) => ({ ...one, timezone: 'UTC' }));
        const chosen = planned(inUtc, some).flatMap(({ slots }) => slots.map((slot) => slot.hour));
        for (const one of chosen)
          expect(chosen.filter((other) => other === one).length).toBeLessThanOrEqual(some.maxTopicsPerSlot);
      }),
      RUNS,
    );
  });

  it('stay when they are planned again', () => {
    fc.assert(
      fc.property(topics, rules, (all, some) => {
        const kept = settled(all, some);
        expect(settled(kept, some)).toEqual(kept);
      }),
      RUNS,
    );
  });

  it('stay for all others when a topic is removed, where there is room for all', () => {
    fc.assert(
      fc.property(topics, rules, (all, some) => {
        const roomy = { ...some, maxTopicsPerSlot: 100 };
        const kept = settled(all, roomy).slice(1);
        expect(settled(kept, roomy)).toEqual(kept);
      }),
      RUNS,
    );
  });

  it('never take an hour that is not preferred while a preferred one has room', () => {
    fc.assert(
      fc.property(anyTopic, rules, (one, some) => {
        const [plan] = planned([{ ...one, id: 'only' }], some);
        const chosen = plan?.slots.map((slot) => slot.hour) ?? [];
        const preferred = chosen.filter((chosenHour) => one.preferredHours.includes(chosenHour));
        expect(preferred).toHaveLength(Math.min(one.dailyFrequency, one.preferredHours.length));
        if (chosen.length > 1) expect(gapsOf(chosen).reduce((sum, gap) => sum + gap, 0)).toBe(24);
      }),
      RUNS,
    );
  });
});

import { AlmanacError } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createTopicSchedule } from './create-topic-schedule.ts';
import { deleteTopicSchedule } from './delete-topic-schedule.ts';
import { slotCounts, type TopicWorld, topicWorld } from './fakes.ts';
import { reconcileTopicSchedules } from './reconcile-topic-schedules.ts';
import { updateTopicSchedule } from './update-topic-schedule.ts';

const RUNS = { numRuns: process.env.TEST_FULL ? 300 : 30 };

const config = fc.record({
  dailyFrequency: fc.integer({ min: 1, max: 5 }),
  preferredHours: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { maxLength: 5 }),
  timezone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kathmandu'),
  priority: fc.integer({ min: 1, max: 3 }),
});
const topicId = fc.integer({ min: 0, max: 9 }).map((i) => `topic-${i}`);
const act = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), topicId, config }),
  fc.record({ kind: fc.constant('update' as const), topicId, config }),
  fc.record({ kind: fc.constant('delete' as const), topicId }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** Refusals are answers too. */
async function perform(world: TopicWorld, one: Act): Promise<void> {
  const { topicId: id } = one;
  const topic = { topic: id, keywords: [], priority: 1 };
  const work = {
    create: () => 'config' in one && createTopicSchedule(world)({ topicId: id, topic, scheduleConfig: one.config }),
    update: () => 'config' in one && updateTopicSchedule(world)({ topicId: id, scheduleConfig: one.config }),
    delete: () => deleteTopicSchedule(world)(id),
  };
  try {
    await work[one.kind]();
  } catch (error) {
    if (!(error instanceof AlmanacError)) throw error;
    expect(['TOPIC_SCHEDULE_EXISTS', 'TOPIC_SCHEDULE_NOT_FOUND', 'NO_FREE_SLOT']).toContain(error.code);
  }
}

const MAX = 1;
function expectAgreement(world: TopicWorld): void {
  const records = [...world.schedules.items.values()];
  expect(Math.max(0, ...slotCounts(world.book.bookings).values())).toBeLessThanOrEqual(MAX);
  expect([...world.book.bookings.keys()].sort()).toEqual(records.map(({ topicId: id }) => id).sort());
  expect(world.engine.schedules.size).toBe(records.length);
  for (const { topicId: id, ruleName, schedule } of records) {
    expect(world.book.bookings.get(id)?.hours).toEqual(schedule?.timeSlots);
    expect(world.engine.schedules.get(ruleName)?.expression).toBe(schedule?.scheduleExpression);
  }
}

describe('any changes of schedules', () => {
  it('keep every slot within its limit, and move others only if their priority is lower', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 15 }), async (acts) => {
        const world = topicWorld({ rules: { maxTopicsPerSlot: MAX } });
        for (const one of acts) {
          const before = new Map(world.book.bookings);
          await perform(world, one);
          expectAgreement(world);
          const own = world.book.bookings.get(one.topicId)?.priority ?? 0;
          for (const [id, { hours, priority }] of before) {
            if (id === one.topicId || (one.kind !== 'delete' && priority > own)) continue;
            expect(world.book.bookings.get(id)?.hours).toEqual(hours);
          }
        }
        expect(await reconcileTopicSchedules(world)()).toEqual([]);
      }),
      RUNS,
    );
  });

  it('keep every slot within its limit at once too, and end in agreement', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        const world = topicWorld({ rules: { maxTopicsPerSlot: MAX } });
        await Promise.all(acts.map((one) => perform(world, one)));
        await reconcileTopicSchedules(world)();
        expectAgreement(world);
      }),
      RUNS,
    );
  });
});

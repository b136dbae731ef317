import { fixedClock } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { createTopicSchedule } from './create-topic-schedule.ts';
import { deleteTopicSchedule } from './delete-topic-schedule.ts';
import { slotCounts, type TopicWorld, topicWorld } from './fakes.ts';
import { reconcileTopicSchedules } from './reconcile-topic-schedules.ts';
import { updateTopicSchedule } from './update-topic-schedule.ts';

const LATER = fixedClock('2026-11-28T11:00:00Z');
const create = (world: TopicWorld, topicId: string, priority = 5) =>
  createTopicSchedule(world)({
    topicId,
    topic: { topic: topicId, keywords: [], priority },
    scheduleConfig: { dailyFrequency: 2, preferredHours: [9, 14], timezone: 'UTC' },
  });

/** The world, in which the call with this number fails before or after it is done. */
function failing(world: TopicWorld, number: number, when: 'before' | 'after'): TopicWorld {
  let calls = 0;
  const watch = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          const isIt = ++calls === number;
          if (isIt && when === 'before') throw new Error('died');
          const result = await Reflect.apply(method, target, args);
          if (isIt) throw new Error('died');
          return result;
        };
      },
    });
  const { topics, schedules, book, engine } = world;
  return { ...world, topics: watch(topics), schedules: watch(schedules), book: watch(book), engine: watch(engine) };
}

function expectAgreement(world: TopicWorld): void {
  const records = [...world.schedules.items.values()];
  expect([...world.engine.schedules.keys()].sort()).toEqual(records.map(({ ruleName }) => ruleName).sort());
  expect([...world.book.bookings.keys()].sort()).toEqual(records.map(({ topicId }) => topicId).sort());
  for (const { topicId, ruleName, schedule, status, version, syncedVersion } of records) {
    expect([status, syncedVersion]).toEqual(['active', version]);
    expect(world.engine.schedules.get(ruleName)?.expression).toBe(schedule?.scheduleExpression);
    expect(world.book.bookings.get(topicId)?.hours).toEqual(schedule?.timeSlots);
  }
  expect(Math.max(0, ...slotCounts(world.book.bookings).values())).toBeLessThanOrEqual(1);
}

const work: [string, (world: TopicWorld) => Promise<unknown>][] = [
  ['creating one that displaces another', (world) => create(world, 'new', 1)],
  ['changing one', (world) => updateTopicSchedule(world)({ topicId: 'old', scheduleConfig: { dailyFrequency: 3 } })],
  ['deleting one', (world) => deleteTopicSchedule(world)('old')],
];

describe.each(work)('%s', (_, act) => {
  it.each(['before', 'after'] as const)('can die %s any call: the repair makes everything agree', async (when) => {
    let number = 1;
    for (; ; number++) {
      const world = topicWorld({ rules: { maxTopicsPerSlot: 1 } });
      await create(world, 'old');
      const died = await act(failing(world, number, when)).then(
        () => false,
        () => true,
      );
      const repaired = { ...world, clock: LATER };
      await reconcileTopicSchedules(repaired)();
      expectAgreement(world);
      expect(await reconcileTopicSchedules(repaired)()).toEqual([]);
      if (!died) break;
    }
    expect(number).toBeGreaterThan(6);
  });
});

describe('the repair', () => {
  it('finds what was changed by hand, and mends it unless it is to look only', async () => {
    const world = topicWorld();
    await create(world, 'gone');
    await create(world, 'changed');
    const stranger = { ...(await world.engine.get('video-generation-gone')), name: 'video-generation-stranger' };
    world.engine.schedules.set(stranger.name, stranger as never);
    world.engine.schedules.delete('video-generation-gone');
    const changed = await world.engine.get('video-generation-changed');
    if (changed) await world.engine.put({ ...changed, expression: 'cron(0 3 * * ? *)' });
    const expected = [
      { subject: 'changed', problem: 'engine-differs' },
      { subject: 'gone', problem: 'engine-differs' },
      { subject: 'video-generation-stranger', problem: 'engine-orphan' },
    ];
    expect(await reconcileTopicSchedules(world)({ dryRun: true })).toEqual(expected);
    expect(await reconcileTopicSchedules(world)()).toEqual(expected);
    expect(await reconcileTopicSchedules(world)()).toEqual([]);
    expect([...world.engine.schedules.keys()].sort()).toEqual(['video-generation-changed', 'video-generation-gone']);
  });

  it('leaves a young booking alone that has no record yet', async () => {
    const world = topicWorld();
    const after = { ...{ hours: [9], slots: [9], timezone: 'UTC', priority: 1 }, bookedAt: '2026-11-28T10:00:00.000Z' };
    await world.book.change([{ topicId: 'coming', after }], 5);
    expect(await reconcileTopicSchedules({ ...world, clock: fixedClock('2026-11-28T10:14:00Z') })()).toEqual([]);
    expect(await reconcileTopicSchedules({ ...world, clock: LATER })()).toEqual([
      { subject: 'coming', problem: 'booking-orphan' },
    ]);
    expect(world.book.bookings.size).toBe(0);
  });

  it('goes on where one cannot be mended, and says why', async () => {
    const world = topicWorld();
    await create(world, 'a');
    await create(world, 'b');
    world.engine.schedules.clear();
    const put = world.engine.put.bind(world.engine);
    world.engine.put = (schedule) =>
      schedule.name.endsWith('-a') ? Promise.reject(new Error('throttled')) : put(schedule);
    expect(await reconcileTopicSchedules(world)()).toEqual([
      { subject: 'a', problem: 'engine-differs', error: 'INTERNAL: Error: throttled' },
      { subject: 'b', problem: 'engine-differs' },
    ]);
    expect([...world.engine.schedules.keys()]).toEqual(['video-generation-b']);
  });

  it('goes on where one cannot be looked at, and says why', async () => {
    const world = topicWorld();
    for (const id of ['a', 'b']) await create(world, id);
    world.engine.schedules.delete('video-generation-b');
    const get = world.engine.get.bind(world.engine);
    world.engine.get = (name) => (name.endsWith('-a') ? Promise.reject(new Error('throttled')) : get(name));
    expect(await reconcileTopicSchedules(world)()).toEqual([
      { subject: 'a', problem: 'engine-differs', error: 'INTERNAL: Error: throttled' },
      { subject: 'b', problem: 'engine-differs' },
    ]);
    expect([...world.engine.schedules.keys()].sort()).toEqual(['video-generation-a', 'video-generation-b']);
  });
});

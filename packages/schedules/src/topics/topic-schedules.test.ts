import type { ScheduleConfig } from '@almanac/contracts';
import { AlmanacError, fixedClock } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createTopicSchedule } from './create-topic-schedule.ts';
import { deleteTopicSchedule } from './delete-topic-schedule.ts';
import { slotCounts, type TopicWorld, topicWorld } from './fakes.ts';
import { listTopicSchedules, nextExecutionOf } from './list-topic-schedules.ts';
import { putTopic } from './put-topic.ts';
import { reconcileTopicSchedules } from './reconcile-topic-schedules.ts';
import { settleTopic } from './settle-topic.ts';
import { deleteTopic, getTopic, listTopics } from './topics.ts';
import { triggerTopic } from './trigger-topic.ts';
import { updateTopicSchedule } from './update-topic-schedule.ts';

const ID = 'investing-beginners-001';
const TOPIC = { topic: 'Investing for beginners', keywords: ['investing', 'beginners'], priority: 1 };
const CONFIG: ScheduleConfig = { dailyFrequency: 2, preferredHours: [9, 14], timezone: 'UTC' };
/** Of the world's clock: where versions begin. */
const NOW_MS = Date.parse('2026-11-28T10:00:00Z');
const code = (expected: string, details?: Record<string, unknown>) =>
  expect.objectContaining({ code: expected, ...(details && { details: expect.objectContaining(details) }) });

let world: TopicWorld;
beforeEach(() => {
  world = topicWorld();
});
const create = (topicId = ID, config: Partial<ScheduleConfig> = {}, topic: Partial<typeof TOPIC> = {}) =>
  createTopicSchedule(world)({ topicId, topic: { ...TOPIC, ...topic }, scheduleConfig: { ...CONFIG, ...config } });
const expressionOf = (topicId: string) => world.schedules.items.get(topicId)?.schedule?.scheduleExpression;
const inEngine = (topicId: string) => world.engine.schedules.get(`video-generation-${topicId}`);

describe('the schedule of a topic', () => {
  it("is the document's example", async () => {
    await putTopic(world)(ID, TOPIC);
    const { created, schedule } = await createTopicSchedule(world)({ topicId: ID, scheduleConfig: CONFIG });
    expect(created).toBe(true);
    expect(schedule).toEqual({
      topicId: ID,
      ruleName: 'video-generation-investing-beginners-001',
      ruleArn:
        'arn:aws:scheduler:us-east-1:000000000000:schedule/almanac-test/video-generation-investing-beginners-001',
      schedule: {
        scheduleExpression: 'cron(0 9,14 * * ? *)',
        frequency: 2,
        timeSlots: [9, 14],
        priority: 1,
        timezone: 'UTC',
        description: 'Generate 2 video(s) daily for "Investing for beginners" (Priority: 1)',
        reasons: [
          { hour: 9, reason: 'preferred (1 of 2)' },
          { hour: 14, reason: 'preferred (2 of 2)' },
        ],
      },
      topic: TOPIC,
      config: CONFIG,
      ...{ status: 'active', version: NOW_MS + 1, syncedVersion: NOW_MS + 1 },
      ...{ createdAt: '2026-11-28T10:00:00.000Z', updatedAt: '2026-11-28T10:00:00.000Z' },
    });
    expect(await world.schedules.get(ID)).toEqual(schedule);
    expect(inEngine(ID)).toEqual({
      name: 'video-generation-investing-beginners-001',
      description: 'Generate 2 video(s) daily for "Investing for beginners" (Priority: 1)',
      expression: 'cron(0 9,14 * * ? *)',
      timezone: 'UTC',
      enabled: true,
      retryPolicy: { maxAttempts: 10, maxAgeSeconds: 3600 },
      input: JSON.stringify({
        kind: 'topic',
        schedule_id: 'video-generation-investing-beginners-001',
        scheduled_time: '<aws.scheduler.scheduled-time>',
        execution_id: '<aws.scheduler.execution-id>',
        topic_id: ID,
      }),
    });
    const { items } = await listTopicSchedules(world)({});
    expect(items.map((one) => nextExecutionOf(one, new Date('2025-10-10T15:00:00Z')))).toEqual([
      '2025-10-11T09:00:00.000Z',
    ]);
  });

  it('needs a topic, or brings it along', async () => {
    await expect(createTopicSchedule(world)({ topicId: ID, scheduleConfig: CONFIG })).rejects.toThrow(
      code('TOPIC_NOT_FOUND', { topicId: ID }),
    );
    expect(world.schedules.items.size).toBe(0);
    await create();
    expect(await getTopic(world)(ID)).toMatchObject({ ...TOPIC, topicId: ID });
  });

  it('answers an equal one as it is, and refuses another, naming what differs', async () => {
    const first = await create();
    expect(await create()).toEqual({ created: false, schedule: first.schedule });
    expect(world.engine.puts).toHaveLength(1);
    await expect(create(ID, { dailyFrequency: 3, priority: 2 })).rejects.toThrow(
      code('TOPIC_SCHEDULE_EXISTS', { differing: ['dailyFrequency', 'priority'] }),
    );
    await expect(create(ID, {}, { topic: 'Other' })).rejects.toThrow(
      code('TOPIC_SCHEDULE_EXISTS', { differing: ['topic'] }),
    );
    const unnamed = await createTopicSchedule(world)({ topicId: ID, scheduleConfig: CONFIG });
    expect(unnamed.created).toBe(false);
  });

  it.each([
    ['INVALID_TIMEZONE', { timezone: 'Mars/Olympus' }],
    ['INVALID_TOPIC_SCHEDULE', { dailyFrequency: 6 }],
    ['INVALID_TOPIC_SCHEDULE', { preferredHours: [24] }],
    ['INVALID_TOPIC_SCHEDULE', { priority: 0 }],
  ])('is refused as %s and leaves nothing behind', async (expected, config) => {
    await expect(create(ID, config)).rejects.toThrow(code(expected));
    expect([world.schedules.items.size, world.topics.items.size, world.book.bookings.size]).toEqual([0, 0, 0]);
    await create();
    await expect(updateTopicSchedule(world)({ topicId: ID, scheduleConfig: config })).rejects.toThrow(code(expected));
    expect(expressionOf(ID)).toBe('cron(0 9,14 * * ? *)');
  });

  it('is changed in what is named, and remembers when its frequency was', async () => {
    await create();
    const update = (scheduleConfig: Partial<ScheduleConfig>) =>
      updateTopicSchedule(world)({ topicId: ID, scheduleConfig });
    const moved = await update({ preferredHours: [7, 21], timezone: 'Europe/Berlin' });
    expect(moved).toMatchObject({ config: { dailyFrequency: 2 }, schedule: { timeSlots: [7, 21] } });
    expect(moved).not.toHaveProperty('frequencyChangedAt');
    const more = await update({ dailyFrequency: 3 });
    expect(more).toMatchObject({ config: { preferredHours: [7, 21] }, frequencyChangedAt: '2026-11-28T10:00:00.000Z' });
    expect(inEngine(ID)).toMatchObject({ expression: more.schedule?.scheduleExpression, timezone: 'Europe/Berlin' });
    expect(more.syncedVersion).toBe(more.version);
    await expect(updateTopicSchedule(world)({ topicId: 'other', scheduleConfig: {} })).rejects.toThrow(
      code('TOPIC_SCHEDULE_NOT_FOUND'),
    );
    await expect(
      updateTopicSchedule(world)({ topicId: ID, scheduleConfig: { dailyFrequency: 1 }, ifVersion: 1 }),
    ).rejects.toThrow(code('CONFLICT'));
  });

  it('is removed with all it had; the topic stays, and can go then', async () => {
    await create();
    await expect(deleteTopic(world)(ID)).rejects.toThrow(code('TOPIC_IN_USE'));
    expect(await deleteTopicSchedule(world)(ID)).toEqual({ topicId: ID, ruleName: `video-generation-${ID}` });
    expect([world.schedules.items.size, world.book.bookings.size, world.engine.schedules.size]).toEqual([0, 0, 0]);
    await expect(deleteTopicSchedule(world)(ID)).rejects.toThrow(code('TOPIC_SCHEDULE_NOT_FOUND'));
    await deleteTopic(world)(ID);
    await expect(deleteTopic(world)(ID)).rejects.toThrow(code('TOPIC_NOT_FOUND'));
    await create();
    expect(expressionOf(ID)).toBe('cron(0 9,14 * * ? *)');
  });

  it('is there where it was made anew while the old one was being removed', async () => {
    await create();
    const remove = world.engine.remove.bind(world.engine);
    let isFirst = true;
    world.engine.remove = async (name) => {
      if (isFirst) {
        isFirst = false;
        await deleteTopicSchedule(world)(ID);
        await create();
      }
      await remove(name);
    };
    await deleteTopicSchedule(world)(ID);
    const record = world.schedules.items.get(ID);
    expect(record).toMatchObject({ status: 'active', syncedVersion: record?.version });
    expect(inEngine(ID)?.expression).toBe('cron(0 9,14 * * ? *)');
    expect(world.book.bookings.get(ID)?.hours).toEqual([9, 14]);
  });

  it('is produced next when the clock of its zone says so, through both changes of it', async () => {
    const { schedule } = await create(ID, { dailyFrequency: 1, preferredHours: [2], timezone: 'America/New_York' });
    const next = (at: string) => nextExecutionOf(schedule, new Date(at));
    expect(next('2026-03-07T06:59:59Z')).toBe('2026-03-07T07:00:00.000Z');
    expect(next('2026-03-07T07:00:00Z')).toBe('2026-03-09T06:00:00.000Z');
    expect(next('2026-10-31T06:00:00Z')).toBe('2026-11-01T07:00:00.000Z');
    const { schedule: twice } = await create('twice', {
      dailyFrequency: 1,
      preferredHours: [1],
      timezone: 'America/New_York',
    });
    expect(nextExecutionOf(twice, new Date('2026-11-01T04:00:00Z'))).toBe('2026-11-01T05:00:00.000Z');
    expect(nextExecutionOf(twice, new Date('2026-11-01T05:00:00Z'))).toBe('2026-11-02T06:00:00.000Z');
  });

  it('is left alone by whoever means one that was there before', async () => {
    const { schedule: old } = await create();
    await deleteTopicSchedule(world)(ID);
    world.clock = fixedClock('2026-11-28T10:00:01Z');
    await create();
    const stale = { topicId: ID, scheduleConfig: { dailyFrequency: 5 }, ifVersion: old.version };
    await expect(updateTopicSchedule(world)(stale)).rejects.toThrow(code('CONFLICT'));
    expect(await world.schedules.replace({ ...old, version: old.version + 1 })).toBe(false);
    expect(await world.schedules.remove(ID, old.version)).toBe(false);
    expect(expressionOf(ID)).toBe('cron(0 9,14 * * ? *)');
  });

  it('is not kept where Scheduler refuses it, and stays as it was where it refuses a change', async () => {
    const put = world.engine.put.bind(world.engine);
    const refusing = async () => {
      throw new AlmanacError('SCHEDULER_REFUSED', 'EventBridge Scheduler refuses the time zone');
    };
    world.engine.put = refusing;
    await expect(create()).rejects.toThrow(code('SCHEDULER_REFUSED'));
    expect([world.schedules.items.size, world.book.bookings.size, world.engine.schedules.size]).toEqual([0, 0, 0]);
    world.engine.put = put;
    await create();
    world.engine.put = refusing;
    await expect(
      updateTopicSchedule(world)({ topicId: ID, scheduleConfig: { timezone: 'Asia/Tokyo' } }),
    ).rejects.toThrow(code('SCHEDULER_REFUSED'));
    expect(inEngine(ID)?.timezone).toBe('UTC');
    expect(world.schedules.items.has(ID)).toBe(true);
  });

  it('is stored though Scheduler cannot be reached: the same request again brings it to an end', async () => {
    const { put, remove } = {
      put: world.engine.put.bind(world.engine),
      remove: world.engine.remove.bind(world.engine),
    };
    const away = async () => Promise.reject(new AlmanacError('SCHEDULER_UNAVAILABLE', 'no answer'));
    Object.assign(world.engine, { put: away, remove: away });
    await expect(create()).rejects.toThrow(code('SCHEDULE_NOT_IN_SYNC', { topicId: ID }));
    Object.assign(world.engine, { put });
    expect(await create()).toMatchObject({ created: false, schedule: { status: 'active' } });
    expect(inEngine(ID)).toBeDefined();
    await expect(deleteTopicSchedule(world)(ID)).rejects.toThrow(code('SCHEDULE_NOT_IN_SYNC'));
    Object.assign(world.engine, { remove });
    await deleteTopicSchedule(world)(ID);
    expect([world.schedules.items.size, world.engine.schedules.size]).toEqual([0, 0]);
  });

  it('has the last word of those who put its topic at once', async () => {
    await create();
    const replace = world.schedules.replace.bind(world.schedules);
    let isFirst = true;
    world.schedules.replace = async (schedule) => {
      if (isFirst) {
        isFirst = false;
        await putTopic(world)(ID, { ...TOPIC, topic: 'Later' });
      }
      return replace(schedule);
    };
    await putTopic(world)(ID, { ...TOPIC, topic: 'Earlier' });
    expect(world.topics.items.get(ID)?.topic).toBe('Later');
    expect(world.schedules.items.get(ID)?.topic.topic).toBe('Later');
    expect(inEngine(ID)?.description).toContain('"Later"');
  });

  it('is of the topic as it is though that was put while it was being made', async () => {
    await putTopic(world)(ID, TOPIC);
    const insert = world.schedules.insert.bind(world.schedules);
    world.schedules.insert = async (schedule) => {
      await putTopic(world)(ID, { ...TOPIC, topic: 'Later' });
      return insert(schedule);
    };
    const { created, schedule } = await createTopicSchedule(world)({ topicId: ID, scheduleConfig: CONFIG });
    expect([created, schedule.topic.topic]).toEqual([true, 'Later']);
    expect(inEngine(ID)?.description).toContain('"Later"');
  });

  it('is listed by topic id, page by page', async () => {
    for (let i = 0; i < 130; i++) await create(`t${String(i).padStart(3, '0')}`, { dailyFrequency: 1 });
    const first = await listTopicSchedules(world)({});
    const second = await listTopicSchedules(world)({ cursor: first.next });
    expect([first.items.length, second.items.length, second.next]).toEqual([100, 30, undefined]);
    expect(second.items[0]?.topicId).toBe('t100');
    expect((await listTopicSchedules(world)({ topicId: 't007' })).items.map(({ topicId }) => topicId)).toEqual([
      't007',
    ]);
    expect((await listTopicSchedules(world)({ topicId: 'none' })).items).toEqual([]);
    expect((await listTopics(world)()).items).toHaveLength(100);
    await expect(listTopicSchedules(world)({ cursor: 'x' })).rejects.toThrow(code('INVALID_CURSOR'));
  });
});

describe('topics that want the same hours', () => {
  beforeEach(() => {
    world = topicWorld({ rules: { maxTopicsPerSlot: 1 } });
  });

  it('leave those alone that came before, if their priority is not higher', async () => {
    await create('b');
    await create('a');
    expect([expressionOf('b'), expressionOf('a')]).toEqual(['cron(0 9,14 * * ? *)', 'cron(0 0,12 * * ? *)']);
    for (const id of ['a', 'b', 'a']) await settleTopic(world)(id);
    expect(world.engine.puts).toHaveLength(2);
  });

  it('displace those of lower priority, which move before their hours are taken', async () => {
    await create('low', { priority: 5 });
    await create('other', { preferredHours: [10, 15], priority: 5 });
    await create('high');
    expect(expressionOf('high')).toBe('cron(0 9,14 * * ? *)');
    expect(expressionOf('other')).toBe('cron(0 10,15 * * ? *)');
    expect(expressionOf('low')).not.toBe('cron(0 9,14 * * ? *)');
    expect(world.schedules.items.get('low')?.schedule?.reasons[0]?.reason).toBe(
      'filled in: 0 of 2 preferred, 2 more had no room',
    );
    expect(inEngine('low')?.expression).toBe(expressionOf('low'));
    expect(world.engine.puts.map((name) => name.replace('video-generation-', ''))).toEqual([
      'low',
      'other',
      'low',
      'high',
    ]);
    expect(Math.max(...slotCounts(world.book.bookings).values())).toBe(1);
  });

  it('do not fill up what another one gives up', async () => {
    await create('first');
    await create('second');
    await deleteTopicSchedule(world)('first');
    expect(expressionOf('second')).toBe('cron(0 0,12 * * ? *)');
    await updateTopicSchedule(world)({ topicId: 'second', scheduleConfig: {} });
    expect(expressionOf('second')).toBe('cron(0 9,14 * * ? *)');
  });

  it('move when the priority of a topic changes', async () => {
    await create('first', {}, { priority: 5 });
    await create('second', {}, { priority: 5 });
    await putTopic(world)('second', { ...TOPIC, topic: 'Bonds', priority: 1 });
    expect(expressionOf('second')).toBe('cron(0 9,14 * * ? *)');
    expect(inEngine('second')?.description).toBe('Generate 2 video(s) daily for "Bonds" (Priority: 1)');
    expect(expressionOf('first')).not.toBe('cron(0 9,14 * * ? *)');
  });

  it('are refused where nothing is left for them, or for one that would have to go', async () => {
    for (let i = 0; i < 4; i++) await create(`t${i}`, { dailyFrequency: 5, priority: 5 });
    await create('t4', { dailyFrequency: 4, priority: 5 });
    const before = new Map(world.book.bookings);
    await expect(create('late', { priority: 9 })).rejects.toThrow(code('NO_FREE_SLOT', { leftWithout: 'late' }));
    expect([world.schedules.items.has('late'), world.topics.items.has('late')]).toEqual([false, false]);
    expect(world.book.bookings).toEqual(before);
  });

  it('stay as they are where a new priority would leave one without any hour, and so does the topic', async () => {
    for (let i = 0; i < 4; i++) await create(`t${i}`, { dailyFrequency: 5 });
    await create('last', { dailyFrequency: 1 }, { priority: 9 });
    const { schedule } = await create('greedy', { dailyFrequency: 5 }, { priority: 9 });
    expect(schedule.schedule.frequency).toBe(3);
    const before = [new Map(world.book.bookings), new Map(world.schedules.items), new Map(world.topics.items)];
    await expect(putTopic(world)('greedy', { ...TOPIC, priority: 8 })).rejects.toThrow(
      code('NO_FREE_SLOT', { topicId: 'greedy', leftWithout: 'last' }),
    );
    expect([world.book.bookings, world.schedules.items, world.topics.items]).toEqual(before);
  });

  it('stay as they are where the room for a change is gone when it is booked', async () => {
    for (let i = 0; i < 4; i++) await create(`t${i}`, { dailyFrequency: 5 });
    for (const id of ['a', 'last']) await create(id, { dailyFrequency: 1, preferredHours: [] }, { priority: 5 });
    const before = world.schedules.items.get('a');
    const taken = slotCounts(world.book.bookings);
    const free = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => !taken.has(hour));
    const replace = world.schedules.replace.bind(world.schedules);
    let isFirst = true;
    world.schedules.replace = async (schedule) => {
      const replaced = await replace(schedule);
      if (isFirst) {
        isFirst = false;
        await create('fast', { preferredHours: free });
      }
      return replaced;
    };
    const change = { topicId: 'a', scheduleConfig: { dailyFrequency: 3, priority: 4 } };
    await expect(updateTopicSchedule(world)(change)).rejects.toThrow(code('NO_FREE_SLOT'));
    expect(world.schedules.items.get('a')).toMatchObject({ config: before?.config, schedule: before?.schedule });
    expect(await reconcileTopicSchedules(world)()).toEqual([]);
  });

  it('leave nothing of one that found no room, whoever began it', async () => {
    for (let i = 0; i < 5; i++) await create(`t${i}`, { dailyFrequency: 5 });
    const insert = world.schedules.insert.bind(world.schedules);
    world.schedules.insert = async (schedule) => {
      await insert(schedule);
      throw new Error('died');
    };
    await putTopic(world)('late', TOPIC);
    const late = () => createTopicSchedule(world)({ topicId: 'late', scheduleConfig: { ...CONFIG, priority: 9 } });
    await expect(late()).rejects.toThrow('died');
    world.schedules.insert = insert;
    await expect(late()).rejects.toThrow(code('NO_FREE_SLOT'));
    expect(world.schedules.items.has('late')).toBe(false);
  });

  it('leave all others where they are after fewer may be in a slot, and make use of what they give up', async () => {
    world = topicWorld({ rules: { maxTopicsPerSlot: 30 } });
    for (let i = 0; i < 60; i++) await create(`t${String(i).padStart(2, '0')}`, {}, { priority: 5 });
    const before = new Map(world.book.bookings);
    const puts = world.engine.puts.length;
    world.rules.maxTopicsPerSlot = 10;
    await create('same', {}, { priority: 5 });
    expect(world.engine.puts).toHaveLength(puts + 1);
    for (const [id, booking] of before) expect(world.book.bookings.get(id)).toEqual(booking);
    expect(expressionOf('same')).not.toBe('cron(0 9,14 * * ? *)');

    await create('high', {}, { priority: 1 });
    expect(expressionOf('high')).toBe('cron(0 9,14 * * ? *)');
    const moved = [...before].filter(([id, { hours }]) => world.book.bookings.get(id)?.hours.join() !== hours.join());
    expect(moved.length).toBeLessThanOrEqual(2);
    expect(slotCounts(world.book.bookings).get(9)).toBe(30);
    expect(await reconcileTopicSchedules(world)()).toEqual([]);
  });

  it('get no more in a slot than it holds, however many are created at once', async () => {
    world = topicWorld({ rules: { maxTopicsPerSlot: 9 } });
    const ids = Array.from({ length: 100 }, (_, i) => `t${i}`);
    const created = await Promise.all(ids.map((id, i) => create(id, {}, { priority: (i % 10) + 1 })));
    expect(created.every((one) => one.created)).toBe(true);
    expect(Math.max(...slotCounts(world.book.bookings).values())).toBeLessThanOrEqual(9);
    expect(world.book.bookings.size).toBe(100);
    for (const id of ids) {
      const record = world.schedules.items.get(id);
      expect(record?.schedule?.timeSlots).toEqual(world.book.bookings.get(id)?.hours);
      expect(inEngine(id)?.expression).toBe(record?.schedule?.scheduleExpression);
      expect(record?.syncedVersion).toBe(record?.version);
    }
  });

  it('are the same for all who create the same one at once', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => create()));
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(all.map(({ schedule }) => schedule.ruleArn)).size).toBe(1);
    const mixed = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => create('mixed', { dailyFrequency: (i % 2) + 1 })),
    );
    const kept = world.schedules.items.get('mixed');
    expect(mixed.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(world.book.bookings.get('mixed')?.hours).toEqual(kept?.schedule?.timeSlots);
  });
});

describe('a production on demand', () => {
  const trigger = (key?: string, topicId = ID) =>
    triggerTopic(world)({ topicId, by: 'someone', ...(key !== undefined && { idempotencyKey: key }) });

  it('is asked for once under a key', async () => {
    await expect(trigger()).rejects.toThrow(code('TOPIC_NOT_FOUND'));
    await putTopic(world)(ID, TOPIC);
    await putTopic(world)('other', TOPIC);
    const first = await trigger('k');
    expect(first).toEqual({ topicId: ID, runId: '2026-11-28T10:00:00Z-id-1', requestedAt: '2026-11-28T10:00:00.000Z' });
    expect(await trigger('k')).toEqual(first);
    expect((await trigger()).runId).not.toBe(first.runId);
    await expect(trigger('k', 'other')).rejects.toThrow(code('IDEMPOTENCY_KEY_REUSED', { usedFor: ID }));
    expect(world.runs.sent).toHaveLength(3);
    expect(world.runs.sent[1]).toEqual({
      ...{ kind: 'topic', schedule_id: `video-generation-${ID}`, scheduled_time: first.requestedAt, topic_id: ID },
      ...{ execution_id: first.runId, manual: { run_id: first.runId, by: 'someone' } },
    });
  });
});

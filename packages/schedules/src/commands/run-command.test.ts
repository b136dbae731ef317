import { AlmanacError } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { memoryOnce } from '../actions/fakes.ts';
import { START, scheduleWorld } from '../changes/schedule-world.ts';
import { FakeScheduleCommandEvents } from './fakes.ts';
import { runCommand } from './run-command.ts';

const SCHEDULE = {
  name: 'daily',
  schedule_expression: 'cron(0 6 * * ? *)',
  target_type: 'web_action',
  payload: { a: 1 },
};

describe('a command by message', () => {
  let world: ReturnType<typeof scheduleWorld>;
  let events: FakeScheduleCommandEvents;
  let once: ReturnType<typeof memoryOnce>;
  beforeEach(() => {
    world = scheduleWorld();
    once = memoryOnce();
    events = new FakeScheduleCommandEvents();
  });
  const run = (id: string, message: unknown) => runCommand({ ...world.deps, events, once })(id, message, 1_000);
  const create = { action: 'create', schedule: SCHEDULE, created_by: 'booking' };

  it('creates a schedule, and says so', async () => {
    const result = await run('m1', create);
    const [record] = [...world.store.records.values()];
    expect(record).toMatchObject({ name: 'daily', created_by: 'sns:booking', status: 'active', synced_version: 1 });
    expect(result).toMatchObject({
      ...{ outcome: 'accepted', action: 'create', schedule_id: record?.schedule_id },
      created: { name: 'daily', schedule_expression: 'cron(0 6 * * ? *)' },
    });
    expect(events.accepts).toEqual([
      {
        metadata: { id: expect.stringMatching(/^[0-9a-f]{24}$/), correlationId: 'm1', time: START },
        ...{ messageId: 'm1', requestedBy: 'sns:booking', action: 'create', scheduleId: record?.schedule_id },
        ...{ scheduleName: 'daily', status: 'active', scheduleVersion: 1, created: true },
      },
    ]);
  });

  it('delivered twice has one effect and one event', async () => {
    await run('m1', create);
    await run('m2', { action: 'delete', name: 'daily' });
    expect(await run('m1', create)).toEqual({ outcome: 'repeated' });
    expect(await run('m2', { action: 'delete', name: 'daily' })).toEqual({ outcome: 'repeated' });
    expect([world.store.records.size, world.engine.schedules.size]).toEqual([1, 0]);
    expect([events.accepts.length, events.rejects.length]).toEqual([2, 0]);
  });

  it('delivered again after a later one undoes nothing', async () => {
    await run('m1', create);
    await run('m2', { action: 'pause', name: 'daily' });
    await run('m3', { action: 'resume', name: 'daily' });
    await run('m2', { action: 'pause', name: 'daily' });
    expect([...world.store.records.values()]).toMatchObject([{ status: 'active' }]);
  });

  it('that died after its effect is told of by the next try, under the same id', async () => {
    const silent = new FakeScheduleCommandEvents();
    silent.accepted = () => Promise.reject(new Error('the bus is away'));
    const die = (id: string, message: unknown) =>
      runCommand({ ...world.deps, once, events: silent })(id, message, 1_000).catch(({ message: why }) => why);
    const update = { action: 'update', name: 'daily', schedule: { ...SCHEDULE, payload: { a: 2 } }, if_match: 1 };
    for (const [id, message] of [['m1', create] as const, ['m2', update] as const]) {
      expect(await die(id, message)).toBe('the bus is away');
      expect(await run(id, message)).toMatchObject({ outcome: 'accepted' });
    }
    expect(events.accepts.map(({ scheduleVersion }) => scheduleVersion)).toEqual([1, 2]);
    expect(events.rejects).toEqual([]);
  });

  it('that is no object is rejected', async () => {
    expect(await run('m1', 'create daily')).toEqual({ outcome: 'rejected', error: 'invalid_command' });
    expect(events.rejects).toMatchObject([
      { messageId: 'm1', requestedBy: 'sns', reason: { error: 'invalid_command' } },
    ]);
  });

  it('published twice with the same content gives the schedule that is there', async () => {
    await run('m1', create);
    await run('m2', { ...create, created_by: 'other' });
    expect(world.store.records.size).toBe(1);
    expect(events.accepts.map(({ created }) => created)).toEqual([true, false]);
  });

  it('published twice with the same key gives the schedule that is there', async () => {
    await run('m1', { ...create, idempotency_key: 'k' });
    await run('m2', { ...create, schedule: { ...SCHEDULE, idempotency_key: 'k' } });
    await run('m3', { ...create, schedule: { ...SCHEDULE, name: 'x' }, idempotency_key: 'k' });
    expect(events.rejects.map(({ reason }) => reason.error)).toEqual(['idempotency_key_reused']);
    expect(world.store.records.size).toBe(1);
  });

  it('changes a schedule by its id or its name', async () => {
    const { schedule_id } = await run('m1', create);
    const changed = { ...SCHEDULE, description: 'd' };
    await run('m2', { action: 'update', name: 'daily', schedule: changed, if_match: 1 });
    await run('m3', { action: 'pause', schedule_id });
    await run('m4', { action: 'resume', name: 'daily' });
    await run('m5', { action: 'delete', schedule_id });
    expect(events.accepts.map(({ action, scheduleVersion, status }) => [action, scheduleVersion, status])).toEqual([
      ['create', 1, 'active'],
      ['update', 2, 'active'],
      ['pause', 3, 'paused'],
      ['resume', 4, 'active'],
      ['delete', 5, 'deleted'],
    ]);
  });

  it.each([
    [
      'an expression that is wrong',
      { ...create, schedule: { ...SCHEDULE, schedule_expression: 'cron(0 0 * * SUN *)' } },
      'invalid_schedule_expression',
    ],
    ['an unknown action', { action: 'explode' }, 'invalid_command'],
    ['an unknown field', { ...create, schedul: 1 }, 'invalid_command'],
    ['no schedule named', { action: 'pause' }, 'invalid_command'],
    ['two schedules named', { action: 'pause', name: 'a', schedule_id: `sched_${'0'.repeat(26)}` }, 'invalid_command'],
    ['a name that nobody has', { action: 'pause', name: 'nobody' }, 'schedule_not_found'],
    ['no object', 'create', 'invalid_command'],
    ['nothing', undefined, 'invalid_command'],
  ])('with %s is rejected for good, with the reason', async (_, message, error) => {
    expect(await run('m1', message)).toMatchObject({ outcome: 'rejected', error });
    expect(events.rejects).toMatchObject([
      { messageId: 'm1', reason: { error, message: expect.stringMatching(/\w/) } },
    ]);
    expect(world.store.records.size).toBe(0);
  });

  it('says in the reason what the API says in its details', async () => {
    await run('m1', { ...create, schedule: { ...SCHEDULE, schedule_expression: 'cron(0 0 * * SUN *)' } });
    expect(JSON.parse(events.rejects[0]?.reason.details ?? '')).toMatchObject({ suggestion: 'cron(0 0 ? * SUN *)' });
    expect(events.rejects[0]).toMatchObject({ scheduleName: 'daily', action: 'create', requestedBy: 'sns:booking' });
  });

  it('is left to a later try where Scheduler cannot be reached, and done then', async () => {
    const put = world.engine.put.bind(world.engine);
    world.engine.put = () => Promise.reject(new AlmanacError('SCHEDULER_UNAVAILABLE', 'throttled'));
    await expect(run('m1', create)).rejects.toMatchObject({ code: 'SCHEDULE_NOT_IN_SYNC' });
    expect([events.accepts, events.rejects]).toEqual([[], []]);
    world.engine.put = put;
    expect(await run('m1', create)).toMatchObject({ outcome: 'accepted' });
  });
});

import { AlmanacError, fixedClock } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { MemoryScheduleEngine, MemoryScheduleStore, MemoryWriteLimits } from '../changes/fakes.ts';
import type { Schedule, ScheduleStatus } from '../records/schedule.ts';
import { sampleSchedule } from '../running/sample-schedule.ts';
import { deleteGroup, pauseGroup, resumeGroup } from './change-group.ts';
import { listGroups } from './list-groups.ts';

const schedule = (schedule_id: string, status: ScheduleStatus, group = 'g'): Schedule =>
  sampleSchedule({ schedule_id, name: schedule_id, status, group });

const setup = (schedules: readonly Schedule[]) => {
  const clock = fixedClock('2026-11-28T09:00:00Z');
  const store = new MemoryScheduleStore(clock);
  for (const one of schedules) store.records.set(one.schedule_id, one);
  const get = store.get.bind(store);
  store.get = async (id) => {
    if (id === 'odd') throw new Error('connect ECONNREFUSED 10.0.0.1');
    return get(id);
  };
  const engine = new MemoryScheduleEngine(clock);
  const put = engine.put.bind(engine);
  engine.put = async (one) => {
    if (one.name === 'broken') throw new AlmanacError('SCHEDULER_REFUSED', 'No such role');
    return put(one);
  };
  const rules = {
    quotaPerCaller: 1_000,
    shortestIntervalSeconds: 60,
    targetTopics: { web_action: 'a', notification: 'n' },
    allowedTargets: [],
    forbiddenTargets: [],
    maxPayloadBytes: 1_000,
  };
  const status = async (id: string) => (await get(id))?.status;
  return { deps: { store, engine, clock, rules, limits: new MemoryWriteLimits(3, clock) }, status };
};

describe('a group', () => {
  const some = [
    schedule('a', 'active'),
    schedule('p', 'paused'),
    schedule('c', 'completed'),
    schedule('d', 'deleted'),
    schedule('x', 'active', 'other'),
  ];

  it('is paused, resumed and deleted as a whole, for one write', async () => {
    const { deps, status } = setup(some);
    const result = { group: 'g', failed: [] };
    expect(await pauseGroup(deps)('g', 'alice')).toEqual({ ...result, changed: ['a'], unchanged: ['p'] });
    expect([await status('a'), await status('c'), await status('x')]).toEqual(['paused', 'completed', 'active']);
    expect(await resumeGroup(deps)('g', 'alice')).toEqual({ ...result, changed: ['a', 'p'], unchanged: [] });
    expect(await status('p')).toBe('active');
    expect(await deleteGroup(deps)('g', 'alice')).toEqual({ ...result, changed: ['a', 'c', 'p'], unchanged: [] });
    expect([await status('a'), await status('c'), await status('x')]).toEqual(['deleted', 'deleted', 'active']);
    await expect(deleteGroup(deps)('g', 'alice')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('says of each schedule that could not be changed why, and goes on with the others', async () => {
    const { deps } = setup([...some, schedule('broken', 'active'), schedule('odd', 'active')]);
    const { changed, failed } = await pauseGroup(deps)('g', 'alice');
    expect(changed).toEqual(['a']);
    expect(failed.sort((a, b) => (a.schedule_id < b.schedule_id ? -1 : 1))).toEqual([
      { schedule_id: 'broken', error: 'scheduler_refused', message: 'No such role' },
      { schedule_id: 'odd', error: 'internal', message: 'It could not be changed; call again' },
    ]);
  });

  it('of more than 500 schedules is changed by further calls', async () => {
    const { deps } = setup(Array.from({ length: 502 }, (_, i) => schedule(`s${i}`, 'active')));
    const { changed, failed } = await pauseGroup(deps)('g', 'alice');
    expect([changed.length, failed.length]).toEqual([500, 2]);
    expect(failed[0]).toMatchObject({ error: 'not_attempted', message: expect.stringContaining('call again') });
  });

  it('that no schedule has is not there', async () => {
    const { deps } = setup([schedule('d', 'deleted')]);
    await expect(pauseGroup(deps)('g', 'alice')).rejects.toMatchObject({ code: 'GROUP_NOT_FOUND' });
  });

  it('is listed with how many schedules of each status it has', async () => {
    const { deps } = setup([...some, sampleSchedule({ schedule_id: 'none', name: 'none' })]);
    expect(await listGroups(deps)()).toEqual({
      groups: [
        { group: 'g', active: 1, paused: 1, completed: 1 },
        { group: 'other', active: 1, paused: 0, completed: 0 },
      ],
    });
  });
});

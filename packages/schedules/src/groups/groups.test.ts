import { AlmanacError } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { listed } from '../records/listed.ts';
import type { Schedule, ScheduleStatus } from '../records/schedule.ts';
import { sampleSchedule } from '../running/sample-schedule.ts';
import { deleteGroup, pauseGroup, resumeGroup } from './change-group.ts';
import { listGroups } from './list-groups.ts';

const schedule = (schedule_id: string, status: ScheduleStatus, group = 'g'): Schedule =>
  sampleSchedule({ schedule_id, status, group });

const setup = (schedules: readonly Schedule[]) => {
  const done: string[] = [];
  const writes: string[] = [];
  const change = (what: string) => async (id: string, caller: string) => {
    if (id === 'broken') throw new AlmanacError('VERSION_CONFLICT', 'Somebody else changed it');
    if (id === 'odd') throw new Error('connect ECONNREFUSED 10.0.0.1');
    done.push(`${what} ${id} ${caller}`);
  };
  const deps = {
    store: listed(schedules),
    takeWrite: async (caller: string) => void writes.push(caller),
    pause: change('pause'),
    resume: change('resume'),
    remove: change('remove'),
  };
  return { deps, done, writes };
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
    const { deps, done, writes } = setup(some);
    const result = { group: 'g', failed: [] };
    expect(await pauseGroup(deps)('g', 'alice')).toEqual({ ...result, changed: ['a'], unchanged: ['p'] });
    expect(await resumeGroup(deps)('g', 'alice')).toEqual({ ...result, changed: ['p'], unchanged: ['a'] });
    expect(await deleteGroup(deps)('g', 'alice')).toEqual({ ...result, changed: ['a', 'c', 'p'], unchanged: [] });
    expect(done.sort()).toEqual([
      'pause a alice',
      'remove a alice',
      'remove c alice',
      'remove p alice',
      'resume p alice',
    ]);
    expect(writes).toHaveLength(3);
  });

  it('says of each schedule that could not be changed why, and goes on with the others', async () => {
    const { deps } = setup([...some, schedule('broken', 'active'), schedule('odd', 'active')]);
    const { changed, failed } = await pauseGroup(deps)('g', 'alice');
    expect(changed).toEqual(['a']);
    expect(failed).toEqual([
      { schedule_id: 'broken', error: 'version_conflict', message: 'Somebody else changed it' },
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
    const { deps } = setup([...some, sampleSchedule({ schedule_id: 'none' })]);
    expect(await listGroups(deps)()).toEqual({
      groups: [
        { group: 'g', active: 1, paused: 1, completed: 1 },
        { group: 'other', active: 1, paused: 0, completed: 0 },
      ],
    });
  });
});

import { scheduleId } from '@almanac/contracts';
import { describe, expect, it } from '@jest/globals';
import { ID_RANDOM_BYTES, scheduleIdAt, timeOfScheduleId } from './schedule-id.ts';

describe('the id of a schedule', () => {
  it('is what the specification of ULIDs has, in lower case', () => {
    // github.com/ulid/spec: 01ARZ3NDEKTSV4RRFFQ69G5FAV
    const random = Uint8Array.from([0xd6, 0x76, 0x4c, 0x61, 0xef, 0xb9, 0x93, 0x02, 0xbd, 0x5b]);
    const id = scheduleIdAt(new Date(1_469_922_850_259), random);
    expect(id).toBe('sched_01arz3ndektsv4rrffq69g5fav');
    expect(scheduleId.parse(id)).toBe(id);
    expect(timeOfScheduleId(id)).toEqual(new Date(1_469_922_850_259));
  });

  it('sorts by time, whatever the chance', () => {
    const most = new Uint8Array(ID_RANDOM_BYTES).fill(255);
    const least = new Uint8Array(ID_RANDOM_BYTES);
    const times = [0, 1, 31, 32, 1_764_324_000_000, 1_764_324_000_001];
    const ids = times.map((time, i) => scheduleIdAt(new Date(time), i % 2 ? least : most));
    expect([...ids].sort()).toEqual(ids);
    expect(ids.map((id) => timeOfScheduleId(id)?.getTime())).toEqual(times);
  });

  it.each(['video-generation-x', 'sched_', 'sched_01ARZ3NDEKTSV4RRFFQ69G5FAV', 'sched_81arz3ndektsv4rrffq69g5fav'])(
    'is not %s',
    (id) => {
      expect(timeOfScheduleId(id)).toBeUndefined();
    },
  );
});

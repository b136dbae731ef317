import { AlmanacError } from '@almanac/kernel';
import type { ScheduleStore } from '../ports.ts';
import type { Schedule } from './schedule.ts';

/** @throws AlmanacError `SCHEDULE_NOT_FOUND` */
export async function findSchedule(store: Pick<ScheduleStore, 'get'>, scheduleId: string): Promise<Schedule> {
  const schedule = await store.get(scheduleId);
  if (schedule) return schedule;
  throw new AlmanacError('SCHEDULE_NOT_FOUND', `There is no schedule ${scheduleId}`, { schedule_id: scheduleId });
}

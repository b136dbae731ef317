// For the tests: schedules that are there, in pages.
import type { ScheduleStore } from '../ports.ts';
import type { Schedule } from './schedule.ts';

export const listed = (schedules: readonly Schedule[]): Pick<ScheduleStore, 'get' | 'page'> => ({
  get: async (id) => schedules.find(({ schedule_id }) => schedule_id === id),
  page: async ({ status, group }, limit, cursor = '0') => {
    const found = schedules.filter(
      (schedule) => (status ?? schedule.status) === schedule.status && (group ?? schedule.group) === schedule.group,
    );
    const start = Number(cursor);
    const items = found.slice(start, start + limit);
    return { items, ...(start + limit < found.length && { next: String(start + limit) }) };
  },
});

import type { ScheduleSummary } from '@almanac/contracts';
import type { Clock } from '@almanac/kernel';
import type { Page, ScheduleFilter, ScheduleStore } from '../ports.ts';
import type { Schedule, ScheduleChange } from '../records/schedule.ts';
import { notFound } from './refusals.ts';
import { toSummary } from './shapes.ts';

interface Deps {
  readonly store: ScheduleStore;
  readonly clock: Clock;
}

/** One schedule, deleted ones too as long as their record is kept. @throws AlmanacError `SCHEDULE_NOT_FOUND` */
export const getSchedule =
  ({ store }: { readonly store: Pick<ScheduleStore, 'get'> }) =>
  async (id: string): Promise<Schedule> => {
    const schedule = await store.get(id);
    if (!schedule) throw notFound(id);
    return schedule;
  };

/** A page of schedules, newest first; deleted ones only by their status. @throws AlmanacError `INVALID_CURSOR` */
export const listSchedules =
  ({ store, clock }: Deps) =>
  async (
    filter: ScheduleFilter,
    limit: number,
    cursor?: string,
  ): Promise<{ schedules: ScheduleSummary[]; next_cursor: string | null }> => {
    const { items, next } = await store.page(filter, limit, cursor);
    const now = clock.now();
    return { schedules: items.map((schedule) => toSummary(schedule, now)), next_cursor: next ?? null };
  };

/** A page of what was done to a schedule, latest first. @throws AlmanacError `INVALID_CURSOR`, `SCHEDULE_NOT_FOUND` */
export const listChanges =
  ({ store }: Pick<Deps, 'store'>) =>
  async (id: string, limit: number, cursor?: string): Promise<Page<ScheduleChange>> => {
    const page = await store.changes(id, limit, cursor);
    if (page.items.length === 0 && cursor === undefined) await getSchedule({ store })(id);
    return page;
  };

import type { ScheduleFilter, ScheduleStore } from '../ports.ts';
import type { Schedule } from './schedule.ts';

const PAGE = 100;

/** All schedules that a filter lets through, newest first, read page by page. */
export async function* everySchedule(
  store: Pick<ScheduleStore, 'page'>,
  filter: ScheduleFilter,
): AsyncGenerator<Schedule> {
  let cursor: string | undefined;
  do {
    const { items, next }: Awaited<ReturnType<ScheduleStore['page']>> = await store.page(filter, PAGE, cursor);
    yield* items;
    cursor = next;
  } while (cursor !== undefined);
}

import { getSchedule } from '../changes/read-schedules.ts';
import type { RunHistory, ScheduleStore } from '../ports.ts';
import type { ScheduleRun } from '../records/run.ts';

/** The runs of a schedule, latest first. @throws AlmanacError `SCHEDULE_NOT_FOUND`, `INVALID_CURSOR` */
export const listRuns =
  ({ store, history }: { readonly store: Pick<ScheduleStore, 'get'>; readonly history: Pick<RunHistory, 'page'> }) =>
  async (
    scheduleId: string,
    limit: number,
    cursor?: string,
  ): Promise<{ readonly runs: readonly ScheduleRun[]; readonly next_cursor: string | null }> => {
    await getSchedule({ store })(scheduleId);
    const { items, next } = await history.page(scheduleId, limit, cursor);
    return { runs: items, next_cursor: next ?? null };
  };

import { inParallel } from '@almanac/kernel';
import { MINUTE_MS } from '../calendar.ts';
import { timingOf } from '../changes/times.ts';
import { instantText } from '../occurrences/local-text.ts';
import { runsAfter } from '../occurrences/occurrences.ts';
import type { RunHistory, ScheduleStore } from '../ports.ts';
import { everySchedule } from '../records/every-schedule.ts';
import type { Schedule } from '../records/schedule.ts';

export interface MissedRun {
  readonly schedule_id: string;
  readonly name: string;
  readonly planned_time: string;
}

export interface MissedRunsDeps {
  readonly store: Pick<ScheduleStore, 'page'>;
  readonly history: Pick<RunHistory, 'idsBetween'>;
}

const READS_AT_ONCE = 16;
/** Scheduler works to the minute: what was changed a moment before a run may take effect after it. */
const SETTLING_MS = MINUTE_MS;

/**
 * Runs of active schedules of which nothing is noted, and that were to have happened from one instant to another, both included:
 * a run with a flexible window at the latest at the end of it.
 * @param graceMinutes for how long after that a run is not missed yet
 */
export const findMissedRuns =
  ({ store, history }: MissedRunsDeps) =>
  async (from: Date, to: Date, graceMinutes: number): Promise<MissedRun[]> => {
    const expected: { readonly schedule: Schedule; readonly times: readonly string[] }[] = [];
    for await (const schedule of everySchedule(store, { status: 'active' })) {
      const times = plannedTimes(schedule, from, to, graceMinutes);
      if (times.length > 0) expected.push({ schedule, times });
    }
    const missed = await inParallel(READS_AT_ONCE, expected, async ({ schedule, times }) => {
      const { schedule_id, name } = schedule;
      const noted = new Set(await history.idsBetween(schedule_id, times[0] ?? '', times.at(-1) ?? ''));
      return times.filter((time) => !noted.has(time)).map((planned_time) => ({ schedule_id, name, planned_time }));
    });
    return missed.flat();
  };

function plannedTimes(schedule: Schedule, from: Date, to: Date, graceMinutes: number): string[] {
  const changed = Date.parse(schedule.updated_date) + SETTLING_MS;
  const windowMs = (schedule.flexible_window_minutes ?? 0) * MINUTE_MS;
  const first = from.getTime() - windowMs;
  const last = to.getTime() - windowMs - graceMinutes * MINUTE_MS;
  const times: string[] = [];
  for (const { at } of runsAfter(timingOf(schedule), new Date(Math.max(first - 1, changed)))) {
    if (at.getTime() > last) break;
    times.push(instantText(at));
  }
  return times;
}

import { AlmanacError, type Clock } from '@almanac/kernel';
import { DAY_MS } from '../calendar.ts';
import { timingOf } from '../changes/times.ts';
import { instantText } from '../occurrences/local-text.ts';
import { runsAfter } from '../occurrences/occurrences.ts';
import type { Occurrence } from '../occurrences/timing.ts';
import type { ScheduleStore } from '../ports.ts';
import { everySchedule } from '../records/every-schedule.ts';
import type { Schedule } from '../records/schedule.ts';
import { Heap } from './heap.ts';

const MAX_WINDOW_DAYS = 31;

export interface UpcomingWindow {
  /** Now where it is absent. */
  readonly from?: string | undefined;
  /** A day after `from` where it is absent. */
  readonly to?: string | undefined;
  readonly limit: number;
}

export interface UpcomingRun {
  readonly schedule_id: string;
  readonly name: string;
  readonly run_at: string;
  readonly local_time: string;
  readonly timezone: string;
}

/** A schedule and the next of its runs that is not listed yet. */
interface Pending {
  readonly schedule: Schedule;
  readonly next: Occurrence;
  readonly rest: Iterator<Occurrence>;
  /** Runs that `max_runs` allows after it. */
  readonly left: number;
}

/**
 * The runs of all active schedules from one instant to another, both included, in order.
 * @throws AlmanacError `INVALID_WINDOW`
 */
export const listUpcoming =
  ({ store, clock }: { readonly store: Pick<ScheduleStore, 'page'>; readonly clock: Clock }) =>
  async (window: UpcomingWindow): Promise<{ readonly runs: readonly UpcomingRun[]; readonly truncated: boolean }> => {
    const { from, to } = instantsOf(window, clock.now());
    const heap = new Heap<Pending>(isEarlier);
    for await (const schedule of everySchedule(store, { status: 'active' })) {
      const left = runsLeft(schedule, { now: clock.now(), from });
      advance(heap, schedule, runsAfter(timingOf(schedule), new Date(from - 1)), { left, to });
    }
    const runs: UpcomingRun[] = [];
    for (let first = heap.pop(); first !== undefined; first = heap.pop()) {
      if (runs.length === window.limit) return { runs, truncated: true };
      runs.push(upcomingRun(first));
      advance(heap, first.schedule, first.rest, { left: first.left, to });
    }
    return { runs, truncated: false };
  };

/** Takes the next run of a schedule in, where there is one in the window. */
function advance(
  heap: Heap<Pending>,
  schedule: Schedule,
  rest: Iterator<Occurrence>,
  { left, to }: { readonly left: number; readonly to: number },
): void {
  if (left <= 0) return;
  const { done, value: next } = rest.next();
  if (!done && next.at.getTime() <= to) heap.push({ schedule, next, rest, left: left - 1 });
}

/** How many runs `max_runs` allows from an instant on: those until then take some of them. */
function runsLeft(schedule: Schedule, { now, from }: { readonly now: Date; readonly from: number }): number {
  if (schedule.max_runs === undefined) return Number.POSITIVE_INFINITY;
  let left = schedule.max_runs - schedule.run_count;
  for (const { at } of runsAfter(timingOf(schedule), now)) {
    if (left <= 0 || at.getTime() >= from) break;
    left -= 1;
  }
  return left;
}

/** By time; runs of one time by name, so that the same schedules always give the same list. */
function isEarlier(a: Pending, b: Pending): boolean {
  const difference = a.next.at.getTime() - b.next.at.getTime();
  if (difference !== 0) return difference < 0;
  if (a.schedule.name !== b.schedule.name) return a.schedule.name < b.schedule.name;
  return a.schedule.schedule_id < b.schedule.schedule_id;
}

const upcomingRun = ({ schedule, next }: Pending): UpcomingRun => ({
  schedule_id: schedule.schedule_id,
  name: schedule.name,
  run_at: instantText(next.at),
  local_time: next.local,
  timezone: schedule.timezone,
});

function instantsOf(window: UpcomingWindow, now: Date): { readonly from: number; readonly to: number } {
  const from = window.from === undefined ? now.getTime() : Date.parse(window.from);
  const to = window.to === undefined ? from + DAY_MS : Date.parse(window.to);
  const wrong = whyWrong(from, to);
  if (wrong === undefined) return { from, to };
  const shown = { from: window.from ?? now.toISOString(), to: window.to ?? null };
  throw new AlmanacError('INVALID_WINDOW', wrong, shown);
}

function whyWrong(from: number, to: number): string | undefined {
  if (Number.isNaN(from) || Number.isNaN(to)) return '`from` and `to` must be instants, such as 2026-11-28T09:00:00Z';
  if (to < from) return '`to` lies before `from`';
  if (to - from > MAX_WINDOW_DAYS * DAY_MS)
    return `The window may have ${MAX_WINDOW_DAYS} days: move \`to\` closer to \`from\``;
  return undefined;
}

import { cronTimes } from './cron-times.ts';
import { dstNotes } from './dst-notes.ts';
import { instantText, localText } from './local-text.ts';
import { momentsAfter } from './moments.ts';
import { nextRuns } from './occurrences.ts';
import type { Moment, Timing } from './timing.ts';

/** The next runs of a schedule, as the API and the command line tell of them. */
export interface Preview {
  /** UTC, such as `2025-11-07T11:00:00Z`. */
  readonly next_executions: readonly string[];
  /** The same on the zone's clock, with its offset. */
  readonly local_times: readonly string[];
  /** What changes of the clock do to them, a sentence each. */
  readonly dst_notes: readonly string[];
  /** Why there are fewer than asked for. */
  readonly notes: readonly string[];
}

/** The next runs after an instant, `count` at most. @throws AlmanacError `INVALID_TIMEZONE` */
export function previewRuns(timing: Timing, from: Date, count: number): Preview {
  const moments = firstMoments(momentsAfter(timing, from.getTime()), count);
  const runs = moments.flatMap(({ instant, local }) => (instant === undefined ? [] : [{ instant, local }]));
  return {
    next_executions: runs.map(({ instant }) => instantText(new Date(instant))),
    local_times: runs.map(({ instant, local }) => localText(local, local - instant)),
    dst_notes: dstNotes(timing, moments),
    notes: runs.length < count ? [whyFewer(timing, from, runs.length)] : [],
  };
}

/** The next runs after an instant as a preview has them, without its notes. @throws AlmanacError `INVALID_TIMEZONE` */
export const nextRunTimes = (timing: Timing, from: Date, count: number): string[] =>
  nextRuns(timing, from, count).map(({ at }) => instantText(at));

/** As many moments as hold `count` runs. */
function firstMoments(moments: Iterable<Moment>, count: number): Moment[] {
  const found: Moment[] = [];
  let runs = 0;
  if (count < 1) return found;
  for (const moment of moments) {
    found.push(moment);
    if (moment.instant !== undefined) runs += 1;
    if (runs === count) break;
  }
  return found;
}

function whyFewer({ expression, endDate }: Timing, from: Date, runs: number): string {
  if (expression.kind === 'cron' && cronTimes(expression, 0).next().done) return 'It names no date that ever comes.';
  const until = endDate && expression.kind !== 'at' ? ` until its end date, ${instantText(endDate)}` : '';
  if (runs === 0) return `It has no run after ${instantText(from)}${until}.`;
  return `These are all runs after ${instantText(from)}${until}.`;
}

import { localText } from './local-text.ts';
import { momentsAfter, momentsUntil } from './moments.ts';
import type { Moment, Occurrence, Timing } from './timing.ts';

/**
 * The runs after an instant, one at a time, as EventBridge Scheduler has them; decision 17 says what its guide leaves open.
 * @throws AlmanacError `INVALID_TIMEZONE`
 */
export const runsAfter = (timing: Timing, from: Date): Generator<Occurrence> =>
  runsOf(momentsAfter(timing, from.getTime()));

/** The runs at an instant and before it, latest first. @throws AlmanacError `INVALID_TIMEZONE` */
export const runsUntil = (timing: Timing, until: Date): Generator<Occurrence> =>
  runsOf(momentsUntil(timing, until.getTime()));

/** The next runs after an instant, `count` at most. @throws AlmanacError `INVALID_TIMEZONE` */
export const nextRuns = (timing: Timing, from: Date, count: number): Occurrence[] =>
  take(runsAfter(timing, from), count);

/** The latest runs at an instant and before it, latest first, `count` at most. @throws AlmanacError `INVALID_TIMEZONE` */
export const previousRuns = (timing: Timing, until: Date, count: number): Occurrence[] =>
  take(runsUntil(timing, until), count);

function* runsOf(moments: Iterable<Moment>): Generator<Occurrence> {
  for (const { instant, local } of moments) {
    if (instant !== undefined) yield { at: new Date(instant), local: localText(local, local - instant) };
  }
}

function take<T>(items: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  if (count < 1) return taken;
  for (const item of items) {
    taken.push(item);
    if (taken.length >= count) break;
  }
  return taken;
}

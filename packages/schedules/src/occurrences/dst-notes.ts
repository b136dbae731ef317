import { offsetText } from './local-text.ts';
import type { Moment, Timing } from './timing.ts';

/** How many changes of the clock are told of. */
const MAX_NOTES = 20;

/** What changes of the clock do to these times, in order: a sentence for each. @throws AlmanacError `INVALID_TIMEZONE` */
export function dstNotes(timing: Timing, moments: readonly Moment[]): string[] {
  const notes = [...clockNotes(timing, moments), ...offsetNotes(timing, moments)];
  const sorted = notes.sort((a, b) => a.local - b.local).map(({ text }) => text);
  if (sorted.length <= MAX_NOTES) return sorted;
  return [
    ...sorted.slice(0, MAX_NOTES),
    `There are ${sorted.length - MAX_NOTES} more changes of the clock like these.`,
  ];
}

interface Note {
  readonly local: number;
  readonly text: string;
}

/** Times left out, and times that come twice: one note for each day. */
function clockNotes({ timezone }: Timing, moments: readonly Moment[]): Note[] {
  const days = new Map<string, Moment[]>();
  for (const moment of moments) {
    if (moment.instant !== undefined && !moment.isRepeated) continue;
    const day = `${dayOf(moment.local)} ${moment.isRepeated}`;
    days.set(day, [...(days.get(day) ?? []), moment]);
  }
  return [...days.values()].map((times) => clockNote(timezone, times));
}

function clockNote(timezone: string, times: readonly Moment[]): Note {
  const first = times[0]?.local ?? 0;
  const last = times.at(-1)?.local ?? first;
  const clock = times.length === 1 ? timeOf(first) : `each time from ${timeOf(first)} to ${timeOf(last)}`;
  const change = times[0]?.isRepeated
    ? `back; ${clock} comes twice and runs the first time only`
    : `forward; ${clock} is left out, with no run`;
  return { local: first, text: `${dayOf(first)}: the clocks of ${timezone} go ${change}.` };
}

/** Runs between which the offset has changed. */
function offsetNotes({ timezone, expression }: Timing, moments: readonly Moment[]): Note[] {
  const kept = expression.kind === 'rate' ? 'distance, not their local time' : 'local time';
  let before: number | undefined;
  return moments.flatMap(({ instant, local }) => {
    if (instant === undefined) return [];
    const offset = local - instant;
    const previous = before ?? offset;
    before = offset;
    if (previous === offset) return [];
    const change = `from ${offsetText(previous)} to ${offsetText(offset)}`;
    return [{ local, text: `By ${dayOf(local)} ${timezone} has changed ${change}: runs keep their ${kept}.` }];
  });
}

const dayOf = (local: number): string => new Date(local).toISOString().slice(0, 10);
const timeOf = (local: number): string => new Date(local).toISOString().slice(11, 16);

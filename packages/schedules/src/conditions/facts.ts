import { instantText } from '../occurrences/local-text.ts';
import type { JsonObject, Schedule } from '../records/schedule.ts';
import { zoneOf } from '../zones/zone.ts';

/** What a condition may ask about. */
export interface Facts {
  /** Sensitive fields hold `***`. */
  readonly payload: JsonObject;
  /** Of the run before; null where there was none. */
  readonly last_outcome: 'published' | 'skipped' | 'failed' | null;
  /** UTC to the millisecond. */
  readonly now: string;
  /** UTC to the second. */
  readonly scheduled_time: string;
  /** Day, time and weekday of the scheduled time in the zone of the schedule: another try decides as the first did. */
  readonly date: string;
  readonly time: string;
  readonly weekday: string;
  /** Planned runs that were published before. */
  readonly run_count: number;
}

export const FACTS: readonly (keyof Facts)[] = [
  ...(['payload', 'last_outcome', 'now', 'scheduled_time', 'date', 'time', 'weekday', 'run_count'] as const),
];

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The facts of one planned run. */
export function factsOf(schedule: Schedule, planned: Date, now: Date): Facts {
  const local = new Date(planned.getTime() + zoneOf(schedule.timezone).offsetAt(planned.getTime()));
  return {
    payload: schedule.payload,
    last_outcome: schedule.last_outcome ?? null,
    now: now.toISOString(),
    scheduled_time: instantText(planned),
    date: local.toISOString().slice(0, 10),
    time: local.toISOString().slice(11, 16),
    weekday: WEEKDAYS[local.getUTCDay()] ?? '',
    run_count: schedule.run_count,
  };
}

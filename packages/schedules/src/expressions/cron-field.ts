/** What a field of a cron expression takes (Scheduler User Guide, "Cron-based schedules"). */
export interface CronField {
  readonly name: string;
  /** Which field it is, from 1. */
  readonly position: number;
  readonly min: number;
  readonly max: number;
  /** Names for the numbers from `min` on. */
  readonly names?: readonly string[];
  /** False for the weekday, whose wildcards lack the slash. */
  readonly steps: boolean;
  /** False for the year: no year follows the last one. */
  readonly wraps: boolean;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

export const MINUTES: CronField = { name: 'minutes', position: 1, min: 0, max: 59, steps: true, wraps: true };
export const HOURS: CronField = { name: 'hours', position: 2, min: 0, max: 23, steps: true, wraps: true };
export const DAY_OF_MONTH: CronField = { name: 'day-of-month', position: 3, min: 1, max: 31, steps: true, wraps: true };
export const MONTH: CronField = {
  name: 'month',
  position: 4,
  min: 1,
  max: 12,
  names: MONTHS,
  steps: true,
  wraps: true,
};
export const DAY_OF_WEEK: CronField = {
  name: 'day-of-week',
  position: 5,
  min: 1,
  max: 7,
  names: WEEKDAYS,
  steps: false,
  wraps: true,
};
export const YEAR: CronField = { name: 'year', position: 6, min: 1970, max: 2199, steps: true, wraps: false };

export const FIELDS = [MINUTES, HOURS, DAY_OF_MONTH, MONTH, DAY_OF_WEEK, YEAR] as const;

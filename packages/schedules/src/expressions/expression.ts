/** A time on the wall clock of some zone, to the second; `month` and `day` count from 1. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export type RateUnit = 'minute' | 'hour' | 'day';

/** Runs every so many units of elapsed time; a day is 24 hours whatever the clocks do. */
export interface RateExpression {
  readonly kind: 'rate';
  readonly value: number;
  readonly unit: RateUnit;
}

/** Runs once, at a time of the schedule's zone. */
export interface AtExpression {
  readonly kind: 'at';
  readonly time: LocalTime;
}

/** Which days of a month a cron expression means. Weekdays count from 1, Sunday, to 7, Saturday. */
export type DayRule =
  | { readonly kind: 'days'; readonly days: readonly number[] }
  /** `L`, or `L-n`: so many days before the last of the month. */
  | { readonly kind: 'last'; readonly before: number }
  /** `nW`: the day from Monday to Friday that is nearest to day n, in the same month. */
  | { readonly kind: 'nearest-weekday'; readonly day: number }
  /** `LW`: the last day of the month from Monday to Friday. */
  | { readonly kind: 'last-weekday' }
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  /** `n#m`: the m-th such day of the month. */
  | { readonly kind: 'nth'; readonly weekday: number; readonly nth: number }
  /** `nL`: the last such day of the month. */
  | { readonly kind: 'last-of'; readonly weekday: number };

/** Runs at every minute of the schedule's zone that all fields name. Lists ascend, without repetition. */
export interface CronExpression {
  readonly kind: 'cron';
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: DayRule;
  readonly months: readonly number[];
  readonly years: readonly number[];
}

export type Expression = RateExpression | AtExpression | CronExpression;

/** Whose rules an expression has to keep to: those of EventBridge Scheduler, or those of rules of EventBridge. */
export type Dialect = 'scheduler' | 'rule';

/** The years a cron expression can name (Scheduler User Guide, "Schedule types"). */
export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2199;

import type { Expression } from '../expressions/expression.ts';

/** When a schedule runs. */
export interface Timing {
  readonly expression: Expression;
  /** IANA name, such as `America/New_York`. */
  readonly timezone: string;
  /** First instant of the window, and first run of a rate. */
  readonly startDate?: Date;
  /** Last instant of the window. */
  readonly endDate?: Date;
}

/** One time that an expression names. */
export interface Moment {
  /** When it runs, in milliseconds since 1970; undefined where the clock leaves it out. */
  readonly instant: number | undefined;
  /** What the zone's clock shows, as on a clock of UTC. */
  readonly local: number;
  /** Whether the clock shows it twice. */
  readonly isRepeated: boolean;
}

/** One run. */
export interface Occurrence {
  readonly at: Date;
  /** What the zone's clock shows then, with its offset: `2026-03-08T03:30:00-04:00`. */
  readonly local: string;
}

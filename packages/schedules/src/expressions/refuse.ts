import { AlmanacError } from '@almanac/kernel';

/** Longest expression (CreateSchedule, ScheduleExpression: 1 to 256 characters). */
export const MAX_CHARACTERS = 256;

/** What is wrong with an expression. */
export interface Problem {
  /** Such as `day-of-month`; `expression` where it is none of its parts. */
  readonly field: string;
  /** Which field this is, from 1; 0 for the expression as a whole. */
  readonly position: number;
  /** Where in the expression the text in question begins, from 1. */
  readonly column: number;
  readonly reason: string;
  /** The expression as it was probably meant; it may still have other faults. */
  readonly correction?: string;
}

/** The valid expression nearest to a correction, if there is one. */
export type Settle = (correction: string) => string | undefined;

/** An expression on its way to be parsed, and how to refuse it. */
export interface Source {
  readonly text: string;
  readonly settle: Settle;
}

/** @throws AlmanacError `INVALID_SCHEDULE_EXPRESSION` */
export function refuse({ text, settle }: Source, problem: Problem): never {
  const { field, position, column, reason, correction } = problem;
  const suggestion = correction === undefined ? undefined : settle(correction);
  const where = position === 0 ? '' : `, ${field} (field ${position}, column ${column})`;
  const advice = suggestion === undefined ? '' : `; did you mean ${suggestion}?`;
  const expression = text.slice(0, MAX_CHARACTERS);
  const details = { expression, field, position, column, reason, ...(suggestion && { suggestion }) };
  throw new AlmanacError(
    'INVALID_SCHEDULE_EXPRESSION',
    `Invalid schedule expression${where}: ${reason}${advice}`,
    details,
  );
}

import { AlmanacError } from '@almanac/kernel';
import { parseAt } from './at.ts';
import { parseCron } from './cron.ts';
import type { Dialect, Expression } from './expression.ts';
import { parseRate } from './rate.ts';
import { MAX_CHARACTERS, refuse, type Source } from './refuse.ts';

/** How many faults, one after another, a suggestion may repair. */
const MAX_REPAIRS = 4;

/**
 * Parses `rate(...)`, `at(...)` or `cron(...)` as EventBridge Scheduler does (User Guide, "Schedule types"); what the guide
 * leaves open is settled in decision 17.
 * @throws AlmanacError `INVALID_SCHEDULE_EXPRESSION` with `details` of {@link Problem} and, where one is obvious, a
 *   `suggestion`: a valid expression
 */
export function parseExpression(text: string, dialect: Dialect = 'scheduler'): Expression {
  return parse(text, dialect, MAX_REPAIRS);
}

function parse(text: string, dialect: Dialect, repairs: number): Expression {
  const settle = (correction: string) => (repairs > 0 ? settled(correction, dialect, repairs - 1) : undefined);
  const source: Source = { text, settle };
  if (text.length > MAX_CHARACTERS) {
    return whole(source, `it has ${text.length} characters, and ${MAX_CHARACTERS} are allowed`);
  }
  const [, name, inner = ''] = /^(rate|at|cron)\((.*)\)$/s.exec(text) ?? [];
  if (name === 'rate') return parseRate(source, inner, dialect);
  if (name === 'cron') return parseCron(source, inner);
  if (name === undefined) return whole(source, 'it must be rate(...), at(...) or cron(...)', wrapped(text));
  if (dialect === 'rule') return whole(source, 'a rule takes rate(...) or cron(...), at(...) is for schedules');
  return parseAt(source, inner);
}

function settled(text: string, dialect: Dialect, repairs: number): string | undefined {
  try {
    parse(text, dialect, repairs);
    return text;
  } catch (error) {
    if (!(error instanceof AlmanacError)) throw error;
    const { suggestion } = error.details;
    return typeof suggestion === 'string' ? suggestion : undefined;
  }
}

const whole = (source: Source, reason: string, correction?: string): never =>
  refuse(source, { field: 'expression', position: 0, column: 1, reason, ...(correction && { correction }) });

/** What stands where `rate(...)` and so on should, with the name that fits. */
function wrapped(text: string): string | undefined {
  const [, name, inner = ''] = /^\s*(rate|at|cron)\s*\((.*)\)\s*;?\s*$/is.exec(text) ?? [];
  if (name !== undefined) return `${name.toLowerCase()}(${inner})`;
  const bare = text.trim();
  if (/^\d+\s+[a-z]+$/i.test(bare)) return `rate(${bare})`;
  if (/^\d{4}-\d{2}-\d{2}[T ]/.test(bare)) return `at(${bare})`;
  return /^[^\s()]+(\s+[^\s()]+){4,6}$/.test(bare) ? `cron(${bare})` : undefined;
}

import { createInterface } from 'node:readline';
import { AlmanacError, describeError } from '@almanac/kernel';
import { nextRunTimes, parseExpression } from '@almanac/schedules';
import { isoTime } from './time-options.ts';

const DEFAULT_COUNT = 10;
/** How many runs one question may ask for. */
export const MAX_COUNT = 10_000;

/**
 * Answers JSON lines, each a question `{expression, timezone, from, count, start_date?, end_date?}`, one by one:
 * `{next_executions}`, or `{error, message, details}` of what is wrong with that line. Empty lines have no answer.
 */
export async function* answerQuestions(lines: NodeJS.ReadableStream, now: () => Date): AsyncGenerator<string> {
  for await (const line of createInterface({ input: lines, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== '') yield `${JSON.stringify(answer(line, now))}\n`;
  }
}

function answer(line: string, now: () => Date): object {
  try {
    const question = questionIn(line);
    const [startDate, endDate] = [timeIn(question, 'start_date'), timeIn(question, 'end_date')];
    const timing = {
      expression: parseExpression(textIn(question, 'expression')),
      timezone: textIn(question, 'timezone', 'UTC'),
      ...(startDate && { startDate }),
      ...(endDate && { endDate }),
    };
    return { next_executions: nextRunTimes(timing, timeIn(question, 'from') ?? now(), countIn(question)) };
  } catch (error) {
    const { code, message, details } = describeError(error);
    return { error: code, message, details };
  }
}

type Question = Readonly<Record<string, unknown>>;

function questionIn(line: string): Question {
  let question: unknown;
  try {
    question = JSON.parse(line);
  } catch (error) {
    throw new AlmanacError('BAD_QUESTION', `The line is not JSON: ${describeError(error).message}`);
  }
  if (typeof question === 'object' && question !== null && !Array.isArray(question)) return { ...question };
  throw new AlmanacError('BAD_QUESTION', 'The line holds no object');
}

function textIn(question: Question, field: string, otherwise?: string): string {
  const given = question[field] ?? otherwise;
  return typeof given === 'string' ? given : bad(field, given, 'text');
}

function timeIn(question: Question, field: string): Date | undefined {
  const given = question[field] ?? undefined;
  if (given === undefined) return undefined;
  const time = typeof given === 'string' ? isoTime(given) : undefined;
  return time ?? bad(field, given, 'a time such as 2026-11-24T10:00:00Z');
}

function countIn(question: Question): number {
  const given = question.count ?? DEFAULT_COUNT;
  const isGood = typeof given === 'number' && Number.isInteger(given) && given >= 1 && given <= MAX_COUNT;
  return isGood ? given : bad('count', given, `a whole number from 1 to ${MAX_COUNT}`);
}

function bad(field: string, given: unknown, expected: string): never {
  const what = given === undefined ? 'is missing' : `is ${JSON.stringify(given)}`;
  throw new AlmanacError('BAD_QUESTION', `${field} ${what}, and must be ${expected}`, { field });
}

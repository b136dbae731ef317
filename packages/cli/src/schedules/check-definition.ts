import { problemsOf } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { checkZoneName, parseExpression } from '@almanac/schedules';
import type { z } from 'zod';

type Json = z.core.util.JSONType;

interface Definition {
  readonly schedule_expression: string;
  readonly timezone: string;
}

/** What goes into a body: a field that JSON has none of is absent, never undefined. */
export type Sent<Value> = [Json] extends [Value]
  ? Value
  : Value extends object
    ? { [Name in keyof Value]: Sent<Exclude<Value[Name], undefined>> }
    : Value;

/**
 * A definition as a contract wants it, found to be right as far as that can be seen without a stack.
 * @throws AlmanacError `INVALID_REQUEST` naming every field that is wrong, `INVALID_SCHEDULE_EXPRESSION` with what was
 *   probably meant, `INVALID_TIMEZONE`
 */
export function checkDefinition<Schema extends z.ZodType<Definition>>(
  schema: Schema,
  draft: unknown,
): Sent<z.output<Schema>> {
  const definition = checkAgainst(schema, draft);
  parseExpression(definition.schedule_expression);
  checkZoneName(definition.timezone);
  return definition;
}

/** @throws AlmanacError `INVALID_REQUEST` naming every field that is wrong, as the API would */
export function checkAgainst<Schema extends z.ZodType>(schema: Schema, value: unknown): Sent<z.output<Schema>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as Sent<z.output<Schema>>; // out of JSON, which knows no undefined
  const problems = problemsOf(parsed.error, value, '', schema).map(({ path, message }) => ({ field: path, message }));
  const sentence = problems.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ');
  throw new AlmanacError('INVALID_REQUEST', sentence, { problems });
}

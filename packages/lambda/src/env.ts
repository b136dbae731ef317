import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';

/** A variable that must be there and not empty. */
export const string = () => z.string().min(1);
/** A variable that may be absent or empty, which are the same: undefined. */
export const optionalString = () =>
  z
    .string()
    .optional()
    .transform((text) => text || undefined);
/** A variable that holds a whole number of at least `minimum`. */
export const wholeNumber = (minimum = 0) => z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(minimum));

/** Texts separated by commas; an empty variable holds none. */
export const list = () => z.string().transform((text) => text.split(',').filter((item) => item !== ''));

/**
 * The function's configuration: the only reader of process.env, once, at start.
 * @throws AlmanacError `BAD_CONFIGURATION` naming every missing or malformed variable at once
 */
export function env<Shape extends z.ZodRawShape>(
  shape: Shape,
  source: Record<string, string | undefined> = process.env,
) {
  const parsed = z.object(shape).safeParse(source);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AlmanacError('BAD_CONFIGURATION', `Environment variables are wrong: ${problems.join('; ')}`, { problems });
}

/**
 * X-Ray's header of the trace that this invocation belongs to, which Lambda sets anew for each; undefined where nothing
 * is traced. Source: Lambda Developer Guide, "Defined runtime environment variables".
 */
export const traceHeader = (source: Record<string, string | undefined> = process.env): string | undefined =>
  source._X_AMZN_TRACE_ID || undefined;

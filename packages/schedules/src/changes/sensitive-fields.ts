import { AlmanacError } from '@almanac/kernel';
import type { Json, JsonObject } from '../records/schedule.ts';

/** What is shown in place of a sensitive value. */
export const MASK = '***';

/** Stands for a dot in a key, which no path can name. */
const UNREACHABLE = '\0';

const steps = (path: string): string[] => path.split('.');

const isContainer = (value: Json | undefined): value is JsonObject | Json[] =>
  typeof value === 'object' && value !== null;

/** The value at a dotted path, arrays by index; undefined where there is none. */
export function valueAt(payload: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = payload;
  for (const step of steps(path)) {
    if (!isContainer(value) || !Object.hasOwn(value, step) || (Array.isArray(value) && !/^\d+$/.test(step)))
      return undefined;
    value = (value as Readonly<Record<string, Json>>)[step];
  }
  return value;
}

/** The payload with other values at some paths; paths that are not there change nothing. */
export function withValues(payload: JsonObject, values: ReadonlyMap<string, Json>): JsonObject {
  const put = (value: Json, at: string): Json => {
    const own = values.get(at);
    if (own !== undefined) return own;
    if (Array.isArray(value)) return value.map((item, index) => put(item, `${at}.${index}`));
    return isContainer(value) ? putAll(value, `${at}.`) : value;
  };
  const putAll = (object: JsonObject, prefix: string): JsonObject =>
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [key, put(value, `${prefix}${key.replaceAll('.', UNREACHABLE)}`)]),
    );
  return values.size === 0 ? payload : putAll(payload, '');
}

/** The paths that lie in no other of them, ascending. */
export function outermost(paths: readonly string[]): string[] {
  const unique = [...new Set(paths)].sort();
  return unique.filter((path) => !unique.some((other) => path.startsWith(`${other}.`)));
}

/** The values at sensitive paths. @throws AlmanacError `INVALID_SENSITIVE_FIELD` where there is none */
export function sensitiveValues(payload: JsonObject, paths: readonly string[]): Map<string, Json> {
  return new Map(
    paths.map((path) => {
      const value = valueAt(payload, path);
      if (value !== undefined) return [path, value];
      throw invalidField(path, `The payload has nothing at the sensitive field ${JSON.stringify(path)}`);
    }),
  );
}

export const masked = (payload: JsonObject, paths: readonly string[]): JsonObject =>
  withValues(payload, new Map(paths.map((path) => [path, MASK])));

export const invalidField = (field: string, message: string): AlmanacError =>
  new AlmanacError('INVALID_SENSITIVE_FIELD', message, { field });

import { nearNames } from '@almanac/kernel';
import type { z } from 'zod';

/** One thing wrong with a value. */
export interface Problem {
  /** Where, from the root down: `detail.totals.USD`, `files[2]`; the root's own name for the whole. */
  readonly path: string;
  /** What is wrong there, for people. */
  readonly message: string;
}

/**
 * What a schema found wrong with a value, field by field: missing fields are called so, and fields that it does not
 * know are named one by one with the nearest name that it knows.
 * @param root what the value is called; empty where paths begin with its fields
 */
export const problemsOf = (error: z.ZodError, value: unknown, root: string, schema?: z.ZodType): Problem[] =>
  error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key, root, schema));
    const isMissing = issue.code === 'invalid_type' && valueAt(value, issue.path) === undefined;
    return [{ path: pathText(issue.path, root), message: isMissing ? 'It is missing' : issue.message }];
  });

function unknownKey(path: readonly PropertyKey[], key: string, root: string, schema?: z.ZodType): Problem {
  const known = path.length === 0 && schema && 'shape' in schema ? Object.keys(schema.shape as object) : [];
  return { path: pathText([...path, key], root), message: `There is no such field${hintOf(key, known)}` };
}

/** `: is "name" meant?`, or nothing where no known name is near. */
export function hintOf(given: string, known: readonly string[]): string {
  const [near] = nearNames(given, known);
  return near === undefined ? '' : `: is "${near}" meant?`;
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], value);

const pathText = (path: readonly PropertyKey[], root: string): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, root);

import { nearNames } from '@almanac/kernel';
import type { z } from 'zod';

/** One thing wrong with a value. */
export interface Problem {
  /** Where, from the root down: `detail.totals.USD`, `files[2]`; the root's own name for the whole. */
  readonly path: string;
  /** What is wrong there, for people. */
  readonly message: string;
}

/** More of them help nobody, and hundreds of thousands would be an answer that no gateway carries. */
const MAX_PROBLEMS = 100;
const MAX_NAME_LENGTH = 100;

/**
 * What a schema found wrong with a value, field by field: missing fields are called so, and fields that it does not
 * know are named one by one with the nearest name that it knows. The first hundred problems, with names cut to length.
 * @param root what the value is called; empty where paths begin with its fields
 */
export const problemsOf = (error: z.ZodError, value: unknown, root: string, schema?: z.ZodType): Problem[] =>
  error.issues
    .slice(0, MAX_PROBLEMS)
    .flatMap((issue) => {
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.slice(0, MAX_PROBLEMS).map((key) => unknownKey(issue.path, key, root, schema));
      }
      const isMissing = issue.code === 'invalid_type' && valueAt(value, issue.path) === undefined;
      return [{ path: pathText(issue.path, root), message: isMissing ? 'It is missing' : issue.message }];
    })
    .slice(0, MAX_PROBLEMS);

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
    const name = shortened(String(key));
    return text === '' ? name : `${text}.${name}`;
  }, root);

const shortened = (name: string): string =>
  name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;

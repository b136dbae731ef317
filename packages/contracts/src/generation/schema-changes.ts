import { sameJson } from '@almanac/kernel';
import { type ChangeKind, change, type SchemaChange } from './schema-change.ts';
import type { SchemaObject } from './schema-object.ts';
import { ANNOTATIONS, sameStructure } from './structure.ts';

/** Words that are compared by what they mean; all others are compared as they stand. */
const BY_MEANING = ['properties', 'required', 'items', 'additionalProperties', 'x-propertyNames', 'anyOf', 'oneOf'];
const COMPARED_APART = [...ANNOTATIONS, ...BY_MEANING, 'enum', 'nullable'];

/** Every difference between two schemas in which events they allow; texts and orders are none. */
export function schemaChanges(old: SchemaObject, next: SchemaObject, path: string): SchemaChange[] {
  return [
    ...wordChanges(old, next, path),
    ...nullableChanges(old, next, path),
    ...enumChanges(old, next, path),
    ...fieldChanges(old, next, path),
    ...innerChanges(old, next, 'items', path, `${path}[]`),
    ...innerChanges(old, next, 'additionalProperties', path, `${path}.*`),
    ...innerChanges(old, next, 'x-propertyNames', path, `${path}.<name>`),
    ...alternativeChanges(old, next, 'anyOf', path),
    ...alternativeChanges(old, next, 'oneOf', path),
  ];
}

/** Another type is one change: what else is said of the values follows from it. */
function wordChanges(old: SchemaObject, next: SchemaObject, path: string): SchemaChange[] {
  if (old.type !== next.type) return [change(path, 'type_changed', said('type', old.type, next.type))];
  const words = new Set([...Object.keys(old), ...Object.keys(next)].filter((word) => !COMPARED_APART.includes(word)));
  return [...words].sort().flatMap((word) => {
    if (sameJson([old[word]], [next[word]])) return [];
    return [change(path, wordKind(old[word], next[word]), said(word, old[word], next[word]))];
  });
}

function wordKind(old: unknown, next: unknown): ChangeKind {
  if (old === undefined) return 'constraint_added';
  return next === undefined ? 'constraint_removed' : 'constraint_changed';
}

const said = (word: string, old: unknown, next: unknown): string => {
  if (old === undefined) return `has got ${word} ${JSON.stringify(next)}`;
  if (next === undefined) return `has lost ${word} ${JSON.stringify(old)}`;
  return `had ${word} ${JSON.stringify(old)} and has ${JSON.stringify(next)}`;
};

function nullableChanges(old: SchemaObject, next: SchemaObject, path: string): SchemaChange[] {
  if (Boolean(old.nullable) === Boolean(next.nullable)) return [];
  return next.nullable
    ? [change(path, 'became_nullable', 'may be null now')]
    : [change(path, 'became_not_nullable', 'may be null no more')];
}

function enumChanges(old: SchemaObject, next: SchemaObject, path: string): SchemaChange[] {
  if (!old.enum || !next.enum) {
    if (old.enum) return [change(path, 'constraint_removed', said('enum', old.enum, undefined))];
    return next.enum ? [change(path, 'constraint_added', said('enum', undefined, next.enum))] : [];
  }
  const [before, after] = [old.enum, next.enum];
  return [
    ...before
      .filter((value) => !after.includes(value))
      .map((value) => change(path, 'enum_value_removed', `has lost the value ${JSON.stringify(value)}`)),
    ...after
      .filter((value) => !before.includes(value))
      .map((value) => change(path, 'enum_value_added', `has got the value ${JSON.stringify(value)}`)),
  ];
}

function fieldChanges(old: SchemaObject, next: SchemaObject, path: string): SchemaChange[] {
  const names = new Set([...Object.keys(old.properties ?? {}), ...Object.keys(next.properties ?? {})]);
  for (const name of [...(old.required ?? []), ...(next.required ?? [])]) names.add(name);
  return [...names].sort().flatMap((name) => fieldChange(old, next, name, `${path}.${name}`));
}

function fieldChange(old: SchemaObject, next: SchemaObject, name: string, path: string): SchemaChange[] {
  const [before, after] = [fieldOf(old, name), fieldOf(next, name)];
  if (before.schema && !after.schema) return [change(path, 'field_removed', 'is gone')];
  if (!before.schema && after.schema)
    return after.required
      ? [change(path, 'required_field_added', 'is new and required')]
      : [change(path, 'optional_field_added', 'is new and optional')];
  return [
    ...requiredChange(before.required, after.required, path),
    ...(before.schema && after.schema ? schemaChanges(before.schema, after.schema, path) : []),
  ];
}

function requiredChange(before: boolean, after: boolean, path: string): SchemaChange[] {
  if (before === after) return [];
  return after
    ? [change(path, 'became_required', 'was optional and is required')]
    : [change(path, 'became_optional', 'was required and is optional')];
}

const fieldOf = ({ properties = {}, required = [] }: SchemaObject, name: string) => ({
  schema: Object.hasOwn(properties, name) ? properties[name] : undefined,
  required: required.includes(name),
});

type InnerWord = 'items' | 'additionalProperties' | 'x-propertyNames';

function innerChanges(
  old: SchemaObject,
  next: SchemaObject,
  word: InnerWord,
  path: string,
  innerPath: string,
): SchemaChange[] {
  const [before, after] = [old[word], next[word]];
  if (before && after) return schemaChanges(before, after, innerPath);
  if (before) return [change(path, 'constraint_removed', `has lost ${word}`)];
  return after ? [change(path, 'constraint_added', `has got ${word}`)] : [];
}

function alternativeChanges(
  old: SchemaObject,
  next: SchemaObject,
  word: 'anyOf' | 'oneOf',
  path: string,
): SchemaChange[] {
  const before = without(old[word] ?? [], next[word] ?? []);
  const after = without(next[word] ?? [], old[word] ?? []);
  return Array.from({ length: Math.max(before.length, after.length) }, (_, i) => {
    const [was, is] = [before[i], after[i]];
    if (was && is) return schemaChanges(was, is, `${path}(${word})`);
    return was
      ? [change(path, 'alternative_removed', `has lost the alternative ${JSON.stringify(was)}`)]
      : [change(path, 'alternative_added', `has got the alternative ${JSON.stringify(is)}`)];
  }).flat();
}

/** The alternatives that the others do not have, each as often as it is more. */
function without(alternatives: readonly SchemaObject[], others: readonly SchemaObject[]): SchemaObject[] {
  const left = [...others];
  return alternatives.filter((alternative) => {
    const at = left.findIndex((other) => sameStructure(alternative, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

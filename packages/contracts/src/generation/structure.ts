import { sameJson } from '@almanac/kernel';

/** Words of a schema that say nothing about which events are valid. */
export const ANNOTATIONS: readonly string[] = ['description', 'example', 'title', 'deprecated'];

/** Whether two schemas allow the same events: their texts do not count, nor does the order of their sets. */
export const sameStructure = (a: unknown, b: unknown): boolean =>
  sameJson(structureOf(a, false), structureOf(b, false));

/** @param isNames whether the keys are names of fields, and not words of a schema */
function structureOf(value: unknown, isNames: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => structureOf(item, false));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => isNames || !ANNOTATIONS.includes(key));
  return Object.fromEntries(
    entries.map(([key, item]) => [key, isNames ? structureOf(item, false) : wordOf(key, item)]),
  );
}

function wordOf(word: string, item: unknown): unknown {
  if (word === 'default') return item;
  if (word === 'required' || word === 'enum') return [...(item as unknown[])].sort();
  return structureOf(item, word === 'properties');
}

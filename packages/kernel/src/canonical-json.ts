/** Any value that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The same value with the keys of every object in ascending order, and without keys that are undefined. */
export function sortedKeys(value: unknown): Json {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value as Json;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sortedKeys(item)]));
}

/** One text for one value, whatever the order of its keys: what generated files hold and hashes are made of. */
export const canonicalJson = (value: unknown): string => `${JSON.stringify(sortedKeys(value), null, 2)}\n`;

/** Whether two values say the same in JSON. */
export const sameJson = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

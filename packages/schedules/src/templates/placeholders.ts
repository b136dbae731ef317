import type { Json } from '../records/schedule.ts';

/** A value that a user gives for a parameter. */
export type ParameterValue = string | number | boolean;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
const ONE_PLACEHOLDER = /^\{\{([^{}]*)\}\}$/;

/** Names between `{{` and `}}` in a text, as they are written there. */
export const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name.trim());

/** A text with the values in their places. Values are put in as they are: what looks like a placeholder in one stays text. */
export const renderText = (text: string, values: ParameterValues): string =>
  text.replace(PLACEHOLDER, (_, name: string) => String(values[name.trim()]));

/** A text that is nothing but a placeholder becomes the value itself, number or truth value. */
const renderTyped = (text: string, values: ParameterValues): Json => {
  const [, name] = ONE_PLACEHOLDER.exec(text) ?? [];
  return name === undefined ? renderText(text, values) : (values[name.trim()] ?? null);
};

/** All texts of a value rendered; keys stay as they are. */
export function renderJson(value: Json, values: ParameterValues): Json {
  if (typeof value === 'string') return renderTyped(value, values);
  if (Array.isArray(value)) return value.map((item) => renderJson(item, values));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderJson(item, values)]));
}

/** All texts of a value, and all keys. */
export function textsOf(value: unknown): { readonly texts: string[]; readonly keys: string[] } {
  if (typeof value === 'string') return { texts: [value], keys: [] };
  if (value === null || typeof value !== 'object') return { texts: [], keys: [] };
  const inner = Object.values(value).map((item) => textsOf(item));
  return {
    texts: inner.flatMap(({ texts }) => texts),
    keys: [...(Array.isArray(value) ? [] : Object.keys(value)), ...inner.flatMap(({ keys }) => keys)],
  };
}

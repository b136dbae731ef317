import type { JsonSchema } from '../components.ts';
import { type Html, html, prose } from './html.ts';

/** Where a name of the document leads on the page. */
const anchorOf = (ref: string): string => `schema-${ref.split('/').at(-1)}`;

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;
const schemasIn = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

/** What kind of value a schema takes, in a few words. */
export function typeOf(schema: JsonSchema): Html {
  if (typeof schema.$ref === 'string') {
    return html`<a href="#${anchorOf(schema.$ref)}">${schema.$ref.split('/').at(-1)}</a>`;
  }
  const alternatives = schemasIn(schema.anyOf ?? schema.oneOf);
  if (alternatives.length > 0) return html`${alternatives.map((one, i) => [i > 0 && ' or ', typeOf(one)])}`;
  if (Array.isArray(schema.enum)) return html`${schema.enum.map((value, i) => [i > 0 && ' or ', code(value)])}`;
  if ('const' in schema) return code(schema.const);
  if (schema.type === 'array') return html`list of ${isSchema(schema.items) ? typeOf(schema.items) : 'anything'}`;
  if (isSchema(schema.additionalProperties) && !schema.properties) return html`object of any names`;
  return html`${[schema.type ?? 'anything'].flat().join(' or ')}`;
}

const code = (value: unknown): Html => html`<code>${JSON.stringify(value)}</code>`;

const LIMITS: readonly (readonly [keyword: string, label: string])[] = [
  ['format', 'format'],
  ['minimum', 'at least'],
  ['exclusiveMinimum', 'more than'],
  ['maximum', 'at most'],
  ['minLength', 'shortest'],
  ['maxLength', 'longest'],
  ['minItems', 'fewest'],
  ['maxItems', 'most'],
  ['pattern', 'pattern'],
  ['default', 'default'],
];

/** What a schema says of its values: the text, and the limits. */
export function remarksOf(schema: JsonSchema): Html {
  const limits = LIMITS.filter(([keyword]) => keyword in schema);
  return html`${prose(schema.description)}${limits.map(([keyword, label]) => html` <small>${label} ${code(schema[keyword])}</small>`)}`;
}

/** The fields of an object with those of the objects in it, as rows of a table. */
export function fieldRows(schema: JsonSchema, path = ''): Html[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(isSchema(schema.properties) ? schema.properties : {}).flatMap(([name, value]) => {
    if (!isSchema(value)) return [];
    const isRequired = required.includes(name);
    return [fieldRow(path + name, value, isRequired), ...innerRows(value, path + name)];
  });
}

function innerRows(schema: JsonSchema, path: string): Html[] {
  if (isSchema(schema.items)) return fieldRows(schema.items, `${path}[].`);
  if (isSchema(schema.additionalProperties)) return fieldRows(schema.additionalProperties, `${path}.*.`);
  return fieldRows(schema, `${path}.`);
}

export const fieldRow = (name: string, schema: JsonSchema, isRequired: boolean): Html =>
  html`<tr><th scope="row"><code>${name}</code></th><td>${typeOf(schema)}</td><td>${isRequired ? 'yes' : 'no'}</td><td>${remarksOf(schema)}</td></tr>`;

/** A table of fields with its heading; nothing where there are none. */
export const fieldTable = (caption: string, rows: readonly Html[]): Html | undefined =>
  rows.length === 0
    ? undefined
    : html`<table><caption>${caption}</caption><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Required</th><th scope="col">Meaning</th></tr></thead><tbody>${rows}</tbody></table>`;

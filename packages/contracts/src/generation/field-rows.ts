import type { SchemaObject } from './schema-object.ts';

/** A row of a Markdown table for every field, those within others below them. */
export function fieldRows(schema: SchemaObject, prefix = ''): string[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const type = required.includes(name) ? typeText(field) : `${typeText(field)}, optional`;
    return [`| \`${path}\` | ${cell(type)} | ${cell(field.description ?? '')} |`, ...innerRows(field, path)];
  });
}

function innerRows(field: SchemaObject, path: string): string[] {
  if (field.items) return innerRows(field.items, `${path}[]`);
  if (field.additionalProperties) return innerRows(field.additionalProperties, `${path}.*`);
  const alternatives = field.anyOf ?? field.oneOf;
  if (alternatives) return alternatives.flatMap((alternative) => innerRows(alternative, path));
  return fieldRows(field, `${path}.`);
}

function typeText(schema: SchemaObject): string {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return alternatives.map(typeText).join(' or ');
  const plain = plainText(schema);
  return schema.nullable ? `${plain} or null` : plain;
}

function plainText(schema: SchemaObject): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.items) return `array of ${typeText(schema.items)}`;
  if (schema.additionalProperties) return `map of ${typeText(schema.additionalProperties)}`;
  return schema.format ?? schema.type ?? 'any';
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

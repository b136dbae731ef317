import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { schemaChanges } from './schema-changes.ts';
import type { SchemaObject } from './schema-object.ts';
import { sameStructure } from './structure.ts';

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const leaf: fc.Arbitrary<SchemaObject> = fc.oneof(
  fc.record({ type: fc.constant('string'), minLength: fc.nat(3) }, { requiredKeys: ['type'] }),
  fc.record(
    { type: fc.constant('integer'), minimum: fc.nat(9), nullable: fc.constant(true) },
    { requiredKeys: ['type'] },
  ),
  fc.record({ type: fc.constant('string'), enum: fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { minLength: 1 }) }),
  fc.constant({ type: 'boolean' }),
);
const { object } = fc.letrec<{ schema: SchemaObject; object: SchemaObject }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 2 },
    leaf,
    tie('object'),
    fc.record({ type: fc.constant('array'), items: tie('schema') }),
    fc.record({ type: fc.constant('object'), additionalProperties: tie('schema') }),
    fc.record({ anyOf: fc.tuple(tie('object'), leaf) }),
  ),
  object: fc
    .uniqueArray(fc.record({ name, field: tie('schema'), required: fc.boolean() }), {
      selector: (field) => field.name,
      minLength: 1,
      maxLength: 3,
    })
    .map((fields) => objectOf(fields)),
}));
const objectOf = (fields: { name: string; field: SchemaObject; required: boolean }[]): SchemaObject => ({
  type: 'object',
  properties: Object.fromEntries(fields.map(({ name, field }) => [name, field])),
  required: fields.filter(({ required }) => required).map(({ name }) => name),
});

/** Every schema within one, each as a way to put another in its place. */
function placesIn(schema: SchemaObject): { at: SchemaObject; put: (next: SchemaObject) => SchemaObject }[] {
  const within = (inner: SchemaObject, put: (next: SchemaObject) => SchemaObject) =>
    placesIn(inner).map((place) => ({ at: place.at, put: (next: SchemaObject) => put(place.put(next)) }));
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema;
  return [
    { at: schema, put: (next) => next },
    ...Object.entries(properties).flatMap(([key, inner]) =>
      within(inner, (next) => ({ ...schema, properties: { ...properties, [key]: next } })),
    ),
    ...(items ? within(items, (next) => ({ ...schema, items: next })) : []),
    ...(additionalProperties
      ? within(additionalProperties, (next) => ({ ...schema, additionalProperties: next }))
      : []),
    ...anyOf.flatMap((inner, i) => within(inner, (next) => ({ ...schema, anyOf: anyOf.with(i, next) }))),
  ];
}

const addOptional = (schema: SchemaObject, key: string, field: SchemaObject): SchemaObject => ({
  ...schema,
  properties: { ...schema.properties, [key]: field },
});

/** Ways to break a schema that is an object, or any. */
const BREAK_OBJECT: ((schema: SchemaObject, key: string) => SchemaObject)[] = [
  (schema) => ({ ...addOptional(schema, 'new', { type: 'string' }), required: [...(schema.required ?? []), 'new'] }),
  ({ properties = {}, required = [], ...rest }, key) => ({
    ...rest,
    properties: Object.fromEntries(Object.entries(properties).filter(([other]) => other !== key)),
    required: required.filter((other) => other !== key),
  }),
  ({ required = [], ...rest }, key) => ({
    ...rest,
    required: required.includes(key) ? required.filter((other) => other !== key) : [...required, key],
  }),
];
const BREAK_ANY: ((schema: SchemaObject) => SchemaObject)[] = [
  ({ nullable = false, ...rest }) => ({ ...rest, nullable: !nullable }),
  (schema) => ({ ...schema, pattern: '^new$' }),
  (schema) => ({ ...schema, type: schema.type === 'number' ? 'string' : 'number' }),
  ({ enum: values = [], ...rest }) => ({ ...rest, enum: [...values, 'new'] }),
  ({ anyOf = [], ...rest }) => ({ ...rest, anyOf: [...anyOf, { type: 'string', enum: ['new'] }] }),
  ({ minLength, minimum, ...rest }) => ({
    ...rest,
    minLength: Number(minLength ?? 0) + 1,
    minimum: Number(minimum ?? 0) + 1,
  }),
];

const isObject = ({ properties }: SchemaObject): boolean => properties !== undefined;
const pick = <T>(list: readonly T[], seed: number): T => list[seed % list.length] as T;

const additions = fc.array(fc.tuple(fc.nat(), leaf), { minLength: 1, maxLength: 4 });
const withAdditions = (schema: SchemaObject, added: [number, SchemaObject][]): SchemaObject =>
  added.reduce((next, [seed, field], i) => {
    const place = pick(
      placesIn(next).filter(({ at }) => isObject(at)),
      seed,
    );
    return place.put(addOptional(place.at, `added${i}`, field));
  }, schema);

const readerOf = (schema: SchemaObject): z.ZodType =>
  z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema, { defaultTarget: 'openapi-3.0' });

/** Any value that a schema allows. */
function eventOf(schema: SchemaObject): fc.Arbitrary<unknown> {
  if (schema.nullable) return fc.oneof(fc.constant(null), eventOf({ ...schema, nullable: false }));
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(eventOf));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.items) return fc.array(eventOf(schema.items), { maxLength: 2 });
  if (schema.additionalProperties) return fc.dictionary(name, eventOf(schema.additionalProperties), { maxKeys: 2 });
  if (schema.type === 'string') return fc.string({ minLength: Number(schema.minLength ?? 0) });
  if (schema.type === 'integer') return fc.integer({ min: Number(schema.minimum ?? -9) });
  if (schema.type === 'boolean') return fc.boolean();
  const fields = Object.entries(schema.properties ?? {}).map(([key, field]) => [key, eventOf(field)] as const);
  return fc.record<Record<string, unknown>>(Object.fromEntries(fields), { requiredKeys: [...(schema.required ?? [])] });
}

describe('schemaChanges', () => {
  it('calls any number of optional fields more compatible, wherever they are', () => {
    fc.assert(
      fc.property(object, additions, (schema, added) => {
        const found = schemaChanges(schema, withAdditions(schema, added), 'detail');
        expect(found.length).toBeGreaterThan(0);
        expect(found.filter(({ kind }) => kind !== 'optional_field_added')).toEqual([]);
      }),
    );
  });

  it('calls any other change breaking, even among optional fields more', () => {
    fc.assert(
      fc.property(object, fc.nat(), fc.nat(), fc.option(additions), (schema, at, how, added) => {
        const place = pick(placesIn(schema), at);
        const ways = [...BREAK_ANY, ...(isObject(place.at) ? BREAK_OBJECT : [])];
        const key = pick(Object.keys(place.at.properties ?? { none: true }), at);
        const broken = place.put(pick(ways, how)(place.at, key));
        const next = added ? withAdditions(broken, added) : broken;
        expect(schemaChanges(schema, next, 'detail').some(({ breaking }) => breaking)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('finds none exactly where the structure is the same', () => {
    fc.assert(
      fc.property(object, object, (a, b) => {
        expect(schemaChanges(a, a, 'detail')).toEqual([]);
        expect(schemaChanges(a, b, 'detail').length === 0).toBe(sameStructure(a, b));
      }),
    );
  });

  it('is right: each version reads what the other sends', () => {
    const sent = fc.tuple(object, additions).chain(([schema, added]) => {
      const next = withAdditions(schema, added);
      return fc.tuple(fc.constant(readerOf(schema)), fc.constant(readerOf(next)), eventOf(schema), eventOf(next));
    });
    fc.assert(
      fc.property(sent, ([older, newer, oldEvent, newEvent]) => {
        expect([older.safeParse(oldEvent).success, newer.safeParse(newEvent).success]).toEqual([true, true]);
        expect([older.safeParse(newEvent).success, newer.safeParse(oldEvent).success]).toEqual([true, true]);
      }),
      { numRuns: 50 },
    );
  });
});

import { AlmanacError, sameJson } from '@almanac/kernel';
import * as z from 'zod';

/** A schema of JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Requests are described as they are sent, answers as they are given. */
export type Direction = 'input' | 'output';

/** zod's own name of a recursive schema that has no id. */
const UNNAMED = /^__schema\d+$/;
const DEFINITIONS = '#/$defs/';
const COMPONENTS = '#/components/schemas/';

const ANY_JSON: JsonSchema = { description: 'Any JSON value' };
const jsonValue = definitionsOf(z.json(), 'input');

/** Collects the schemas that have an id, and gives each its name among the components of the document. */
export class Components {
  readonly #byDirection = { input: new Map<string, JsonSchema>(), output: new Map<string, JsonSchema>() };

  /** A schema with references to components for all parts of it that have an id. Names are final in `resolved` only. */
  schema(schema: z.ZodType, direction: Direction): JsonSchema {
    const { root, definitions } = definitionsOf(schema, direction);
    for (const [id, definition] of definitions) {
      if (!UNNAMED.test(id)) this.#byDirection[direction].set(id, this.#linked(definition, definitions, direction));
    }
    return this.#linked(root, definitions, direction);
  }

  #linked(value: unknown, definitions: ReadonlyMap<string, JsonSchema>, direction: Direction): JsonSchema {
    return mapRefs(value, (ref) => {
      const id = ref.slice(DEFINITIONS.length);
      if (!UNNAMED.test(id)) return { $ref: `${direction}:${id}` };
      if (isAnyJson(definitions.get(id), id)) return ANY_JSON;
      throw new AlmanacError('NOT_EXPRESSIBLE', 'A schema that contains itself needs a name: give it .meta({ id })');
    });
  }

  /** The components by name. One of both directions has one name where it is the same in both. */
  all(): Record<string, JsonSchema> {
    const named = (['input', 'output'] as const).flatMap((direction) =>
      [...this.#byDirection[direction]].map(([id, schema]) => [this.#nameOf(direction, id), schema] as const),
    );
    return Object.fromEntries(named.map(([name, schema]) => [name, this.resolved(schema)]));
  }

  /** A part of the document with the final names in its references. */
  resolved<Part>(part: Part): Part {
    return mapRefs(part, (ref) => {
      const [direction, id] = ref.split(':') as [Direction, string];
      return { $ref: id === undefined ? ref : `${COMPONENTS}${this.#nameOf(direction, id)}` };
    }) as Part;
  }

  #nameOf(direction: Direction, id: string): string {
    return direction === 'input' && this.#differs(id, new Set()) ? `${id}Request` : id;
  }

  /** Whether a schema of both directions is not the same in both, itself or in what it refers to. */
  #differs(id: string, asked: Set<string>): boolean {
    const [input, output] = [this.#byDirection.input.get(id), this.#byDirection.output.get(id)];
    if (!input || !output || asked.has(id)) return false;
    asked.add(id);
    const undirected = (schema: JsonSchema) => mapRefs(schema, (ref) => ({ $ref: ref.split(':')[1] }));
    if (!sameJson(undirected(input), undirected(output))) return true;
    return refsIn(input).some((ref) => this.#differs(ref.split(':')[1] ?? '', asked));
  }
}

/** A schema by itself, with `{}` for what JSON Schema cannot say. */
export const plainSchema = (schema: z.ZodType, direction: Direction): JsonSchema =>
  definitionsOf(schema, direction, 'any').root;

function definitionsOf(schema: z.ZodType, direction: Direction, unrepresentable: 'throw' | 'any' = 'throw') {
  const {
    $schema: _,
    $defs = {},
    ...root
  } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: direction,
    unrepresentable,
    override: ({ jsonSchema }) => tidy(jsonSchema, direction),
  }) as { $schema?: string; $defs?: Record<string, JsonSchema> } & JsonSchema;
  return {
    root: root as JsonSchema,
    definitions: new Map(Object.entries($defs).map(([id, { id: __, ...rest }]) => [id, rest])),
  };
}

function tidy(schema: z.core.JSONSchema.BaseSchema, direction: Direction): void {
  // The pattern says no more than the format does, in some hundred characters.
  if (schema.format === 'date-time') delete schema.pattern;
  // Answers may get more fields with time: a client that refuses them would break.
  if (direction === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
  // So far reach the numbers of JavaScript; it says nothing about the API.
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  // Names of fields are texts in any case.
  if (sameJson(schema.propertyNames, { type: 'string' })) delete schema.propertyNames;
  if (!('example' in schema)) return;
  schema.examples = [schema.example];
  delete schema.example;
}

/** zod has no word for "any JSON value" but a union that contains itself. */
const isAnyJson = (definition: unknown, id: string): boolean =>
  sameJson(
    mapRefs(definition, (ref) => ({ $ref: ref === DEFINITIONS + id ? '#' : ref })),
    jsonValue.root,
  );

const refsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (key === '$ref' ? [String(item)] : refsIn(item)));
};

/** Replaces every `$ref`, keeping what stands beside it. */
function mapRefs(value: unknown, put: (ref: string) => JsonSchema): JsonSchema {
  const walk = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(walk);
    if (typeof item !== 'object' || item === null) return item;
    const { $ref, ...rest } = item as { $ref?: unknown };
    const walked = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, walk(inner)]));
    return typeof $ref === 'string' ? { ...put($ref), ...walked } : walked;
  };
  return walk(value) as JsonSchema;
}

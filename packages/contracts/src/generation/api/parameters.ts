import type { z } from 'zod';
import type { Operation } from '../../api/operation.ts';
import { type Components, type JsonSchema, plainSchema } from './components.ts';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: unknown;
  readonly schema: JsonSchema;
}

/** What an operation takes in its path, query and headers. */
export const parametersOf = ({ params, query, headers }: Operation, components: Components): Parameter[] => [
  ...inPlace('path', params, components),
  ...inPlace('query', query, components),
  ...inPlace('header', headers, components),
];

function inPlace(place: Parameter['in'], object: z.ZodObject | undefined, components: Components): Parameter[] {
  return Object.entries(object?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = textSchema(schema as z.ZodType, components);
    return {
      name: place === 'header' ? titleCase(name) : name,
      in: place,
      required: !(schema as z.ZodType).safeParse(undefined).success,
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

/** A text that is read as a number is described as that number, which says more than a pattern of its digits. */
function textSchema(schema: z.ZodType, components: Components): JsonSchema {
  const read = plainSchema(schema, 'output');
  return ['integer', 'number', 'boolean'].includes(String(read.type)) ? read : components.schema(schema, 'input');
}

const titleCase = (name: string): string => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

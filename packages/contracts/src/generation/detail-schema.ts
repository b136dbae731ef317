import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';
import { refusalOf } from './expressible.ts';
import type { SchemaObject } from './schema-object.ts';

/**
 * A zod schema as a Schema Object of OpenAPI 3.0 that says all of it.
 * @throws AlmanacError `NOT_EXPRESSIBLE` where zod checks what the document could not say: a change of it would go unseen
 */
export function schemaObjectOf(schema: z.core.$ZodType): SchemaObject {
  return z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema, path }) => {
      const refusal = refusalOf(zodSchema);
      if (refusal) throw new AlmanacError('NOT_EXPRESSIBLE', `${fieldAt(path)}: ${refusal}`);
      if (zodSchema instanceof z.ZodRecord) addPropertyNames(zodSchema, jsonSchema);
    },
  }) as SchemaObject;
}

function addPropertyNames({ keyType }: z.ZodRecord, jsonSchema: z.core.JSONSchema.BaseSchema): void {
  const names = schemaObjectOf(keyType as z.core.$ZodType);
  const { type, ...restrictions } = names;
  if (type !== 'string' || Object.keys(restrictions).length > 0) jsonSchema['x-propertyNames'] = names;
}

/** `detail.totals.*`, from a path in the document such as `properties`, `totals`, `additionalProperties`. */
function fieldAt(path: readonly (string | number)[]): string {
  let text = 'detail';
  for (let i = 0; i < path.length; i++) {
    if (path[i] === 'properties') text += `.${path[++i]}`;
    else if (path[i] === 'items') text += '[]';
    else if (path[i] === 'additionalProperties') text += '.*';
  }
  return text;
}

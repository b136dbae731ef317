import * as z from 'zod';
import { hintOf, type Problem } from './problems.ts';

/** Every field of a value, however deep, that its schema does not name, with the nearest name where one is close. */
export function unknownFieldsOf(schema: z.core.$ZodType, value: unknown, path: string): Problem[] {
  if (typeof value !== 'object' || value === null) return []; // by far most values: no need to look at their schema
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if ('innerType' in def) return unknownFieldsOf(def.innerType, value, path);
  if (def.type === 'union') return leastUnknown(def.options, value, path);
  if (Array.isArray(value))
    return def.type === 'array' ? value.flatMap((item, i) => unknownFieldsOf(def.element, item, `${path}[${i}]`)) : [];
  if (def.type === 'record')
    return Object.entries(value).flatMap(([key, item]) => unknownFieldsOf(def.valueType, item, `${path}.${key}`));
  return def.type === 'object' ? unknownInObject(def.shape, value, path) : [];
}

function unknownInObject(shape: z.core.$ZodShape, value: object, path: string): Problem[] {
  return Object.entries(value).flatMap(([key, item]) => {
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (field) return unknownFieldsOf(field, item, `${path}.${key}`);
    return [{ path: `${path}.${key}`, message: `The contract has no such field${hintOf(key, Object.keys(shape))}` }];
  });
}

/** Of a union, what the first alternative says that accepts the value, as zod takes that; otherwise the one that knows most of it. */
function leastUnknown(options: readonly z.core.$ZodType[], value: unknown, path: string): Problem[] {
  const taken = options.find((option) => z.safeParse(option, value).success);
  if (taken) return unknownFieldsOf(taken, value, path);
  const [least = []] = options
    .map((option) => unknownFieldsOf(option, value, path))
    .sort((a, b) => a.length - b.length);
  return least;
}

import { nearNames } from '@almanac/kernel';
import { z } from 'zod';
import type { DetailProblem } from './validate-detail.ts';

/** Every field of a value, however deep, that its schema does not name, with the nearest name where one is close. */
export function unknownFieldsOf(schema: z.core.$ZodType, value: unknown, path: string): DetailProblem[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return unknownFieldsOf(schema.unwrap(), value, path);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.flatMap((item, i) => unknownFieldsOf(schema.element, item, `${path}[${i}]`));
  if (schema instanceof z.ZodUnion) return leastUnknown(schema.options, value, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  if (schema instanceof z.ZodRecord)
    return Object.entries(value).flatMap(([key, item]) => unknownFieldsOf(schema.valueType, item, `${path}.${key}`));
  return schema instanceof z.ZodObject ? unknownInObject(schema, value, path) : [];
}

function unknownInObject({ shape }: z.ZodObject, value: object, path: string): DetailProblem[] {
  return Object.entries(value).flatMap(([key, item]) => {
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (field) return unknownFieldsOf(field, item, `${path}.${key}`);
    const [near] = nearNames(key, Object.keys(shape));
    return [
      { path: `${path}.${key}`, message: `The contract has no such field${near ? `: is "${near}" meant?` : ''}` },
    ];
  });
}

/** Of a union, what the alternative says that accepts the value, and otherwise the one that knows most of it. */
function leastUnknown(options: readonly z.core.$ZodType[], value: unknown, path: string): DetailProblem[] {
  const accepting = options.filter((option) => z.safeParse(option, value).success);
  const [least = []] = (accepting.length > 0 ? accepting : options)
    .map((option) => unknownFieldsOf(option, value, path))
    .sort((a, b) => a.length - b.length);
  return least;
}

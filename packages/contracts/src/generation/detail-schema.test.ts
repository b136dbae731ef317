import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { schemaObjectOf } from './detail-schema.ts';

describe('schemaObjectOf', () => {
  it('says all that a contract may say', () => {
    const detail = z.object({
      name: z.string().min(1).describe('Its name'),
      size: z.int().nonnegative(),
      share: z.number().gt(0),
      kind: z.enum(['a', 'b']),
      none: z.boolean().nullable().optional(),
      totals: z.record(z.string().length(3), z.string()),
    });
    expect(schemaObjectOf(detail)).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, description: 'Its name' },
        size: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
        share: { type: 'number', minimum: 0, exclusiveMinimum: true },
        kind: { type: 'string', enum: ['a', 'b'] },
        none: { type: 'boolean', nullable: true },
        totals: {
          type: 'object',
          additionalProperties: { type: 'string' },
          'x-propertyNames': { type: 'string', minLength: 3, maxLength: 3 },
        },
      },
      required: ['name', 'size', 'share', 'kind', 'totals'],
    });
  });

  it.each([
    ['a refinement', z.string().refine((text) => text !== 'x'), 'a refinement is code'],
    ['an altered value', z.string().trim(), 'nothing is trimmed'],
    ['a transformation', z.string().transform(Number), '"pipe"'],
    ['a coercion', z.coerce.number(), 'nothing is coerced'],
    ['a caught error', z.string().catch('x'), '"catch"'],
    ['a closed object', z.strictObject({ a: z.string() }), 'consumers must bear fields'],
    ['an object with anything more', z.looseObject({ a: z.string() }), '"unknown"'],
    ['a value of any kind', z.unknown(), '"unknown"'],
    ['a Date', z.date(), '"date"'],
    ['a big number', z.bigint(), '"bigint"'],
    ['a tuple', z.tuple([z.string()]), '"tuple"'],
    ['a pattern with flags', z.string().regex(/a/i), 'flags'],
    ['a URL of some hosts', z.url({ hostname: /example/ }), 'hosts or protocols'],
    ['an unusual format', z.ipv4(), '"ipv4"'],
    ['a URL that is rewritten', z.url({ normalize: true }), 'nothing is trimmed'],
    ['a check of one property', z.object({ a: z.string() }).check(z.property('a', z.string().min(2))), '"property"'],
    ['a word that stands for a check', z.string().min(5).meta({ minLength: 1 }), '"minLength"'],
    ['a definition by its name', z.object({ a: z.string() }).meta({ id: 'Inner' }), '"id"'],
    ['a prefix', z.string().startsWith('x'), '"starts_with"'],
  ])('refuses %s, naming the field', (_what, field, words) => {
    expect(() => schemaObjectOf(z.object({ list: z.array(z.object({ inner: field })) }))).toThrow(
      expect.objectContaining({
        code: 'NOT_EXPRESSIBLE',
        message: expect.stringMatching(`^detail\\.list\\[\\]\\.inner.*${words}`),
      }),
    );
    expect(() => schemaObjectOf(z.object({ odd: field }))).toThrow(/^detail\.odd/);
  });

  it('looks at the names of a record too', () => {
    expect(() => schemaObjectOf(z.record(z.string().refine(Boolean), z.string()))).toThrow('a refinement is code');
  });
});

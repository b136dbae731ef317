import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type EventContract, eventContract } from '../event-contract.ts';
import { changesBetween } from './event-changes.ts';
import { openApiDocument } from './open-api.ts';
import type { ChangeKind } from './schema-change.ts';

const owner = z.object({ name: z.string(), mail: z.email().optional() });
const fields = {
  metadata: eventMetadata,
  id: z.string().min(1).max(10),
  code: z.string().regex(/^[A-Z]+$/),
  size: z.int().nonnegative().max(100),
  share: z.number().gt(0).lt(1).multipleOf(0.1),
  state: z.enum(['new', 'done']),
  kind: z.literal('file'),
  note: z.string().optional(),
  nick: z.string().nullable(),
  day: z.iso.date(),
  at: z.iso.datetime(),
  link: z.url(),
  open: z.boolean(),
  limit: z.int().default(5),
  tags: z.array(z.string()).min(1).max(9),
  owner,
  owners: z.array(owner),
  totals: z.record(z.string(), z.object({ cost: z.string() })),
  byState: z.record(z.enum(['new', 'done']), z.int()),
  either: z.union([z.string(), z.int()]),
  choice: z.discriminatedUnion('k', [
    z.object({ k: z.literal('a'), a: z.int() }),
    z.object({ k: z.literal('b'), b: z.int() }),
  ]),
};
const example: Record<string, unknown> = {};
type Shape = Record<string, z.ZodType>;

const contractOf = (shape: Shape, more: Partial<EventContract> = {}): EventContract => ({
  ...eventContract({
    name: 'FileStored',
    version: '1.0',
    bus: 'media',
    source: 'mediadownloader.download',
    summary: 'A file is stored.',
    producers: ['sample'],
    detail: z.object(shape),
    example,
  }),
  ...more,
});
const base = contractOf(fields);
const without = (name: keyof typeof fields): Shape => {
  const { [name]: _, ...rest } = fields;
  return rest;
};

const changes = (next: EventContract, old = base) => changesBetween(openApiDocument(old), openApiDocument(next));

/** What is changed -> where and how. */
const COMPATIBLE: [string, Shape, string][] = [
  ['an optional field', { more: z.string().optional() }, 'detail.more'],
  ['an optional field with a default', { more: z.string().default('x') }, 'detail.more'],
  ['an optional object that has required fields', { more: owner.optional() }, 'detail.more'],
  ['an optional list', { more: z.array(z.int()).optional() }, 'detail.more'],
  ['an optional field in an object', { owner: owner.extend({ age: z.int().optional() }) }, 'detail.owner.age'],
  [
    'an optional field in the items of a list',
    { owners: z.array(owner.extend({ age: z.int().optional() })) },
    'detail.owners[].age',
  ],
  [
    'an optional field in the values of a record',
    { totals: z.record(z.string(), z.object({ cost: z.string(), tax: z.string().optional() })) },
    'detail.totals.*.tax',
  ],
  [
    'an optional field in an alternative',
    {
      choice: z.discriminatedUnion('k', [
        z.object({ k: z.literal('a'), a: z.int(), more: z.int().optional() }),
        z.object({ k: z.literal('b'), b: z.int() }),
      ]),
    },
    'detail.choice(oneOf).more',
  ],
  [
    'an optional field in metadata',
    { metadata: eventMetadata.extend({ tenant: z.string().optional() }) },
    'detail.metadata.tenant',
  ],
];

const NONE: [string, EventContract][] = [
  ['another description of a field', contractOf({ ...fields, id: fields.id.describe('Its id') })],
  ['another summary', { ...base, summary: 'A file has been stored.' }],
  ['another producer', { ...base, producers: ['another'] }],
  ['another example', { ...base, example: { id: 'b' } }],
  ['fields in another order', contractOf(Object.fromEntries(Object.entries(fields).reverse()))],
  ['values of an enum in another order', contractOf({ ...fields, state: z.enum(['done', 'new']) })],
  ['alternatives in another order', contractOf({ ...fields, either: z.union([z.int(), z.string()]) })],
  ['another version', { ...base, version: '1.1' }],
];

const BREAKING: [string, EventContract | Shape, ChangeKind, string][] = [
  ['another source', { ...base, source: 'mediadownloader.metadata' }, 'source_changed', 'source'],
  ['another bus', { ...base, bus: 'cost' }, 'bus_changed', 'bus'],
  ['another name', { ...base, name: 'FileKept' }, 'name_changed', 'name'],
  ['a required field is gone', contractOf(without('id')), 'field_removed', 'detail.id'],
  ['an optional field is gone', contractOf(without('note')), 'field_removed', 'detail.note'],
  ['a field of an object is gone', { owner: owner.omit({ name: true }) }, 'field_removed', 'detail.owner.name'],
  [
    'a field of list items is gone',
    { owners: z.array(owner.omit({ mail: true })) },
    'field_removed',
    'detail.owners[].mail',
  ],
  [
    'a field of record values is gone',
    { totals: z.record(z.string(), z.object({})) },
    'field_removed',
    'detail.totals.*.cost',
  ],
  ['metadata is gone', contractOf(without('metadata')), 'field_removed', 'detail.metadata'],
  ['a new required field', { more: z.string() }, 'required_field_added', 'detail.more'],
  [
    'a new required field in an object',
    { owner: owner.extend({ age: z.int() }) },
    'required_field_added',
    'detail.owner.age',
  ],
  [
    'a new required field in list items',
    { owners: z.array(owner.extend({ age: z.int() })) },
    'required_field_added',
    'detail.owners[].age',
  ],
  ['optional becomes required', { note: z.string() }, 'became_required', 'detail.note'],
  ['optional becomes required within', { owner: owner.required() }, 'became_required', 'detail.owner.mail'],
  ['required becomes optional', { id: fields.id.optional() }, 'became_optional', 'detail.id'],
  ['required becomes optional within', { owner: owner.partial() }, 'became_optional', 'detail.owner.name'],
  ['metadata becomes optional', { metadata: eventMetadata.optional() }, 'became_optional', 'detail.metadata'],
  ['a value is given a default', { open: z.boolean().default(true) }, 'constraint_added', 'detail.open'],
  ['another default', { limit: z.int().default(6) }, 'constraint_changed', 'detail.limit'],
  ['a default is gone', { limit: z.int().optional() }, 'constraint_removed', 'detail.limit'],
  ['may be null', { open: z.boolean().nullable() }, 'became_nullable', 'detail.open'],
  ['may be null no more', { nick: z.string() }, 'became_not_nullable', 'detail.nick'],
  ['text becomes a number', { note: z.number().optional() }, 'type_changed', 'detail.note'],
  ['a whole number becomes any', { size: z.number().nonnegative().max(100) }, 'type_changed', 'detail.size'],
  ['a number becomes a whole one', { share: z.int().gt(0).lt(1).multipleOf(0.1) }, 'type_changed', 'detail.share'],
  ['an object becomes text', { owner: z.string() }, 'type_changed', 'detail.owner'],
  ['a list becomes one item', { tags: z.string() }, 'type_changed', 'detail.tags'],
  ['one item becomes a list', { note: z.array(z.string()).optional() }, 'type_changed', 'detail.note'],
  [
    'names of a record become numbers',
    { totals: z.record(z.number(), fields.totals.valueType) },
    'constraint_added',
    'detail.totals',
  ],
  ['a record becomes an object', { totals: z.object({ USD: z.string() }) }, 'constraint_removed', 'detail.totals'],
  ['an object becomes a record', { owner: z.record(z.string(), z.string()) }, 'constraint_added', 'detail.owner'],
  ['a value of an enum more', { state: z.enum(['new', 'done', 'lost']) }, 'enum_value_added', 'detail.state'],
  ['a value of an enum less', { state: z.enum(['new']) }, 'enum_value_removed', 'detail.state'],
  ['text becomes an enum', { note: z.enum(['a']).optional() }, 'constraint_added', 'detail.note'],
  ['an enum becomes text', { state: z.string() }, 'constraint_removed', 'detail.state'],
  ['another constant', { kind: z.literal('folder') }, 'enum_value_removed', 'detail.kind'],
  ['a constant becomes text', { kind: z.string() }, 'constraint_removed', 'detail.kind'],
  ['a format is added', { note: z.email().optional() }, 'constraint_added', 'detail.note'],
  ['a format is gone', { link: z.string() }, 'constraint_removed', 'detail.link'],
  ['another format', { day: z.iso.datetime() }, 'constraint_changed', 'detail.day'],
  ['a time with an offset', { at: z.iso.datetime({ offset: true }) }, 'constraint_changed', 'detail.at'],
  ['a pattern is added', { note: z.string().regex(/^x/).optional() }, 'constraint_added', 'detail.note'],
  ['a pattern is gone', { code: z.string() }, 'constraint_removed', 'detail.code'],
  ['another pattern', { code: z.string().regex(/^[A-Z0-9]+$/) }, 'constraint_changed', 'detail.code'],
  ['a second pattern', { code: fields.code.regex(/X/) }, 'constraint_added', 'detail.code'],
  ['a lower minimum', { size: z.int().min(-1).max(100) }, 'constraint_changed', 'detail.size'],
  ['a higher minimum', { size: z.int().min(1).max(100) }, 'constraint_changed', 'detail.size'],
  ['a higher maximum', { size: z.int().nonnegative().max(101) }, 'constraint_changed', 'detail.size'],
  ['a lower maximum', { size: z.int().nonnegative().max(99) }, 'constraint_changed', 'detail.size'],
  [
    'a limit becomes inclusive',
    { share: z.number().gte(0).lt(1).multipleOf(0.1) },
    'constraint_removed',
    'detail.share',
  ],
  ['another step', { share: z.number().gt(0).lt(1).multipleOf(0.2) }, 'constraint_changed', 'detail.share'],
  ['a shorter text', { id: z.string().min(1).max(9) }, 'constraint_changed', 'detail.id'],
  ['a longer text', { id: z.string().min(1).max(11) }, 'constraint_changed', 'detail.id'],
  ['text of any length', { id: z.string().min(1) }, 'constraint_removed', 'detail.id'],
  ['text that may be empty', { id: z.string().max(10) }, 'constraint_removed', 'detail.id'],
  ['fewer items at least', { tags: z.array(z.string()).max(9) }, 'constraint_removed', 'detail.tags'],
  ['more items at most', { tags: z.array(z.string()).min(1).max(10) }, 'constraint_changed', 'detail.tags'],
  ['other items', { tags: z.array(z.int()).min(1).max(9) }, 'type_changed', 'detail.tags[]'],
  [
    'items that are restricted',
    { tags: z.array(z.string().min(1)).min(1).max(9) },
    'constraint_added',
    'detail.tags[]',
  ],
  ['other values of a record', { totals: z.record(z.string(), z.string()) }, 'type_changed', 'detail.totals.*'],
  [
    'a field of record values changes',
    { totals: z.record(z.string(), z.object({ cost: z.number() })) },
    'type_changed',
    'detail.totals.*.cost',
  ],
  [
    'restricted names of a record',
    { totals: z.record(z.string().min(3), z.object({ cost: z.string() })) },
    'constraint_added',
    'detail.totals',
  ],
  [
    'a name of a record more',
    { byState: z.record(z.enum(['new', 'done', 'lost']), z.int()) },
    'enum_value_added',
    'detail.byState.<name>',
  ],
  [
    'a name of a record less',
    { byState: z.record(z.enum(['new']), z.int()) },
    'enum_value_removed',
    'detail.byState.<name>',
  ],
  [
    'an alternative more',
    { either: z.union([z.string(), z.int(), z.boolean()]) },
    'alternative_added',
    'detail.either',
  ],
  [
    'an alternative less',
    { choice: z.discriminatedUnion('k', [z.object({ k: z.literal('a'), a: z.int() })]) },
    'alternative_removed',
    'detail.choice',
  ],
  ['another alternative', { either: z.union([z.string(), z.boolean()]) }, 'type_changed', 'detail.either(anyOf)'],
  [
    'one type becomes alternatives',
    { note: z.union([z.string(), z.int()]).optional() },
    'alternative_added',
    'detail.note',
  ],
  ['alternatives become one type', { either: z.string() }, 'alternative_removed', 'detail.either'],
];

const nextOf = (mutated: EventContract | Shape): EventContract =>
  'detail' in mutated ? (mutated as EventContract) : contractOf({ ...fields, ...(mutated as Shape) });

describe('changesBetween', () => {
  it('finds none between a contract and itself', () => expect(changes(base)).toEqual([]));

  it.each(NONE)('counts as no change: %s', (_what, next) => expect(changes(next)).toEqual([]));

  it.each(COMPATIBLE)('calls compatible: %s', (_what, shape, path) => {
    expect(changes(nextOf(shape))).toEqual([
      { path, kind: 'optional_field_added', breaking: false, sentence: `${path} is new and optional` },
    ]);
  });

  it.each(BREAKING)('calls breaking: %s', (_what, mutated, kind, path) => {
    const found = changes(nextOf(mutated));
    expect(found).toContainEqual(expect.objectContaining({ kind, path, breaking: true }));
    expect(found.every(({ breaking }) => breaking)).toBe(true);
    for (const { path: at, sentence } of found)
      expect(sentence).toMatch(new RegExp(`^${at.replace(/[.*[\]()<>]/g, '\\$&')} \\S`));
  });

  it('tries more than forty ways to break an event, each named once', () => {
    expect(new Set(BREAKING.map(([what]) => what)).size).toBe(BREAKING.length);
    expect(BREAKING.length).toBeGreaterThan(60);
  });

  it.each(BREAKING)(
    'calls breaking the other way round too, but for a field that becomes new: %s',
    (_what, mutated) => {
      const back = changes(base, nextOf(mutated));
      expect(back).not.toEqual([]);
      expect(back.filter(({ breaking, kind }) => !breaking && kind !== 'optional_field_added')).toEqual([]);
    },
  );
});

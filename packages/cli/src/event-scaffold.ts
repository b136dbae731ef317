import { AlmanacError } from '@almanac/kernel';
import { InvalidArgumentError } from 'commander';

/** What a new event type is made from. */
export interface EventDraft {
  readonly name: string;
  readonly bus: string;
  readonly source: string;
  readonly summary: string;
  readonly producers: readonly string[];
  readonly fields: readonly FieldDraft[];
}

export interface FieldDraft {
  readonly name: string;
  readonly type: FieldType;
  readonly isOptional: boolean;
  readonly description: string;
}

/** For each type of a field its schema, and a value for the example. */
const FIELD_TYPES = {
  string: ['z.string().min(1)', "'example'"],
  int: ['z.int()', '1'],
  number: ['z.number()', '1.5'],
  boolean: ['z.boolean()', 'true'],
  date: ['z.iso.date()', "'2026-11-24'"],
  time: ['z.iso.datetime()', "'2026-11-24T08:30:00Z'"],
  url: ['z.url()', "'https://example.com/'"],
} as const;
type FieldType = keyof typeof FIELD_TYPES;

const DEFAULT_FIELD: FieldDraft = {
  name: 'subject',
  type: 'string',
  isOptional: false,
  description: 'Id of what the fact is about',
};

/** Option value: `fileId:string:YouTube video id`, `size:int?`. @throws InvalidArgumentError */
export function fieldDraft(text: string, before: readonly FieldDraft[] = []): FieldDraft[] {
  const [, name = '', type = '', optional, description = ''] = /^(\w+):(\w+)(\?)?(?::(.+))?$/.exec(text) ?? [];
  if (!/^[a-z][A-Za-z0-9]*$/.test(name) || name === 'metadata' || !Object.hasOwn(FIELD_TYPES, type))
    throw new InvalidArgumentError(
      `It must be name:type:description, the name in camelCase, the type one of ${Object.keys(FIELD_TYPES).join(', ')}, with a ? where it is optional.`,
    );
  if (before.some((field) => field.name === name)) throw new InvalidArgumentError(`The field ${name} is there twice.`);
  return [...before, { name, type: type as FieldType, isOptional: optional !== undefined, description }];
}

/** The path of an event's contract below the events folder: `FileArchived` -> `file-archived.ts`. */
export const contractFile = (name: string): string =>
  `${name.replace(/(?<=[a-z0-9])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])/g, (letter) => `-${letter}`).toLowerCase()}.ts`;

/** Of what happened to what, so two words at least: single ones may be words of the language. */
const EVENT_NAME = /^(?=.{3,64}$)[A-Z][a-z0-9]*([A-Z][a-z0-9]*)+$/;
/** Names that contracts, or files beside them, have for something else. */
const TAKEN = ['EventMetadata', 'EventContract', 'DetailOf', 'MediaFields'];
const isEventName = (name: string): boolean => EVENT_NAME.test(name) && !TAKEN.includes(name);

/**
 * Checks a name that is to become an event's.
 * @param taken names that there are
 * @throws AlmanacError `BAD_EVENT_NAME`, `EVENT_EXISTS`
 */
export function checkEventName(name: string, taken: readonly string[]): void {
  if (!isEventName(name)) {
    const better = name.replace(/[^A-Za-z0-9]+(.)?|^(.)/g, (_, a = '', b = '') => (a + b).toUpperCase());
    const hint = isEventName(better) ? better : 'FileArchived';
    throw new AlmanacError(
      'BAD_EVENT_NAME',
      `"${name}" is no name of an event: write a fact in the past tense in UpperCamelCase, such as ${hint}`,
    );
  }
  const same = taken.find((other) => contractFile(other) === contractFile(name));
  if (same)
    throw new AlmanacError(
      'EVENT_EXISTS',
      `There is an event ${same} already: take another name, or make a new version of it (docs/events/version-a-schema.md)`,
    );
}

/** The source text of the contract. */
export function contractSource({ name, bus, source, summary, producers, fields }: EventDraft): string {
  const constant = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const own = fields.length > 0 ? fields : [DEFAULT_FIELD];
  return `import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';

/** ${summary} */
export const ${constant} = eventContract({
  name: ${quoted(name)},
  version: '1.0',
  bus: ${quoted(bus)},
  source: ${quoted(source)},
  summary: ${quoted(summary)},
  producers: [${producers.map(quoted).join(', ')}],
  detail: z.object({
    metadata: eventMetadata,
${own.map((field) => `    ${field.name}: ${fieldSource(field)},`).join('\n')}
  }),
  example: {
${own.map(({ name, type }) => `    ${name}: ${FIELD_TYPES[type][1]},`).join('\n')}
  },
});
export type ${name} = DetailOf<typeof ${constant}>;
`;
}

const fieldSource = ({ type, isOptional, description }: FieldDraft): string =>
  `${FIELD_TYPES[type][0]}${isOptional ? '.optional()' : ''}${description ? `.describe(${quoted(description)})` : ''}`;

/** A string of the source, in the quotes that the formatter chooses. */
const quoted = (text: string): string =>
  text.includes("'") ? JSON.stringify(text) : `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')}'`;

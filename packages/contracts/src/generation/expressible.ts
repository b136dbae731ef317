import * as z from 'zod';
import { ANNOTATIONS } from './structure.ts';

const KINDS: readonly string[] = [
  ...['object', 'array', 'record', 'string', 'number', 'boolean', 'enum', 'literal', 'union', 'optional', 'nullable'],
  'nonoptional',
  'default',
];
/** Checks that become words of a document; a change of any other would go unseen. */
const CHECKS: readonly string[] = [
  ...['string_format', 'number_format', 'greater_than', 'less_than', 'multiple_of'],
  ...['min_length', 'max_length', 'length_equals'],
];
const FORMATS: readonly string[] = ['regex', 'datetime', 'date', 'url', 'uuid', 'email'];

/** What a zod schema says of itself, as far as it is looked at here. */
interface Definition {
  readonly type?: string;
  readonly check?: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly coerce?: boolean;
  readonly catchall?: unknown;
  readonly hostname?: RegExp;
  readonly protocol?: RegExp;
  readonly normalize?: boolean;
  readonly checks?: readonly z.core.$ZodCheck<never>[];
}

/** Why a schema (without what lies in it) cannot stand in a contract; undefined where it can. */
export function refusalOf(schema: z.core.$ZodType): string | undefined {
  const def = schema._zod.def as Definition;
  if (!KINDS.includes(def.type ?? '')) return `a contract cannot say "${def.type}": use one of ${KINDS.join(', ')}`;
  if (def.catchall)
    return 'use z.object(): consumers must bear fields that a newer minor version adds, and know none yet';
  if (def.coerce) return 'a contract says what is on the wire, so that nothing is coerced';
  const word = Object.keys(z.globalRegistry.get(schema) ?? {}).find((key) => !ANNOTATIONS.includes(key));
  if (word) return `meta() would put "${word}" into the document in place of what is checked: use describe() alone`;
  return [def, ...(def.checks ?? []).map((check) => check._zod.def as Definition)].map(refusalOfCheck).find(Boolean);
}

function refusalOfCheck(definition: Definition): string | undefined {
  const { check, format = '', pattern, hostname, protocol, normalize } = definition;
  if (check === 'custom') return 'a refinement is code, which no document can say: use a pattern, a limit or a format';
  if (check === 'overwrite' || normalize)
    return 'a contract says what is on the wire, so that nothing is trimmed or altered';
  if (check && !CHECKS.includes(check)) return `a contract cannot say the check "${check}"`;
  if (check !== 'string_format') return undefined;
  if (!FORMATS.includes(format))
    return `a contract cannot say the format "${format}": use one of ${FORMATS.join(', ')}`;
  if (hostname || protocol) return 'a document cannot say which hosts or protocols a URL may have: use a pattern';
  return format === 'regex' && pattern?.flags
    ? 'a document cannot say the flags of a pattern: write it without'
    : undefined;
}

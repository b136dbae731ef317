import { AlmanacError } from '@almanac/kernel';

type Json = unknown;
type Fields = Readonly<Record<string, Json>>;

const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Whether EventBridge would match an event, in the form in which it delivers it, with a rule's pattern.
 * Source: EventBridge User Guide, "Comparison operators for use in event patterns"; all of them but `cidr`.
 * @throws AlmanacError `UNKNOWN_PATTERN` for an operator that is not known here
 */
export function matchesPattern(pattern: Fields, value: Json): boolean {
  if (Array.isArray(value)) return value.some((item) => matchesPattern(pattern, item));
  const fields = isFields(value) ? value : {};
  return Object.entries(pattern).every(([name, rule]) => {
    if (name === '$or') return asList(rule).some((one) => isFields(one) && matchesPattern(one, value));
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return Array.isArray(rule) ? matchesAny(rule, field) : isFields(rule) && matchesPattern(rule, field);
  });
}

const asList = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [value]);

/** A field that is a list matches where any of its values does. */
const matchesAny = (rules: readonly Json[], field: Json): boolean =>
  rules.some((rule) =>
    isFields(rule) && 'exists' in rule
      ? rule.exists === (field !== undefined)
      : field !== undefined && asList(field).some((value) => matchesOne(rule, value)),
  );

function matchesOne(rule: Json, value: Json): boolean {
  if (!isFields(rule)) return rule === value;
  return Object.entries(rule).every(([operator, operand]) => {
    const compare = OPERATORS[operator];
    if (compare) return compare(operand, value);
    throw new AlmanacError('UNKNOWN_PATTERN', `Rules with the operator "${operator}" are not supported here`, { rule });
  });
}

const text =
  (compare: (operand: string, value: string) => boolean) =>
  (operand: Json, value: Json): boolean => {
    if (typeof value !== 'string') return false;
    if (typeof operand === 'string') return compare(operand, value);
    const folded = isFields(operand) ? operand['equals-ignore-case'] : undefined;
    return typeof folded === 'string' && compare(folded.toLowerCase(), value.toLowerCase());
  };

const OPERATORS: Readonly<Record<string, (operand: Json, value: Json) => boolean>> = {
  prefix: text((operand, value) => value.startsWith(operand)),
  suffix: text((operand, value) => value.endsWith(operand)),
  'equals-ignore-case': text((operand, value) => value.toLowerCase() === operand.toLowerCase()),
  wildcard: text((operand, value) => wildcard(operand).test(value)),
  'anything-but': (operand, value) => !alternatives(operand).some((one) => matchesOne(one, value)),
  numeric: (operand, value) => typeof value === 'number' && numeric(asList(operand), value),
};

/** Everything that an operand of `anything-but` excludes: values, or an operator with one operand or several. */
const alternatives = (operand: Json): readonly Json[] =>
  isFields(operand)
    ? Object.entries(operand).flatMap(([operator, list]) => asList(list).map((one) => ({ [operator]: one })))
    : asList(operand);

const wildcard = (operand: string): RegExp =>
  new RegExp(
    `^${operand
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );

const COMPARE: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function numeric(bounds: readonly Json[], value: number): boolean {
  for (let i = 0; i < bounds.length; i += 2) {
    if (!COMPARE[`${bounds[i]}`]?.(value, Number(bounds[i + 1]))) return false;
  }
  return true;
}

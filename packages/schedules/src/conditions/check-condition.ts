import { AlmanacError, nearNames } from '@almanac/kernel';
import type { Json } from '../records/schedule.ts';
import { FACTS } from './facts.ts';
import { LIST_OPERATORS, OPERATORS } from './operators.ts';

/** Bytes, depth and operators of a rule: what an evaluation costs is at most their product with the size of the payload. */
const MAX_BYTES = 8_192;
const MAX_DEPTH = 20;
const MAX_OPERATORS = 100;

interface Fault {
  /** Such as `$.and[1].==[0]`. */
  readonly at: string;
  readonly reason: string;
}

/** Where in a rule the check is. */
interface Place {
  readonly at: string;
  readonly depth: number;
  /** Whether variables are those of an item of a list. */
  readonly isInList: boolean;
}

/**
 * Checks that a rule can be evaluated, always comes to an end, and asks for nothing but facts.
 * @throws AlmanacError `INVALID_CONDITION`, whose `details.faults` name everything that is wrong and where
 */
export function checkCondition(rule: Json): void {
  const bytes = Buffer.byteLength(JSON.stringify(rule));
  const whole = { at: '$', depth: 0, isInList: false };
  const faults: Fault[] =
    bytes > MAX_BYTES
      ? [{ at: '$', reason: `it has ${bytes} bytes, and ${MAX_BYTES} are allowed` }]
      : faultsOf(rule, whole);
  const operators = countOperators(rule);
  if (bytes <= MAX_BYTES && operators > MAX_OPERATORS) {
    faults.push({ at: '$', reason: `it has ${operators} operators, and ${MAX_OPERATORS} are allowed` });
  }
  if (bytes <= MAX_BYTES && operators === 0) {
    faults.push({
      at: '$',
      reason: 'it asks about nothing: give a rule such as {"!=": [{"var": "last_outcome"}, "failed"]}',
    });
  }
  if (faults.length === 0) return;
  const sentence = faults.map(({ at, reason }) => `${at}: ${reason}`).join('; ');
  throw new AlmanacError('INVALID_CONDITION', `The condition is not usable: ${sentence}`, { faults });
}

function faultsOf(rule: Json, place: Place): Fault[] {
  if (place.depth > MAX_DEPTH) return [{ at: place.at, reason: `it is nested deeper than ${MAX_DEPTH} levels` }];
  if (rule === null || typeof rule !== 'object') return [];
  if (Array.isArray(rule)) return rule.flatMap((item, i) => faultsOf(item, inside(place, `[${i}]`)));
  const [operator, ...others] = Object.keys(rule);
  if (operator === undefined || others.length > 0) {
    return [{ at: place.at, reason: 'an object of a rule has one key, its operator' }];
  }
  if (!OPERATORS.includes(operator)) return [{ at: place.at, reason: unknownOperator(operator) }];
  const given = rule[operator] ?? null;
  const operands = Array.isArray(given) ? given : [given];
  if (operator === 'var') return faultsOfVariable(operands, inside(place, '.var'));
  if (operator === 'missing') return faultsOfNames(operands.flat(), inside(place, '.missing'));
  if (operator === 'missing_some') return faultsOfMissingSome(operands, inside(place, '.missing_some'));
  return faultsOfOperands(operator, operands, place);
}

const inside = (place: Place, step: string): Place => ({ ...place, at: place.at + step, depth: place.depth + 1 });

function faultsOfOperands(operator: string, operands: readonly Json[], place: Place): Fault[] {
  const isList = LIST_OPERATORS.includes(operator);
  if (isList && place.isInList) {
    return [{ at: place.at, reason: `${operator} may not stand inside of all, filter, map, none or some` }];
  }
  return operands.flatMap((operand, i) =>
    faultsOf(operand, { ...inside(place, `.${operator}[${i}]`), isInList: place.isInList || (isList && i > 0) }),
  );
}

/** `{"var": "payload.x"}` or `{"var": ["payload.x", default]}`. */
function faultsOfVariable([name, fallback, ...others]: readonly Json[], place: Place): Fault[] {
  if (others.length > 0) return [{ at: place.at, reason: 'var takes a name and a value for where it is missing' }];
  return [...faultsOfNames([name ?? null], place), ...(fallback === undefined ? [] : faultsOf(fallback, place))];
}

function faultsOfMissingSome([count, names, ...others]: readonly Json[], place: Place): Fault[] {
  if (typeof count === 'number' && Array.isArray(names) && others.length === 0) return faultsOfNames(names, place);
  return [{ at: place.at, reason: 'missing_some takes a number and a list of names' }];
}

const faultsOfNames = (names: readonly Json[], place: Place): Fault[] =>
  names.flatMap((name) => {
    const reason = whyNoVariable(name, place.isInList);
    return reason === undefined ? [] : [{ at: place.at, reason }];
  });

/** Names are written out, so that it is known beforehand what a rule looks at, and lead into data only. */
function whyNoVariable(name: Json, isInList: boolean): string | undefined {
  if (typeof name !== 'string') return 'a variable is named by a text';
  const [first = '', ...rest] = name.split('.');
  const inherited = [first, ...rest].find((part) => part in Object.prototype);
  if (inherited !== undefined) return `${JSON.stringify(name)} names ${inherited}, which is no data`;
  if (isInList || FACTS.some((fact) => fact === first && (fact === 'payload' || rest.length === 0))) return undefined;
  return `there is no variable ${JSON.stringify(name)}${advice(first, FACTS)}`;
}

const unknownOperator = (operator: string): string =>
  `there is no operator ${JSON.stringify(operator)}${advice(operator, OPERATORS)}`;

function advice(given: string, names: readonly string[]): string {
  const near = nearNames(given, names);
  return near.length > 0 ? `; did you mean ${near.join(' or ')}?` : `; there are ${names.join(', ')}`;
}

function countOperators(rule: Json): number {
  if (rule === null || typeof rule !== 'object') return 0;
  if (Array.isArray(rule)) return rule.reduce<number>((sum, item) => sum + countOperators(item), 0);
  return Object.values(rule).reduce<number>((sum, operand) => sum + 1 + countOperators(operand), 0);
}

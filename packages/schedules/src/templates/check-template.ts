import { type ScheduleTemplate, scheduleCreation } from '@almanac/contracts';
import { AlmanacError, describeError } from '@almanac/kernel';
import { checkCondition } from '../conditions/check-condition.ts';
import { parseExpression } from '../expressions/parse-expression.ts';
import { checkZoneName } from '../zones/zone-name.ts';
import { type ParameterValues, placeholdersOf, renderJson, textsOf } from './placeholders.ts';
import { renderSchedule } from './render-template.ts';

interface Fault {
  /** Such as `schedule.payload` or `parameters.hour`. */
  readonly field: string;
  readonly reason: string;
}

/** Stands for a value that is not known yet, where a rule is looked at: the name of a fact. */
const ANY = 'payload';

/**
 * Checks that a template can be used: parameters and placeholders belong together, and what is known of the schedule already
 * is right. What depends on values without a default is checked when it is used.
 * @throws AlmanacError `INVALID_TEMPLATE`, whose `details.faults` name everything that is wrong and where
 */
export function checkTemplate(template: ScheduleTemplate): void {
  const parameters = parameterFaults(template);
  const faults = parameters.length > 0 ? parameters : scheduleFaults(template);
  if (faults.length === 0) return;
  const sentence = faults.map(({ field, reason }) => `${field}: ${reason}`).join('; ');
  throw new AlmanacError('INVALID_TEMPLATE', `The template is not usable: ${sentence}`, { faults });
}

function parameterFaults({ parameters, schedule }: ScheduleTemplate): Fault[] {
  const declared = Object.keys(parameters);
  const fields = Object.entries(schedule).map(([field, value]) => ({ field: `schedule.${field}`, ...textsOf(value) }));
  const used = new Set(fields.flatMap(({ texts }) => texts.flatMap(placeholdersOf)));
  const undeclared = fields.flatMap(({ field, texts }) =>
    [...new Set(texts.flatMap(placeholdersOf))]
      .filter((name) => !declared.includes(name))
      .map((name) => ({ field, reason: `{{${name}}} is not declared in parameters` })),
  );
  const inKeys = fields.flatMap(({ field, keys }) =>
    keys
      .filter((key) => placeholdersOf(key).length > 0)
      .map((key) => ({
        field,
        reason: `the key ${JSON.stringify(key)} holds a placeholder, and only values are rendered`,
      })),
  );
  const unused = declared
    .filter((name) => !used.has(name))
    .map((name) => ({
      field: `parameters.${name}`,
      reason: `it is not used: write {{${name}}} where it belongs, or remove it`,
    }));
  return [...undeclared, ...inKeys, ...unused];
}

function scheduleFaults({ parameters, schedule }: ScheduleTemplate): Fault[] {
  const defaults = Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value]])),
  );
  const isKnown = (text: string): boolean => placeholdersOf(text).every((name) => Object.hasOwn(defaults, name));
  const { schedule_expression, timezone } = renderSchedule(schedule, defaults);
  const { condition } = schedule;
  return [
    ...(isKnown(schedule.schedule_expression)
      ? faultOf('schedule.schedule_expression', () => parseExpression(String(schedule_expression)))
      : shapeFaults(schedule.schedule_expression)),
    ...(isKnown(schedule.timezone) ? faultOf('schedule.timezone', () => checkZoneName(String(timezone))) : []),
    ...(condition === undefined
      ? []
      : faultOf('schedule.condition', () => checkCondition(renderJson(condition, samples(parameters, defaults))))),
    ...(textsOf(schedule).texts.every(isKnown) ? inputFaults(renderSchedule(schedule, defaults)) : []),
  ];
}

/** An expression whose values come later can at least begin like one. */
const shapeFaults = (expression: string): Fault[] =>
  /^(rate\(|at\(|cron\(|\{\{)/.test(expression)
    ? []
    : [{ field: 'schedule.schedule_expression', reason: 'it must be rate(...), at(...) or cron(...)' }];

const samples = (parameters: ScheduleTemplate['parameters'], defaults: ParameterValues): ParameterValues => ({
  ...Object.fromEntries(Object.keys(parameters).map((name) => [name, ANY])),
  ...defaults,
});

const inputFaults = (input: Record<string, unknown>): Fault[] =>
  (scheduleCreation.safeParse(input).error?.issues ?? []).map(({ path, message }) => ({
    field: ['schedule', ...path].join('.'),
    reason: message,
  }));

function faultOf(field: string, check: () => unknown): Fault[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof AlmanacError)) throw error;
    return [{ field, reason: describeError(error).message }];
  }
}

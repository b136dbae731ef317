import type { ScheduleTemplate, TemplateUse } from '@almanac/contracts';
import { AlmanacError, nearNames } from '@almanac/kernel';
import type { Json } from '../records/schedule.ts';
import { type ParameterValues, renderJson, renderText } from './placeholders.ts';

type TemplateSchedule = ScheduleTemplate['schedule'];

/**
 * The schedule that a template describes, with values for its parameters: what a user would send to create it, not checked.
 * @throws AlmanacError `MISSING_PARAMETER`, `UNKNOWN_PARAMETER`, each naming all of them
 */
export function renderTemplate(
  template: Pick<ScheduleTemplate, 'name' | 'parameters' | 'schedule'>,
  given: TemplateUse['parameters'],
): Record<string, Json> {
  return renderSchedule(template.schedule, valuesOf(template, given));
}

/** Payload and condition take values of every type, the other fields texts. */
export function renderSchedule(schedule: TemplateSchedule, values: ParameterValues): Record<string, Json> {
  const { payload, condition, sensitive_fields, ...texts } = schedule;
  const rendered = Object.entries(texts).flatMap(([field, text]) =>
    text === undefined ? [] : [[field, renderText(text, values)] as const],
  );
  return {
    ...Object.fromEntries(rendered),
    payload: renderJson(payload, values),
    ...(condition !== undefined && { condition: renderJson(condition, values) }),
    ...(sensitive_fields && { sensitive_fields: sensitive_fields.map((path) => renderText(path, values)) }),
  };
}

function valuesOf(
  { name, parameters }: Pick<ScheduleTemplate, 'name' | 'parameters'>,
  given: TemplateUse['parameters'],
): ParameterValues {
  const known = Object.keys(parameters);
  const unknown = Object.keys(given).filter((parameter) => !known.includes(parameter));
  if (unknown.length > 0) throw unknownParameters(name, unknown, known);
  const missing = known.filter(
    (parameter) => !Object.hasOwn(given, parameter) && parameters[parameter]?.default === undefined,
  );
  if (missing.length > 0) throw missingParameters(name, missing);
  const defaults = Object.entries(parameters).flatMap(([parameter, { default: value }]) =>
    value === undefined ? [] : [[parameter, value] as const],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

const missingParameters = (template: string, missing: readonly string[]) =>
  new AlmanacError('MISSING_PARAMETER', `Template ${template} needs a value for: ${missing.join(', ')}`, { missing });

function unknownParameters(template: string, unknown: readonly string[], known: readonly string[]): AlmanacError {
  const suggestions = Object.fromEntries(unknown.map((parameter) => [parameter, nearNames(parameter, known)]));
  const advice = unknown.map((parameter) => {
    const near = suggestions[parameter] ?? [];
    return near.length > 0 ? `${parameter} (did you mean ${near.join(' or ')}?)` : parameter;
  });
  const takes = known.length > 0 ? `it takes ${known.join(', ')}` : 'it takes none';
  const message = `Template ${template} has no parameter ${advice.join(', ')}; ${takes}`;
  return new AlmanacError('UNKNOWN_PARAMETER', message, { unknown, known, suggestions });
}

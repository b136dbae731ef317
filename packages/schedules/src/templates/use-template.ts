import { type ScheduleCreation, scheduleCreation, type TemplateUse } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { type Creation, createSchedule } from '../changes/create-schedule.ts';
import type { ChangeDeps } from '../changes/deps.ts';
import type { Json } from '../records/schedule.ts';
import { getTemplate, type TemplateDeps } from './keep-templates.ts';
import { renderTemplate } from './render-template.ts';

export type UseTemplateDeps = ChangeDeps & Pick<TemplateDeps, 'templates'>;

/**
 * Creates a schedule from a template, as if its user had sent it.
 * @throws AlmanacError `TEMPLATE_NOT_FOUND`, `MISSING_PARAMETER`, `UNKNOWN_PARAMETER`, `INVALID_REQUEST` where the values make no
 *   schedule, and whatever creating it throws
 */
export const useTemplate =
  (deps: UseTemplateDeps) =>
  async (
    name: string,
    { parameters, group, idempotency_key }: TemplateUse,
    caller: string,
    options: { readonly idempotencyKey?: string | undefined } = {},
  ): Promise<Creation> => {
    const rendered = renderTemplate(await getTemplate(deps)(name), parameters);
    const input = {
      ...rendered,
      ...(group !== undefined && { group }),
      ...(idempotency_key !== undefined && { idempotency_key }),
    };
    return createSchedule(deps)(parsed(input, name), caller, options);
  };

function parsed(input: Record<string, Json>, template: string): ScheduleCreation {
  const { data, error } = scheduleCreation.safeParse(input);
  if (data) return data;
  const problems = error.issues.map(({ path, message }) => ({ field: path.join('.') || 'body', message }));
  const sentence = problems.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new AlmanacError('INVALID_REQUEST', `With these values, template ${template} makes no schedule: ${sentence}`, {
    problems,
  });
}

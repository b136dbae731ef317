import { type ScheduleCreation, scheduleCreation, type TemplateUse } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import type { Json } from '../records/schedule.ts';
import { getTemplate, type TemplateDeps } from './keep-templates.ts';
import { renderTemplate } from './render-template.ts';

export interface UseTemplateDeps<Created> extends Pick<TemplateDeps, 'templates'> {
  /** Creates a schedule as if its user had sent it, with every check. */
  readonly createSchedule: (input: ScheduleCreation, caller: string) => Promise<Created>;
}

/**
 * Creates a schedule from a template.
 * @throws AlmanacError `TEMPLATE_NOT_FOUND`, `MISSING_PARAMETER`, `UNKNOWN_PARAMETER`, `INVALID_REQUEST` where the values make no
 *   schedule, and whatever creating it throws
 */
export const useTemplate =
  <Created>(deps: UseTemplateDeps<Created>) =>
  async (name: string, { parameters, group, idempotency_key }: TemplateUse, caller: string): Promise<Created> => {
    const rendered = renderTemplate(await getTemplate(deps)(name), parameters);
    const input = {
      ...rendered,
      ...(group !== undefined && { group }),
      ...(idempotency_key !== undefined && { idempotency_key }),
    };
    return deps.createSchedule(parsed(input, name), caller);
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

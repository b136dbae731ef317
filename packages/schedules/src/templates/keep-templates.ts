import type { ScheduleTemplate } from '@almanac/contracts';
import { AlmanacError, nearNames } from '@almanac/kernel';
import { checkPayloadSize } from '../changes/payload.ts';
import { takeWrite } from '../changes/refusals.ts';
import type { StoredTemplate, TemplateStore, WriteLimits } from '../ports.ts';
import { BUILT_IN_TEMPLATES } from './built-in-templates.ts';
import { checkTemplate } from './check-template.ts';

/** All templates are one answer, and Lambda's holds 6 MB. */
const MAX_PAYLOAD_BYTES = 16 * 1024;

export interface TemplateDeps {
  readonly templates: TemplateStore;
  readonly limits: WriteLimits;
}

/**
 * Creates a template, or replaces one of the same caller.
 * @throws AlmanacError `INVALID_TEMPLATE`, `TEMPLATE_BUILT_IN`, `TEMPLATE_TAKEN`, `PAYLOAD_TOO_LARGE`, `RATE_LIMITED`
 */
export const createTemplate =
  (deps: TemplateDeps) =>
  async (
    given: ScheduleTemplate,
    caller: string,
  ): Promise<{ readonly outcome: 'created' | 'replaced'; readonly template: ScheduleTemplate }> => {
    refuseBuiltIn(given.name);
    checkTemplate(given);
    checkPayloadSize(given.schedule.payload, MAX_PAYLOAD_BYTES);
    await takeWrite(deps, caller);
    const { built_in: _, ...own } = given;
    const template: StoredTemplate = { ...own, created_by: caller };
    const outcome = await deps.templates.put(template);
    if (outcome === 'taken') throw taken(given.name);
    return { outcome, template: shown(template) };
  };

/** All templates by name, those that come with the stack among them. */
export const listTemplates =
  ({ templates }: Pick<TemplateDeps, 'templates'>) =>
  async (): Promise<{ templates: ScheduleTemplate[] }> => {
    const all = [...BUILT_IN_TEMPLATES, ...(await templates.all()).map(shown)];
    return { templates: all.sort((a, b) => (a.name < b.name ? -1 : 1)) };
  };

/** @throws AlmanacError `TEMPLATE_NOT_FOUND` */
export const getTemplate =
  ({ templates }: Pick<TemplateDeps, 'templates'>) =>
  async (name: string): Promise<ScheduleTemplate> => {
    const builtIn = BUILT_IN_TEMPLATES.find((template) => template.name === name);
    if (builtIn) return builtIn;
    const stored = await templates.get(name);
    if (stored) return shown(stored);
    throw notFound(name);
  };

/** @throws AlmanacError `TEMPLATE_NOT_FOUND`, `TEMPLATE_BUILT_IN`, `TEMPLATE_TAKEN`, `RATE_LIMITED` */
export const deleteTemplate =
  (deps: Pick<TemplateDeps, 'templates' | 'limits'>) =>
  async (name: string, caller: string): Promise<void> => {
    refuseBuiltIn(name);
    await takeWrite(deps, caller);
    const outcome = await deps.templates.remove(name, caller);
    if (outcome === 'missing') throw notFound(name);
    if (outcome === 'taken') throw taken(name);
  };

const shown = (template: StoredTemplate): ScheduleTemplate => ({ ...template, built_in: false });

function refuseBuiltIn(name: string): void {
  if (!BUILT_IN_TEMPLATES.some((template) => template.name === name)) return;
  const message = `Template ${name} comes with the stack and stays as it is: choose another name`;
  throw new AlmanacError('TEMPLATE_BUILT_IN', message, { name });
}

const taken = (name: string) =>
  new AlmanacError('TEMPLATE_TAKEN', `Template ${name} is another caller's: choose another name`, { name });

function notFound(name: string): AlmanacError {
  const suggestions = nearNames(
    name,
    BUILT_IN_TEMPLATES.map((template) => template.name),
  );
  const advice = suggestions.length > 0 ? `; did you mean ${suggestions.join(' or ')}?` : '';
  return new AlmanacError('TEMPLATE_NOT_FOUND', `There is no template ${name}${advice}`, { name, suggestions });
}

import type { ScheduleTemplate } from '@almanac/contracts';
import { AlmanacError, nearNames } from '@almanac/kernel';
import type { StoredTemplate, TemplateStore } from '../ports.ts';
import { BUILT_IN_TEMPLATES } from './built-in-templates.ts';
import { checkTemplate } from './check-template.ts';

export interface TemplateDeps {
  readonly templates: TemplateStore;
  /** Takes one of the caller's writes of this minute. @throws AlmanacError `RATE_LIMITED` */
  readonly takeWrite: (caller: string) => Promise<void>;
  /** @throws AlmanacError `PAYLOAD_TOO_LARGE` */
  readonly checkPayload: (payload: ScheduleTemplate['schedule']['payload']) => void;
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
    deps.checkPayload(given.schedule.payload);
    await deps.takeWrite(caller);
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
  (deps: Pick<TemplateDeps, 'templates' | 'takeWrite'>) =>
  async (name: string, caller: string): Promise<void> => {
    refuseBuiltIn(name);
    await deps.takeWrite(caller);
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

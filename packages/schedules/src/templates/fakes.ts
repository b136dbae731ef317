import type { StoredTemplate, TemplateStore } from '../ports.ts';

/** Templates in memory. */
export class MemoryTemplates implements TemplateStore {
  readonly #templates = new Map<string, StoredTemplate>();

  async get(name: string) {
    return this.#templates.get(name);
  }

  async put(template: StoredTemplate) {
    const before = this.#templates.get(template.name);
    if (before && before.created_by !== template.created_by) return 'taken';
    this.#templates.set(template.name, template);
    return before ? 'replaced' : 'created';
  }

  async remove(name: string, createdBy: string) {
    const before = this.#templates.get(name);
    if (!before) return 'missing';
    if (before.created_by !== createdBy) return 'taken';
    this.#templates.delete(name);
    return 'removed';
  }

  async all() {
    return [...this.#templates.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

import { stableId } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredTemplate, TemplateStore } from '../ports.ts';

/** What every store of templates has to do, that in memory and that in DynamoDB alike. */
export function templatesContract(name: string, make: () => TemplateStore): void {
  describe(`${name} keeps the contract of template stores`, () => {
    let store: TemplateStore;
    let template: StoredTemplate;
    beforeEach(() => {
      store = make();
      template = {
        name: `t-${stableId(name, Math.random())}`,
        created_by: 'alice',
        description: 'One',
        parameters: { name: {}, hour: { default: 6 } },
        schedule: {
          name: '{{name}}',
          schedule_expression: 'cron(0 {{hour}} * * ? *)',
          timezone: 'UTC',
          target_type: 'web_action',
          payload: { ratio: 0.1, list: [1, null, { deep: '' }] },
        },
      };
    });

    it('gives back what was put, and lists it by name', async () => {
      const other = { ...template, name: `${template.name}-a` };
      expect(await store.put(other)).toBe('created');
      expect(await store.put(template)).toBe('created');
      expect(await store.get(template.name)).toEqual(template);
      const names = (await store.all()).map((one) => one.name).filter((one) => one.startsWith(template.name));
      expect(names).toEqual([template.name, other.name]);
    });

    it('lets its creator alone replace and remove a template', async () => {
      await store.put(template);
      expect(await store.put({ ...template, description: 'Two' })).toBe('replaced');
      expect(await store.put({ ...template, created_by: 'bob' })).toBe('taken');
      expect(await store.remove(template.name, 'bob')).toBe('taken');
      expect((await store.get(template.name))?.description).toBe('Two');
      expect(await store.remove(template.name, 'alice')).toBe('removed');
      expect(await store.remove(template.name, 'alice')).toBe('missing');
      expect(await store.get(template.name)).toBeUndefined();
    });

    it('gives a name to one of many', async () => {
      const callers = ['a', 'b', 'c', 'd'].map((created_by) => store.put({ ...template, created_by }));
      expect((await Promise.all(callers)).filter((outcome) => outcome === 'created')).toHaveLength(1);
    });
  });
}

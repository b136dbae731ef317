import { describe, expect, it } from '@jest/globals';
import { API_OPERATIONS } from './index.ts';

const all = Object.entries(API_OPERATIONS);

describe('the operations of the API', () => {
  it('show examples that they take', () => {
    const shown = all.filter(([, { example }]) => example !== undefined);
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.filter(([, { body, example }]) => !body?.safeParse(example).success).map(([id]) => id)).toEqual([]);
  });

  it('name every parameter of their path, and no other', () => {
    for (const [, { path, params }] of all) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(params?.shape ?? {})).toEqual(named);
    }
  });

  it('ask for a token, but for the documentation', () => {
    const open = all.filter(([, { scope }]) => scope === undefined).map(([, { path }]) => path);
    expect(open).toEqual(['/openapi.json', '/docs']);
    const reading = all.filter(([, { scope, method }]) => scope === 'read' && method !== 'GET').map(([id]) => id);
    expect(reading).toEqual(['previewSchedule']);
  });

  it('limit the writes of a caller wherever something is changed', () => {
    const unlimited = all.filter(([, { scope, errors }]) => scope === 'write' && !errors.includes('rate_limited'));
    expect(unlimited.map(([id]) => id)).toEqual([]);
  });
});

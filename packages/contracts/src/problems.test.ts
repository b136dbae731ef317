import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { problemsOf } from './problems.ts';

const schema = z.object({ name: z.string(), sizes: z.array(z.int()).default([]) }).strict();
const problemsIn = (value: unknown) => {
  const { error } = schema.safeParse(value);
  return error ? problemsOf(error, value, '', schema) : [];
};

describe('the problems of a value', () => {
  it('are told field by field, with what may have been meant', () => {
    expect(problemsIn({ nam: 'x', sizes: [1, 'a'] })).toEqual([
      { path: 'name', message: 'It is missing' },
      { path: 'sizes[1]', message: expect.stringContaining('expected') },
      { path: 'nam', message: 'There is no such field: is "name" meant?' },
    ]);
  });

  it('are a hundred at most, however many there are', () => {
    const unknown = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`key${i}`, i]));
    expect(problemsIn({ ...unknown, name: 'x' })).toHaveLength(100);
    expect(problemsIn({ name: 'x', sizes: Array(50_000).fill('a') })).toHaveLength(100);
  });

  it('name no field at a length that nobody reads', () => {
    const [problem] = problemsIn({ name: 'x', ['k'.repeat(5_000_000)]: 1 });
    expect(problem?.path).toBe(`${'k'.repeat(100)}…`);
  });
});
